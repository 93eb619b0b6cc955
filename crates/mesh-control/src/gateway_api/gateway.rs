//! Gateways of the Gateway API: each listener is a Gateway with one server (`GatewayCollection`, `buildListener`).

use mesh_config::model::{GatewayAddress, KubernetesGateway};
use mesh_config::{Config, Resource};
use mesh_proxy::config::Origin;

use super::listener::{Usable, usable};
use crate::gateway::Server;
use crate::host::CLUSTER_DOMAIN;

/// The servers of a Gateway, one for each listener that can be used.
pub(crate) fn servers(
    config: &Config,
    resource: &Resource,
    gateway: &KubernetesGateway,
    origin: impl Fn(usize) -> Origin,
) -> Vec<Server> {
    let namespace = &resource.metadata.namespace;
    let server = |listener: Usable| {
        let name = listener.gateway.split_once('/').map_or("", |(_, name)| name).to_owned();
        Some(Server {
            namespace: namespace.clone(),
            gateway_name: name,
            port: u32::try_from(listener.port).ok()?,
            port_name: "default".to_owned(),
            protocol_name: listener.protocol,
            bind: String::new(),
            hosts: listener.hosts,
            tls: listener.tls,
            https_redirect: false,
            origin: origin(listener.index),
            gateway: listener.gateway,
        })
    };
    usable(config, &resource.metadata, gateway).into_iter().filter_map(server).collect()
}

/// Whether a Gateway is served by workloads that are there already, so that Istio makes none for it (`IsManaged`).
pub(crate) fn names_its_services(gateway: &KubernetesGateway) -> bool {
    gateway.addresses.len() > 1 || gateway.addresses.iter().any(is_host)
}

fn is_host(address: &GatewayAddress) -> bool {
    address.address_type.as_ref().is_some_and(|kind| kind.value == "Hostname")
}

/// The host names of the Services whose workloads serve a Gateway: the one that Istio makes for it, or those that its
/// addresses name.
pub(crate) fn services(resource: &Resource, gateway: &KubernetesGateway) -> Vec<String> {
    let namespace = &resource.metadata.namespace;
    let full = |name: &str| {
        if name.contains('.') { name.to_owned() } else { format!("{name}.{namespace}.svc.{CLUSTER_DOMAIN}") }
    };
    if !names_its_services(gateway) {
        return vec![full(&workload_name(resource, gateway))];
    }
    let named =
        gateway.addresses.iter().filter(|address| is_host(address)).filter_map(|address| address.value.as_ref());
    named.map(|value| full(&value.value)).collect()
}

/// The name of the Deployment and the Service that Istio makes for a Gateway.
pub(crate) fn workload_name(resource: &Resource, gateway: &KubernetesGateway) -> String {
    let class = gateway.gateway_class_name.as_ref().map_or("istio", |class| class.value.as_str());
    format!("{}-{class}", resource.metadata.name.value)
}
