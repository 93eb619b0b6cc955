//! The services of all listeners together, with those that VirtualServices lead to (`collectImportedServices`).

use std::sync::Arc;

use mesh_config::model::{Destination, HttpRoute};
use mesh_ordered::{OrderedMap, OrderedSet};

use super::EgressListener;
use crate::mesh::Mesh;
use crate::registry::{PortIndex, Registry, Service};
use crate::virtual_service::VirtualService;

/// Ports that destinations name; 0 stands for a destination that names none.
type Ports = OrderedSet<u32>;

pub(super) fn collect(mesh: &Mesh, namespace: &str, listeners: &[EgressListener]) -> Vec<Arc<Service>> {
    let mut collected = Collected::default();
    for listener in listeners {
        for service in &listener.services {
            collected.add(service);
        }
        for rule in &listener.virtual_services {
            for (hostname, ports) in destinations(rule, namespace) {
                if let Some(service) = visible_service(mesh, namespace, &hostname)
                    && let Some(service) = limited(service, listener, &ports)
                {
                    collected.add(&service);
                }
            }
        }
    }
    collected.into_list()
}

/// The service of a host: the client's own namespace's, else the best that it sees.
fn visible_service<'a>(mesh: &'a Mesh, namespace: &str, hostname: &str) -> Option<&'a Arc<Service>> {
    let by_namespace = mesh.services.of_host(hostname)?;
    if let Some(own) = by_namespace.get(namespace) {
        return Some(own);
    }
    let visible = || by_namespace.values().filter(|service| mesh.services.is_visible(service, namespace));
    let kubernetes = visible().find(|service| service.registry == Registry::Kubernetes);
    kubernetes.or_else(|| {
        visible().min_by_key(|service| (service.creation_timestamp.is_empty(), service.creation_timestamp.clone()))
    })
}

/// The service with the ports that count at a listener; `None` where none does.
fn limited(service: &Arc<Service>, listener: &EgressListener, ports: &Ports) -> Option<Arc<Service>> {
    let wanted = |number: u32| match listener.port.as_ref().filter(|_| listener.matches_port()) {
        Some(port) => port.number == number,
        None => ports.is_empty() || ports.contains(&0) || ports.contains(&number),
    };
    let indices: Vec<PortIndex> =
        service.indexed_ports().filter(|(_, port)| wanted(port.number)).map(|(index, _)| index).collect();
    if indices.len() == service.ports.len() && !indices.is_empty() {
        return Some(Arc::clone(service));
    }
    if service.ports.is_empty() && !listener.matches_port() && (ports.is_empty() || ports.contains(&0)) {
        return Some(Arc::clone(service));
    }
    if indices.is_empty() {
        return None;
    }
    let mut limited = service.as_ref().clone();
    limited.ports = indices.iter().filter_map(|index| service.ports.get(index.index())).cloned().collect();
    limited.endpoints = indices.iter().filter_map(|index| service.endpoints.get(index.index())).cloned().collect();
    Some(Arc::new(limited))
}

/// The hosts a rule leads to, but for entries whose every condition is for other namespaces
/// (`virtualServiceDestinationsFilteredBySourceNamespace`).
fn destinations(rule: &VirtualService, namespace: &str) -> OrderedMap<String, Ports> {
    let mut found: OrderedMap<String, Ports> = OrderedMap::new();
    let mut add = |destination: &Destination| {
        let hostname = destination.host.as_ref().map_or_else(String::new, |host| host.value.clone());
        let port = destination.port.as_ref().map_or(0, |port| port.number.as_ref().map_or(0, |number| number.value));
        found.entry(hostname).or_default().insert(port);
    };
    for entry in rule.http.iter().filter(|entry| for_namespace(&entry.route, namespace)) {
        let routes = entry.route.route.iter().filter_map(|choice| choice.destination.as_ref());
        let mirrors = entry.route.mirrors.iter().filter_map(|mirror| mirror.destination.as_ref());
        routes.chain(entry.route.mirror.as_deref()).chain(mirrors).for_each(&mut add);
    }
    let tcp = rule.tcp.iter().flat_map(|entry| &entry.route.route);
    let tls = rule.tls.iter().flat_map(|entry| &entry.route.route);
    tcp.chain(tls).filter_map(|choice| choice.destination.as_ref()).for_each(&mut add);
    found
}

fn for_namespace(route: &HttpRoute, namespace: &str) -> bool {
    let mut fits = true;
    for condition in &route.matches {
        let source = condition.source_namespace.as_ref().map_or("", |source| source.value.as_str());
        if !source.is_empty() {
            if source == namespace {
                return true;
            }
            fits = false;
        }
    }
    fits
}

/// Services by host; those of one host are merged or the first wins (`appendSidecarServices`).
#[derive(Debug, Default)]
pub(super) struct Collected {
    list: Vec<Arc<Service>>,
    by_host: OrderedMap<String, usize>,
}

impl Collected {
    pub(super) fn add(&mut self, service: &Arc<Service>) {
        let Some(existing) = self.by_host.get(&service.hostname).and_then(|index| self.list.get_mut(*index)) else {
            self.by_host.insert(service.hostname.clone(), self.list.len());
            self.list.push(Arc::clone(service));
            return;
        };
        match (existing.registry, service.registry) {
            (Registry::Kubernetes, Registry::External) => {}
            // Nobody can take a Kubernetes Service's name by a ServiceEntry.
            (Registry::External, Registry::Kubernetes) => *existing = Arc::clone(service),
            _ if existing.ports != service.ports && can_merge(existing, service) => {
                add_ports(Arc::make_mut(existing), service)
            }
            _ => {}
        }
    }

    pub(super) fn into_list(self) -> Vec<Arc<Service>> {
        self.list
    }
}

fn can_merge(one: &Service, other: &Service) -> bool {
    one.namespace == other.namespace
        && one.resolution == other.resolution
        && one.registry == other.registry
        && one.labels == other.labels
        && one.has_selector == other.has_selector
        && one.export_to == other.export_to
}

fn add_ports(into: &mut Service, from: &Service) {
    for (port, endpoints) in from.ports.iter().zip(&from.endpoints) {
        if into.port(port.number).is_none() {
            into.ports.push(port.clone());
            into.endpoints.push(Arc::clone(endpoints));
        }
    }
}
