//! The Gateways of a workload.

use std::sync::Arc;

use mesh_config::model::Server as WrittenServer;
use mesh_config::{Resource, Spec};
use mesh_ordered::{OrderedSet, sort_by};

use super::merge::{MergedGateway, ServiceTarget, resolve_port};
use super::selector::selects;
use super::server::{Server, sanitize_hosts};
use super::tls::ServerTls;
use crate::client::Client;
use crate::gateway_api;
use crate::mesh::Mesh;
use crate::origin::key;

/// Names the Services whose workloads a Gateway is for, in place of its selector.
const GATEWAY_SERVICES: &str = "internal.istio.io/gateway-service";

/// A server with what its place among those of other Gateways depends on.
struct Placed<'a> {
    /// When its Gateway was made; none comes last.
    created: (bool, &'a str),
    ports: Vec<u32>,
    server: Arc<Server>,
}

/// Merges the Gateways that are for a client, from the oldest on.
#[must_use]
pub fn merged(mesh: &Mesh, client: &Client) -> MergedGateway {
    let mut placed = Vec::new();
    for resource in mesh.config.resources.iter().chain(&mesh.ingress_gateways) {
        let created = resource.metadata.creation_timestamp.as_deref().unwrap_or_default();
        let created = (created.is_empty(), created);
        let place = |server: Server, bound: Option<&[&ServiceTarget]>| {
            let ports = match bound {
                Some(bound) => behind(server.port, bound),
                None => vec![resolve_port(server.port, &client.targets)],
            };
            Placed { created, ports, server: Arc::new(server) }
        };
        match &resource.spec {
            Spec::Gateway(gateway) => {
                let written = gateway.servers.iter().enumerate();
                let servers = written.filter_map(|(index, written)| server(mesh, resource, index, written));
                let Some(services) = resource.metadata.annotations.get(GATEWAY_SERVICES) else {
                    if selects(gateway, &client.labels) {
                        placed.extend(servers.map(|server| place(server, None)));
                    }
                    continue;
                };
                let services: Vec<String> = services.split(',').map(str::to_owned).collect();
                let bound = bound(client, &resource.metadata.namespace, &services);
                if bound.is_empty() {
                    continue;
                }
                placed.extend(servers.map(|server| place(server, Some(&bound))));
            }
            Spec::KubernetesGateway(gateway) => {
                let bound = bound(client, &resource.metadata.namespace, &gateway_api::services(resource, gateway));
                // Nearly all Gateways are for other workloads.
                if bound.is_empty() {
                    continue;
                }
                let origin = |index| mesh.server_origin(resource, index);
                let servers = gateway_api::servers(&mesh.config, resource, gateway, origin);
                placed.extend(servers.into_iter().map(|server| place(server, Some(&bound))));
            }
            _ => {}
        }
    }
    sort_by(&mut placed, |one, other| {
        let key = |placed: &Placed<'_>| (placed.created.0, placed.created.1.to_owned());
        let name = |placed: &Placed<'_>| (placed.server.gateway_name.clone(), placed.server.namespace.clone());
        key(one).cmp(&key(other)).then_with(|| name(one).cmp(&name(other)))
    });
    let each =
        |placed: Placed<'_>| placed.ports.into_iter().map(move |port| (Arc::clone(&placed.server), port)).collect();
    MergedGateway::new(placed.into_iter().flat_map(|placed| -> Vec<(Arc<Server>, u32)> { each(placed) }))
}

/// The ports of a client behind these Services of a namespace.
fn bound<'a>(client: &'a Client, namespace: &str, services: &[String]) -> Vec<&'a ServiceTarget> {
    let services: OrderedSet<&String> = services.iter().collect();
    let is_bound = |target: &&ServiceTarget| target.namespace == namespace && services.contains(&target.hostname);
    client.targets.iter().filter(is_bound).collect()
}

/// Every port of the pod behind a Service's port (`resolvePorts` of Gateways that name their Services).
fn behind(number: u32, targets: &[&ServiceTarget]) -> Vec<u32> {
    let ports: OrderedSet<u32> =
        targets.iter().filter(|target| target.port == number).map(|target| target.target_port).collect();
    ports.into_iter().collect()
}

fn server(mesh: &Mesh, resource: &Arc<Resource>, index: usize, written: &WrittenServer) -> Option<Server> {
    let port = written.port.as_ref()?;
    let text = |value: &Option<mesh_config::Spanned<String>>| {
        value.as_ref().map_or_else(String::new, |text| text.value.clone())
    };
    let hosts: Vec<String> = written.hosts.iter().map(|host| host.value.clone()).collect();
    let namespace = &resource.metadata.namespace;
    Some(Server {
        gateway: key(resource),
        namespace: namespace.clone(),
        gateway_name: resource.metadata.name.value.clone(),
        port: port.number.as_ref().map_or(0, |number| number.value),
        port_name: text(&port.name),
        protocol_name: text(&port.protocol),
        bind: text(&written.bind),
        hosts: sanitize_hosts(&hosts, namespace),
        tls: written.tls.as_ref().map(ServerTls::new),
        https_redirect: written
            .tls
            .as_ref()
            .and_then(|tls| tls.https_redirect.as_ref())
            .is_some_and(|redirect| redirect.value),
        origin: mesh.server_origin(resource, index),
    })
}
