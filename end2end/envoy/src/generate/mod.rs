//! Route tables and requests, made from a seed.

mod features;
mod matches;
mod requests;
mod tables;

pub use features::{FEATURES, Features};
pub use requests::request;
pub use tables::{CLUSTERS, Table, table};
