//! Route tables and requests, made from a seed.

mod features;
mod matches;
mod patterns;
mod requests;
mod tables;

pub use features::{FEATURES, Features};
pub use patterns::{TEXTS, pattern};
pub use requests::request;
pub use tables::{CLUSTERS, Table, table};
