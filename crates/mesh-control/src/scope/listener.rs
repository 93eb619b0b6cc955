//! Egress listeners: the default one, or those of a Sidecar (`convertIstioListenerToWrapper`).

use std::sync::Arc;

use mesh_config::model::{CaptureMode, IstioEgressListener, Sidecar};
use mesh_ordered::OrderedMap;

use super::hosts::Imports;
use crate::host::most_specific_match;
use crate::mesh::Mesh;
use crate::protocol::Protocol;
use crate::registry::{Port, Registry, Service};
use crate::route::MESH_GATEWAY;
use crate::virtual_service::VirtualService;

/// The services and rules that a sidecar knows at one of its egress listeners.
#[derive(Clone, Debug)]
pub struct EgressListener {
    /// The only port that it is for.
    pub port: Option<Port>,
    /// The address that it binds to; empty where the services decide.
    pub bind: String,
    /// Whether traffic is not captured, so that clients must connect to the listener itself.
    pub capture_none: bool,
    /// The services.
    pub services: Vec<Arc<Service>>,
    /// The VirtualServices, from the oldest on.
    pub virtual_services: Vec<Arc<VirtualService>>,
    /// The VirtualService whose host is the most specific for a service.
    pub most_specific: OrderedMap<String, String>,
}

impl EgressListener {
    /// Whether services are limited to the listener's port.
    #[must_use]
    pub fn matches_port(&self) -> bool {
        self.port.as_ref().is_some_and(|port| port.number != 0 && port.protocol != Protocol::HttpProxy)
    }
}

pub(super) fn listeners(mesh: &Mesh, namespace: &str, sidecar: Option<&Sidecar>) -> Vec<EgressListener> {
    let written = sidecar.map_or(&[][..], |sidecar| sidecar.egress.as_slice());
    if written.is_empty() {
        return vec![listener(mesh, namespace, None, &Imports::all())];
    }
    written
        .iter()
        .map(|egress| listener(mesh, namespace, Some(egress), &Imports::new(&egress.hosts, namespace)))
        .collect()
}

fn listener(mesh: &Mesh, namespace: &str, written: Option<&IstioEgressListener>, imports: &Imports) -> EgressListener {
    let port = written.and_then(|written| written.port.as_ref()).map(|port| Port {
        name: port.name.as_ref().map_or_else(String::new, |name| name.value.clone()),
        number: port.number.as_ref().map_or(0, |number| number.value),
        protocol: Protocol::parse(port.protocol.as_ref().map_or("", |protocol| protocol.value.as_str())),
    });
    let bind = written.and_then(|written| written.bind.as_ref()).map_or_else(String::new, |bind| bind.value.clone());
    let mode = written.and_then(|written| written.capture_mode.as_ref());
    let mut listener = EgressListener {
        port,
        bind,
        capture_none: mode.is_some_and(|mode| mode.value == CaptureMode::None),
        services: Vec::new(),
        virtual_services: Vec::new(),
        most_specific: OrderedMap::new(),
    };
    let imported =
        |rule: &&Arc<VirtualService>| imports.virtual_service(&rule.namespace, &rule.hosts, rule.gateway_semantics);
    listener.virtual_services =
        mesh.virtual_services.visible(namespace, MESH_GATEWAY).into_iter().filter(imported).cloned().collect();
    listener.services = select_services(mesh, namespace, imports, &listener);
    listener.most_specific = most_specific(&listener.virtual_services, &listener.services);
    listener
}

/// The imported services. Of one host in several namespaces the client's own wins, then Kubernetes', then the first.
fn select_services(mesh: &Mesh, namespace: &str, imports: &Imports, listener: &EgressListener) -> Vec<Arc<Service>> {
    let import = |service: &Arc<Service>| {
        let aliases = imports.service(&service.namespace, &service.hostname, &service.aliases)?;
        let service = if aliases.len() == service.aliases.len() {
            Arc::clone(service)
        } else {
            Arc::new(Service { aliases, ..service.as_ref().clone() })
        };
        let Some(port) = listener.port.as_ref().filter(|_| listener.matches_port()) else { return Some(service) };
        let (index, _) = service.port(port.number)?;
        Some(if service.ports.len() == 1 { service } else { Arc::new(service.with_port(index)) })
    };
    let mut imported: Vec<Arc<Service>> = mesh.services.visible(namespace).filter_map(import).collect();
    let mut chosen: OrderedMap<String, (String, bool)> = OrderedMap::new();
    for service in &imported {
        let kubernetes = service.registry == Registry::Kubernetes;
        let candidate = (service.namespace.clone(), kubernetes);
        match chosen.get(&service.hostname) {
            None => {
                chosen.insert(service.hostname.clone(), candidate);
            }
            Some((owner, known)) => {
                let own = service.namespace == namespace;
                if own || (!known && kubernetes && owner != namespace) {
                    chosen.insert(service.hostname.clone(), candidate);
                }
            }
        }
    }
    imported.retain(|service| chosen.get(&service.hostname).is_some_and(|(owner, _)| *owner == service.namespace));
    imported
}

/// For each service the VirtualService with the most specific host for it; the oldest of a host counts.
fn most_specific(rules: &[Arc<VirtualService>], services: &[Arc<Service>]) -> OrderedMap<String, String> {
    let mut by_host: OrderedMap<&str, &Arc<VirtualService>> = OrderedMap::new();
    for rule in rules {
        for hostname in &rule.hosts {
            by_host.entry(hostname).or_insert(rule);
        }
    }
    let wildcards: Vec<&str> = by_host.keys().copied().filter(|hostname| hostname.starts_with('*')).collect();
    let of_service = |service: &Arc<Service>| {
        let hostname = service.hostname.as_str();
        let exact = by_host.get_key_value(hostname).map(|(found, _)| *found);
        let found = exact.or_else(|| most_specific_match(hostname, wildcards.iter().copied()))?;
        Some((service.hostname.clone(), by_host.get(found)?.key()))
    };
    services.iter().filter_map(of_service).collect()
}
