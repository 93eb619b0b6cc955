//! The Envoy part: configuration shaped as xDS v3, routing, load balancing, outlier detection, circuit
//! breaking, retries, timeouts and faults, as Envoy 1.40 does them.
//!
//! Pure state machines: the time and the random numbers come in as arguments. Must never know of Istio's
//! or Kubernetes' types.
#![forbid(unsafe_code)]

mod access_log;
pub mod bootstrap;
pub mod compiled;
pub mod config;
pub mod connection_manager;
mod draw;
mod flags;
mod grpc;
pub mod listener;
pub mod proxy;
pub mod re2;
mod response;
pub mod route;
pub mod router;
mod slab;
mod sparse_index;
mod time;
pub mod upstream;

pub use access_log::AccessLogEntry;
pub use compiled::CompiledConfig;
pub use draw::{Draws, Purpose};
pub use flags::{ResponseFlag, ResponseFlags, UNRAISED_FLAGS, UnraisedFlag};
pub use grpc::{GrpcCall, grpc_status_of_http, http_status_of_grpc};
pub use proxy::{Action, Input, Observer, Proxy, Push, Unobserved};
pub use response::{ResetReason, ResponseDetails};
pub use time::{Duration, Time};
