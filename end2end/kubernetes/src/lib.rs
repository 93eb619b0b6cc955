//! The living cluster against what a real Kubernetes did.
//!
//! [`compare`] is the judge: pure functions over two runs of a case, recorded and simulated. [`drive`] makes a run of the
//! second kind from the machine alone: it understands the few commands that most cases are made of.

pub mod case;
pub mod commands;
pub mod compare;
pub mod drive;
mod known;
pub mod script;

pub use known::known;
