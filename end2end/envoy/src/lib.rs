//! Differential tests against a real Envoy.
