//! What stands outside of the cluster: the ways in, as a load balancer, a node's port and public names make them.
//!
//! Names of Services mean nothing there, but for that of a Service with a load balancer, which is taken as standing in the hosts
//! file. Names that a gateway serves lead to it, as public DNS would have it.

use mesh_cluster::api::{Resource, Verb};
use mesh_config::Spec;
use mesh_control::{Mesh, ProxyKind};
use serde_json::Value;

use crate::{Context, Place, json};

/// Where a connection leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Nobody knows the name.
    Unknown,
    /// Nobody listens at the address.
    Closed(String),
    /// To a host and port as the network knows them.
    Open {
        /// The address that is connected to.
        address: String,
        /// The host, as a request names it to the network.
        host: String,
        /// The port, likewise.
        port: u16,
    },
}

/// Where a host and port lead from a place.
pub(crate) fn way(place: &Place, host: &str, port: u16, context: &mut Context<'_>) -> Way {
    if *place == Place::Outside {
        return match door(host, port, context) {
            Door::Unknown => Way::Unknown,
            Door::Closed(address) => Way::Closed(address),
            Door::Service { address, host, port } => Way::Open { address, host, port },
            Door::Elsewhere(address) => Way::Open { address, host: host.to_owned(), port },
        };
    }
    // Nothing but the pod's own containers listens there, and of them a request tells nothing.
    if matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
        return Way::Closed(LOCALHOST.to_owned());
    }
    match context.server.network().and_then(|network| network.address(place, host)) {
        Some(address) => Way::Open { address, host: host.to_owned(), port },
        None => Way::Unknown,
    }
}

/// Whether the network knows the pod of a place.
pub(crate) fn is_known(place: &Place, context: &mut Context<'_>) -> bool {
    let Place::Pod { namespace, name } = place else { return true };
    context.server.network().is_none_or(|network| {
        let mesh = network.mesh();
        mesh.cluster().pods.iter().any(|pod| pod.namespace == *namespace && pod.name == *name)
    })
}

/// Where a connection from outside leads.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Door {
    /// Nobody knows the name.
    Unknown,
    /// Nobody listens at the address.
    Closed(String),
    /// To a Service's port.
    Service {
        /// The address that is connected to.
        address: String,
        /// `<name>.<namespace>.svc.cluster.local`.
        host: String,
        /// Its port.
        port: u16,
    },
    /// To a host that has nothing to do with the cluster.
    Elsewhere(String),
}

/// The address of nodes for which the cluster states none, and of load balancers that have none.
const LOCALHOST: &str = "127.0.0.1";

/// Where a host and port lead.
fn door(host: &str, port: u16, context: &mut Context<'_>) -> Door {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let services = list("services", context);
    let nodes = list("nodes", context);
    let Some(mesh) = context.server.network().map(|network| network.mesh()) else { return Door::Unknown };
    let is_local = host == "localhost" || host == LOCALHOST;
    let is_node = is_local
        || nodes.iter().any(|node| {
            json::name(node) == host
                || json::items(node, "status.addresses").iter().any(|known| json::text(known, "address") == host)
        });
    let address = if host.parse::<std::net::IpAddr>().is_ok() { host.clone() } else { LOCALHOST.to_owned() };
    if is_node {
        let by_node_port = services.iter().find_map(|service| opened(service, "nodePort", port, &address));
        // On one's own machine load balancers listen at localhost.
        let balanced = || {
            let mut balanced = services.iter().filter(|service| is_local && is_balanced(service));
            balanced.find_map(|service| opened(service, "port", port, &address))
        };
        return by_node_port.or_else(balanced).unwrap_or(Door::Closed(address));
    }
    if let Some(service) = services.iter().find(|service| is_way_in(service, &host)) {
        let address = addresses(service).into_iter().find(|known| known.parse::<std::net::IpAddr>().is_ok());
        let address = address.unwrap_or_else(|| LOCALHOST.to_owned());
        return opened(service, "port", port, &address).unwrap_or(Door::Closed(address));
    }
    if host.parse::<std::net::IpAddr>().is_ok() {
        return Door::Closed(host);
    }
    if let Some(service) = gateway_service(&mesh, &host, &services) {
        return opened(service, "port", port, LOCALHOST).unwrap_or(Door::Closed(LOCALHOST.to_owned()));
    }
    let is_entry =
        |spec: &Spec| matches!(spec, Spec::ServiceEntry(entry) if entry.hosts.iter().any(|known| covers(known, &host)));
    if mesh.config().resources.iter().any(|resource| is_entry(&resource.spec)) {
        let address = context.server.network().and_then(|network| network.address(&Place::Outside, &host));
        return address.map_or(Door::Unknown, Door::Elsewhere);
    }
    Door::Unknown
}

fn list(plural: &str, context: &mut Context<'_>) -> Vec<Value> {
    let resource = Resource { group: String::new(), plural: plural.to_owned() };
    let verb = Verb::List { resource, namespace: None, labels: String::new(), fields: String::new() };
    match context.server.call(&verb) {
        Ok(mut list) => match list.get_mut("items").map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        },
        Err(_) => Vec::new(),
    }
}

fn is_balanced(service: &Value) -> bool {
    json::text(service, "spec.type") == "LoadBalancer"
}

