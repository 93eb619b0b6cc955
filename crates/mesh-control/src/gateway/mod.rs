//! Gateways: which apply to a workload, and how their servers share ports.

pub mod merge;
pub mod server;

pub use merge::{MergedGateway, MergedServers, ServerPort, ServiceTarget, claim_hosts, resolve_port};
pub use server::{Server, TlsMode, sanitize_hosts};
