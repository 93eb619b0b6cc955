//! The living cluster against what a real Kubernetes did.
//!
//! [`compare`] is the judge: pure functions over two runs of a case, recorded and simulated. [`simulate`] makes a run of the
//! second kind as the command line does.

pub mod case;
pub mod commands;
pub mod compare;
pub mod docker;
mod known;
pub mod script;
pub mod simulate;

pub use known::known;
