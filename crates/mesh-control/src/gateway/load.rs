//! The Gateways of a workload.

use std::sync::Arc;

use mesh_config::model::{Gateway, Server as WrittenServer, ServerTlsMode};
use mesh_config::{Resource, Spec};

use super::merge::{MergedGateway, resolve_port};
use super::server::{Server, TlsMode, sanitize_hosts};
use crate::client::Client;
use crate::mesh::{Mesh, sorted};
use crate::origin::key;
use crate::registry::Labels;

/// Whether a Gateway is for workloads with these labels: by its selector; without one it is for all.
#[must_use]
pub fn selects(gateway: &Gateway, labels: &Labels) -> bool {
    gateway.selector.iter().all(|(key, value)| labels.get(key) == Some(&value.value))
}

/// Merges the Gateways that select a client, from the oldest on.
#[must_use]
pub fn merged(mesh: &Mesh, client: &Client) -> MergedGateway {
    let gateways = sorted(&mesh.config, |spec| match spec {
        Spec::Gateway(gateway) => Some(gateway.as_ref()),
        _ => None,
    });
    let selected = gateways.into_iter().filter(|(_, gateway)| selects(gateway, &client.labels));
    let servers = selected.flat_map(|(resource, gateway)| {
        gateway.servers.iter().enumerate().filter_map(move |(index, written)| server(mesh, resource, index, written))
    });
    MergedGateway::new(servers.map(|server| {
        let port = resolve_port(server.port, &client.targets);
        (Arc::new(server), port)
    }))
}

fn server(mesh: &Mesh, resource: &Arc<Resource>, index: usize, written: &WrittenServer) -> Option<Server> {
    let port = written.port.as_ref()?;
    let text = |value: &Option<mesh_config::Spanned<String>>| {
        value.as_ref().map_or_else(String::new, |text| text.value.clone())
    };
    let hosts: Vec<String> = written.hosts.iter().map(|host| host.value.clone()).collect();
    let mode = written.tls.as_ref().map(|tls| tls.mode.as_ref().map_or(ServerTlsMode::Passthrough, |mode| mode.value));
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
        tls: mode.map(|mode| match mode {
            ServerTlsMode::Passthrough => TlsMode::Passthrough,
            ServerTlsMode::AutoPassthrough => TlsMode::AutoPassthrough,
            _ => TlsMode::Terminate,
        }),
        https_redirect: written
            .tls
            .as_ref()
            .and_then(|tls| tls.https_redirect.as_ref())
            .is_some_and(|redirect| redirect.value),
        origin: mesh.server_origin(resource, index),
    })
}