/// The addresses and names under which a Service is reached from outside.
fn addresses(service: &Value) -> Vec<String> {
    let ingress = json::items(service, "status.loadBalancer.ingress").iter();
    let ingress = ingress.flat_map(|one| [json::text(one, "ip"), json::text(one, "hostname")]);
    let fixed = json::items(service, "spec.externalIPs").iter().filter_map(Value::as_str);
    let asked = [json::text(service, "spec.loadBalancerIP")];
    ingress.chain(fixed).chain(asked).filter(|known| !known.is_empty()).map(str::to_owned).collect()
}

/// Whether a Service is reached from outside under a name or an address.
fn is_way_in(service: &Value, host: &str) -> bool {
    let (name, namespace) = (json::name(service), json::namespace(service));
    let named = || host == name || host.strip_prefix(name).is_some_and(|rest| rest == format!(".{namespace}"));
    addresses(service).iter().any(|known| known.eq_ignore_ascii_case(host)) || is_balanced(service) && named()
}

/// The way to a Service's port by the number that stands in one of the port's fields.
fn opened(service: &Value, field: &str, port: u16, address: &str) -> Option<Door> {
    let known =
        json::items(service, "spec.ports").iter().find(|known| json::number(known, field) == i64::from(port))?;
    let host = format!("{}.{}.svc.cluster.local", json::name(service), json::namespace(service));
    let port = u16::try_from(json::number(known, "port")).ok()?;
    Some(Door::Service { address: address.to_owned(), host, port })
}

/// The Service before the gateway that serves a host.
fn gateway_service<'a>(mesh: &Mesh, host: &str, services: &'a [Value]) -> Option<&'a Value> {
    let cluster = mesh.cluster();
    for workload in mesh.gateway_workloads() {
        let Some(pod) = cluster.first_pod(workload) else { continue };
        let Some(client) = mesh.pod_client(pod).filter(|client| client.kind == ProxyKind::Gateway) else { continue };
        let config = mesh.proxy_config(&client);
        let domains = config.route_configurations.iter().flat_map(|routes| &routes.virtual_hosts);
        let domains = domains.flat_map(|virtual_host| &virtual_host.domains);
        let chains = config.listeners.iter().flat_map(|listener| &listener.filter_chains);
        let names = chains.filter_map(|chain| chain.filter_chain_match.as_ref()).flat_map(|it| &it.server_names);
        if !domains.chain(names).any(|known| known != "*" && covers(known, host)) {
            continue;
        }
        let Some(pod) = cluster.pods.get(pod.index()) else { continue };
        let before = services.iter().filter(|service| {
            json::namespace(service) == pod.namespace
                && json::entries(service, "spec.selector").count() > 0
                && json::entries(service, "spec.selector")
                    .all(|(key, value)| pod.labels.get(key).map(String::as_str) == value.as_str())
        });
        let before: Vec<&Value> = before.collect();
        let open = before.iter().find(|service| is_balanced(service)).or(before.first());
        if let Some(service) = open {
            return Some(service);
        }
    }
    None
}

/// Whether a name, or one with a star in the place of its first label, stands for a host.
fn covers(known: &str, host: &str) -> bool {
    let known = known.rsplit('/').next().unwrap_or(known);
    let known = known.split(':').next().unwrap_or(known);
    match known.strip_prefix('*') {
        Some(rest) => rest.starts_with('.') && host.ends_with(&rest.to_ascii_lowercase()),
        None => known.eq_ignore_ascii_case(host),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_star_stands_for_labels() {
        for (known, host, expected) in [
            ("shop.example.com", "shop.example.com", true),
            ("*.example.com", "shop.example.com", true),
            ("*.example.com", "example.com", false),
            ("default/shop.example.com", "shop.example.com", true),
            ("*", "shop.example.com", false),
        ] {
            assert_eq!(covers(known, host), expected, "{known} {host}");
        }
    }

    #[test]
    fn ways_in_are_what_is_open_to_the_outside() {
        let service = json!({
            "metadata": {"name": "gate", "namespace": "istio-system"},
            "spec": {"type": "LoadBalancer", "externalIPs": ["198.51.100.7"], "ports": [{"port": 80, "nodePort": 31380}]},
            "status": {"loadBalancer": {"ingress": [{"hostname": "Gate.example.com"}]}},
        });
        for (host, expected) in [
            ("198.51.100.7", true),
            ("gate.example.com", true),
            ("gate", true),
            ("gate.istio-system", true),
            ("gate.istio-system.svc.cluster.local", false),
            ("10.96.0.7", false),
        ] {
            assert_eq!(is_way_in(&service, host), expected, "{host}");
        }
        let inner = json!({"metadata": {"name": "gate", "namespace": "a"}, "spec": {"type": "ClusterIP"}});
        assert!(!is_way_in(&inner, "gate"));
        let host = "gate.istio-system.svc.cluster.local".to_owned();
        let door = Door::Service { address: "198.51.100.7".to_owned(), host, port: 80 };
        assert_eq!(opened(&service, "nodePort", 31_380, "198.51.100.7"), Some(door));
        assert_eq!(opened(&service, "port", 81, "198.51.100.7"), None);
    }
}
