//! How the apps in pods answer.

mod errors;
mod latency;

pub(crate) use errors::{ErrorRule, Share, When, window};
pub(crate) use latency::Latency;
