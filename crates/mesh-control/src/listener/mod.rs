//! Parts that the listeners of sidecars and gateways share.

mod chain;
mod http;
mod tcp;

pub use chain::{Chain, ChainFilter, listener_filters, merge_chains};
pub use http::connection_manager;
pub(crate) use tcp::StaticMatch;
pub use tcp::{Destinations, tcp_proxy, tcp_proxy_to};

use mesh_proxy::config::{Address, Listener};

/// The address that listens on all.
pub const WILDCARD_ADDRESS: &str = "0.0.0.0";

/// The name of a listener.
#[must_use]
pub fn listener_name(address: &str, port: u32) -> String {
    format!("{address}_{port}")
}

/// A listener without chains.
#[must_use]
pub fn empty(address: &str, port: u32) -> Listener {
    Listener { name: listener_name(address, port), address: Address::new(address, port), ..Listener::default() }
}
