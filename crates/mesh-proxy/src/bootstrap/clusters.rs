//! Clusters with their hosts in them.

use serde_json::Value;

use super::{Error, Options};
use crate::config::{
    Cluster, ClusterLoadAssignment, DiscoveryType, ProxyConfig, RuntimeDouble, SlowStartConfig, SocketAddress,
};

/// A cluster whose hosts are written into it, where they can be reached.
pub(super) fn cluster(config: &ProxyConfig, cluster: &Cluster, options: &Options) -> Result<Value, Error> {
    // Certificates are names only: what takes the place of the hosts is spoken to in plain.
    let mut cluster = Cluster { transport_socket: None, ..cluster.clone() };
    if cluster.discovery_type == Some(DiscoveryType::Eds) {
        let found = config.endpoints.iter().find(|endpoints| endpoints.cluster_name == cluster.name);
        let none = || ClusterLoadAssignment { cluster_name: cluster.name.clone(), endpoints: Vec::new() };
        cluster.load_assignment = Some(found.map_or_else(none, |found| (**found).clone()));
        cluster.discovery_type = Some(DiscoveryType::Static);
    }
    if let Some(assignment) = &mut cluster.load_assignment {
        let mut all_mapped = true;
        for endpoint in assignment.endpoints.iter_mut().flat_map(|locality| &mut locality.lb_endpoints) {
            all_mapped &= redirect(&mut endpoint.endpoint.address.socket_address, options)?;
        }
        // A name that was mapped to an address needs no resolver.
        if all_mapped && cluster.discovery_type == Some(DiscoveryType::StrictDns) {
            cluster.discovery_type = Some(DiscoveryType::Static);
        }
    }
    for slow_start in [
        cluster.round_robin_lb_config.as_mut().and_then(|config| config.slow_start_config.as_mut()),
        cluster.least_request_lb_config.as_mut().and_then(|config| config.slow_start_config.as_mut()),
    ] {
        name_runtime_key(slow_start);
    }
    Ok(serde_json::to_value(cluster)?)
}

/// Puts the mapped address in place; whether there was one.
fn redirect(address: &mut SocketAddress, options: &Options) -> Result<bool, Error> {
    let endpoint = format!("{}:{}", address.address, address.port_value);
    let Some(target) = options.endpoint_map.get(&endpoint) else { return Ok(false) };
    let target: std::net::SocketAddr =
        target.parse().map_err(|_| Error::Target { endpoint: endpoint.clone(), target: target.clone() })?;
    *address = SocketAddress { address: target.ip().to_string().into(), port_value: u32::from(target.port()) };
    Ok(true)
}

/// Envoy asks for a runtime key even where none is used.
fn name_runtime_key(slow_start: Option<&mut SlowStartConfig>) {
    let aggression: Option<&mut RuntimeDouble> = slow_start.and_then(|config| config.aggression.as_mut());
    if let Some(aggression) = aggression.filter(|aggression| aggression.runtime_key.is_empty()) {
        aggression.runtime_key = "slow_start.aggression".to_owned();
    }
}
