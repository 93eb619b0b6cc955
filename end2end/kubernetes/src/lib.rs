//! The living cluster against what a real Kubernetes did.
//!
//! [`compare`] is the judge: pure functions over two runs of a case, recorded and simulated. [`simulate`] makes a run of the
//! second kind as the command line does.

pub mod case;
pub mod commands;
pub mod compare;
mod known;
pub mod docker;
pub mod script;
pub mod simulate;

pub use known::known;
