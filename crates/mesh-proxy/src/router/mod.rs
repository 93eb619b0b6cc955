//! The router filter and the filters before it: faults, tries, retries, timeouts, mirrors.

mod back_off;
mod connections;
mod decision;
mod filters;
mod finish;
mod from_config;
mod outcome;
mod policy;
mod retry;
mod retry_on;
mod shadow;
mod timeouts;
mod upstream_request;

#[cfg(test)]
mod tests;

pub use decision::{RouteDecision, RouteOutcome};
pub use policy::{FaultAbort, FaultPolicy, MirrorPolicy, RetryPolicy, RoutePolicy};
pub use retry::RetryVerdict;
pub use retry_on::{RetryCondition, RetryOn};

pub(crate) use back_off::back_off;
pub(crate) use retry::AttemptEnd;
