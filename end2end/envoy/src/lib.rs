//! Differential tests against a real Envoy.
//!
//! The same configuration and the same requests go to a real Envoy 1.40 and to the simulated proxy; what they answer
//! must be the same. Everything runs on loopback; the only processes that are ended are those started here.
#![expect(clippy::disallowed_types, reason = "the real Envoy runs on the real clock")]

pub mod access_log;
pub mod client;
pub mod envoy;
pub mod generate;
pub mod random;
pub mod reproduction;
pub mod scratch;
pub mod settings;
pub mod shrink;
pub mod simulated;
pub mod upstream;
pub mod world;
