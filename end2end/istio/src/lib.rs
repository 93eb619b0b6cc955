//! Tests that hold the control plane and the lints against what the real Istio said.
//!
//! The data is the corpus: a folder named by the environment variable `MESH_CORPUS`, not part of the
//! project. Without it the tests say so and pass, but never in CI.

pub mod corpus;
pub mod diff;
pub mod normalise;
pub mod tally;
