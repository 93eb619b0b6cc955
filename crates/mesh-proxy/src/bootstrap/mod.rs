//! A whole Envoy bootstrap of a proxy's configuration, so that a real Envoy can run what the simulation ran.
//!
//! Listeners are not the proxy's own: those need a mesh around them (captured traffic, original destinations). Each
//! route configuration gets a listener of its own on 127.0.0.1 instead, that treats requests as the listener that
//! names it does. Discovered hosts are written into their clusters, by the addresses where they can be reached.

mod clusters;
mod listeners;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use crate::config::ProxyConfig;

/// How a bootstrap is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port of the first listener; the others follow, and the admin interface is on the port before it.
    pub base_port: u16,
    /// Where hosts can be reached, as `10.1.0.5:8080` to `127.0.0.1:21000`. Those that are not named stay.
    pub endpoint_map: BTreeMap<String, String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { base_port: 20_000, endpoint_map: BTreeMap::new() }
    }
}

/// Why a bootstrap cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// There are not enough ports behind the base port, or none before it.
    Ports {
        /// The base port.
        base_port: u16,
        /// How many listeners there are.
        listeners: usize,
    },
    /// A target of the endpoint map is not an IP address with a port.
    Target {
        /// The host that is mapped.
        endpoint: String,
        /// What it is mapped to.
        target: String,
    },
    /// The configuration cannot be written as JSON.
    Json(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Ports { base_port, listeners } => write!(
                f,
                "base port {base_port} has no room for {listeners} listeners and the admin interface before them: \
                 choose one from 2 to {}",
                65_536_usize.saturating_sub(*listeners)
            ),
            Error::Target { endpoint, target } => {
                write!(f, "endpoint map: {endpoint} is mapped to {target:?}, which is not as 127.0.0.1:21000")
            }
            Error::Json(error) => write!(f, "the configuration cannot be written: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Json(error.to_string())
    }
}

/// The port of each route configuration's listener, by its name.
///
/// # Errors
/// Not enough ports.
pub fn ports(config: &ProxyConfig, options: &Options) -> Result<Vec<(String, u16)>, Error> {
    let names = config.route_configurations.iter().map(|routes| routes.name.clone());
    let listeners = config.route_configurations.len();
    let error = Error::Ports { base_port: options.base_port, listeners };
    if options.base_port < 2 {
        return Err(error);
    }
    let port = |index: usize| u16::try_from(index + usize::from(options.base_port)).map_err(|_| error.clone());
    names.enumerate().map(|(index, name)| Ok((name, port(index)?))).collect()
}

/// A bootstrap that `envoy --mode validate` accepts. All strings are quoted where it is written as JSON, so that no
/// name is taken for one of YAML's words.
///
/// # Errors
/// Not enough ports, or a wrong endpoint map.
pub fn bootstrap(config: &ProxyConfig, options: &Options) -> Result<Value, Error> {
    let ports = ports(config, options)?;
    let listeners = config.route_configurations.iter().zip(&ports);
    let listeners: Result<Vec<Value>, Error> =
        listeners.map(|(routes, (_, port))| listeners::listener(config, routes, *port)).collect();
    let clusters: Result<Vec<Value>, Error> =
        config.clusters.iter().map(|cluster| clusters::cluster(config, cluster, options)).collect();
    Ok(json!({
        "admin": {"address": address("127.0.0.1", options.base_port - 1)},
        "static_resources": {"listeners": listeners?, "clusters": clusters?},
        "layered_runtime": {"layers": [{"name": "istio", "static_layer": {
            // As in Istio's own bootstrap: a fragment is cut off, and patterns have a limit.
            "envoy.reloadable_features.http_reject_path_with_fragment": false,
            "re2.max_program_size.error_level": 32_768,
        }}]},
    }))
}

fn address(address: &str, port: u16) -> Value {
    json!({"socket_address": {"address": address, "port_value": port}})
}
