//! What a sidecar gets: listeners and routes for what its app sends out.

pub mod domains;
mod l4;
mod listeners;
mod routes;
mod virtual_hosts;

pub use listeners::listeners;
pub use routes::{BLACK_HOLE_CLUSTER, DYNAMIC_DNS_CLUSTER, PASSTHROUGH_CLUSTER, catch_all, route_configuration};
