//! What is drawn: shares of the real Envoy and of the simulated proxy lie in the same band around the expected one.

mod band;
mod least_request;
mod outcomes;
