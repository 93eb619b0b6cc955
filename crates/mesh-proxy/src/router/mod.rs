//! The router filter and the filters before it: faults, tries, retries, timeouts, mirrors.

mod attempt;
mod back_off;
mod decision;
mod fault;
mod from_config;
mod policy;
mod retry;
mod retry_on;
mod stream;
mod upstream;

#[cfg(test)]
mod tests;

pub use decision::{RouteDecision, RouteOutcome};
pub use policy::{FaultAbort, FaultPolicy, MirrorPolicy, RetryPolicy, RoutePolicy};
pub use retry::RetryVerdict;
pub use retry_on::{RetryCondition, RetryOn};

pub(crate) use back_off::back_off;
pub(crate) use fault::ActiveFaults;
pub(crate) use retry::AttemptEnd;
