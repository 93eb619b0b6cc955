//! Gateways: which apply to a workload, and how their servers share ports.

pub(crate) mod auto_passthrough;
mod listeners;
mod load;
pub mod merge;
mod routes;
mod selector;
pub mod server;
mod tls;
mod written;

pub(crate) use auto_passthrough::server_name;
pub use listeners::listeners;
pub use load::merged;
pub use merge::{MergedGateway, MergedServers, ServerPort, ServiceTarget, claim_hosts, resolve_port};
pub use routes::route_configuration;
pub use selector::selects;
pub use server::{Server, sanitize_hosts};
pub use tls::ServerTls;
