//! What must hold: Checks, on a run that people look at or on one of their own.
//!
//! Whoever checks looks at copies: neither the run nor its digest changes. A window is looked at request by request, so a verdict
//! does not depend on when one looks; all work is counted.

mod coverage;
mod during;
mod figure;
mod judged;
mod live;
mod moment;
mod plan;
mod report;
mod select;
mod send;
mod sentence;
mod tally;
#[cfg(test)]
mod tests;

pub use coverage::{CoveredRoute, CoveredRule, CoveredSubset};
pub(crate) use live::LiveChecks;
pub use report::{CheckReport, check};
