//! What one needs to see a difference by hand.

use std::fmt::Write;

use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::route::VirtualHosts;

use crate::client::Request;

/// The smallest bootstrap with a route configuration, and the command that asks it.
///
/// # Panics
/// If the configuration makes no bootstrap.
#[must_use]
pub fn reproduction(config: &ProxyConfig, routes: &str, request: &Request, options: &Options) -> String {
    let mut config = config.clone();
    config.route_configurations.retain(|table| table.name == routes);
    for table in &mut config.route_configurations {
        let table = std::sync::Arc::make_mut(table);
        let found = VirtualHosts::new(&table.virtual_hosts, table.ignore_port_in_host_matching).find(&request.host);
        table.virtual_hosts =
            found.and_then(|found| table.virtual_hosts.get(found as usize).cloned()).into_iter().collect();
    }
    let routes = serde_json::to_string(&config.route_configurations).expect("JSON");
    let named = |name: &str| request.headers.iter().any(|(_, value)| value == name);
    config.clusters.retain(|cluster| routes.contains(&format!("\"{}\"", cluster.name)) || named(&cluster.name));
    let value = bootstrap(&config, options).expect("a bootstrap");
    let mut text = String::new();
    let _ = writeln!(text, "envoy --concurrency 1 --config-yaml '{value}'");
    let _ = writeln!(text, "{}", request.curl(options.base_port));
    text
}
