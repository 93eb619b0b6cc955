//! The living cluster against what a real Kubernetes did.
//!
//! [`compare`] is the judge: pure functions over two runs of a case, recorded and simulated. [`drive`] makes a run of the
//! second kind from the machine alone: it understands the few commands that most cases are made of.

pub mod case;
pub mod commands;
pub mod compare;
pub mod docker;
pub mod drive;
pub mod script;
