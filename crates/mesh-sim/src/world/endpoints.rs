//! Which pods are endpoints: those that are ready (`EndpointBuilder`, `endpointslice.go`).

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_ordered::OrderedSet;
use mesh_proxy::config::{ClusterLoadAssignment, LbEndpoint, ProxyConfig};

/// A configuration without the hosts of some addresses; assignments that have none of them stay the very same.
pub(super) fn without(config: Arc<ProxyConfig>, unready: &OrderedSet<Ipv4Addr>) -> Arc<ProxyConfig> {
    if unready.is_empty() {
        return config;
    }
    let is_unready = |host: &LbEndpoint| {
        let ip = host.endpoint.address.socket_address.address.parse();
        ip.is_ok_and(|ip| unready.contains(&ip))
    };
    let is_touched = |assignment: &ClusterLoadAssignment| {
        assignment.endpoints.iter().any(|it| it.lb_endpoints.iter().any(is_unready))
    };
    let ready = |assignment: &Arc<ClusterLoadAssignment>| {
        if !is_touched(assignment) {
            return assignment.clone();
        }
        let mut ready = ClusterLoadAssignment::clone(assignment);
        for group in &mut ready.endpoints {
            group.lb_endpoints.retain(|host| !is_unready(host));
        }
        ready.endpoints.retain(|group| !group.lb_endpoints.is_empty());
        Arc::new(ready)
    };
    let endpoints = config.endpoints.iter().map(ready).collect();
    Arc::new(ProxyConfig { endpoints, ..ProxyConfig::clone(&config) })
}
