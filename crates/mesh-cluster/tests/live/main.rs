//! What must hold for a living cluster whatever happens in it.
#![allow(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]

mod any_calls;
mod budgets;
mod cluster;
mod endpoints;
mod overview;
mod refusals;
mod rolling_update;
mod schedulers;
