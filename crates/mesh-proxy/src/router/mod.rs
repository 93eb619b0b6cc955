//! The router filter and the filters before it: faults, tries, retries, timeouts, mirrors.

mod decision;
mod policy;
mod retry;

pub use decision::{RouteDecision, RouteOutcome};
pub use policy::{FaultAbort, FaultPolicy, FractionalPercent, MirrorPolicy, RetryOn, RetryPolicy, RoutePolicy};
pub use retry::RetryVerdict;
