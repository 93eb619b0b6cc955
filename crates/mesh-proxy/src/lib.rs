//! The Envoy part: configuration shaped as xDS v3, routing, load balancing, outlier detection, circuit
//! breaking, retries, timeouts and faults, as Envoy 1.40 does them.
//!
//! Pure state machines: the time and the random numbers come in as arguments. Must never know of Istio's
//! or Kubernetes' types.
#![forbid(unsafe_code)]

mod draw;
mod time;

pub use draw::{Draws, Purpose};
pub use time::{Duration, Time};
