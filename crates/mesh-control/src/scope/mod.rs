//! What of the mesh a client knows (`pilot/pkg/model/sidecar.go`).

mod hosts;
mod listener;
mod services;

use std::sync::Arc;

use mesh_config::model::{OutboundTrafficMode, Sidecar};
use mesh_config::{Resource, Spec};
use mesh_ordered::{OrderedMap, sort_by_key};

use crate::client::{Client, ProxyKind};
use crate::destination_rule::{DestinationRule, select};
use crate::mesh::Mesh;
use crate::origin::sorted;
use crate::registry::Service;

pub use listener::EgressListener;

/// The services, rules and listeners of one client.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The egress listeners in order; the one without a port is the last.
    pub listeners: Vec<EgressListener>,
    /// The services of all listeners, those that rules lead to included.
    pub services: Vec<Arc<Service>>,
    /// What becomes of requests to unknown hosts.
    pub outbound: OutboundTrafficMode,
    by_host: OrderedMap<String, usize>,
    rules: OrderedMap<String, Arc<DestinationRule>>,
}

impl Scope {
    /// The scope of a client: that of the Sidecar that selects it, of its namespace's, of the root namespace's, else
    /// everything.
    #[must_use]
    pub fn new(mesh: &Mesh, client: &Client) -> Self {
        if client.kind == ProxyKind::Gateway {
            return Self::of_gateway(mesh, client);
        }
        let sidecar = sidecar_for(mesh, client);
        let listeners = listener::listeners(mesh, &client.namespace, sidecar);
        let services = services::collect(mesh, &client.namespace, &listeners);
        let policy = sidecar.and_then(|sidecar| sidecar.outbound_traffic_policy.as_ref());
        let outbound = policy.map_or(mesh.settings.outbound, |policy| {
            policy.mode.as_ref().map_or(OutboundTrafficMode::RegistryOnly, |mode| mode.value)
        });
        Self::with(mesh, client, listeners, services, outbound)
    }

    fn of_gateway(mesh: &Mesh, client: &Client) -> Self {
        let mut services = services::Collected::default();
        for service in mesh.services.visible(&client.namespace) {
            services.add(service);
        }
        Self::with(mesh, client, Vec::new(), services.into_list(), mesh.settings.outbound)
    }

    fn with(
        mesh: &Mesh,
        client: &Client,
        listeners: Vec<EgressListener>,
        services: Vec<Arc<Service>>,
        outbound: OutboundTrafficMode,
    ) -> Self {
        let by_host = services.iter().enumerate().map(|(index, service)| (service.hostname.clone(), index)).collect();
        let mut rules = OrderedMap::new();
        for service in &services {
            let found = mesh.destination_rules.for_service(&client.namespace, &service.hostname, &service.namespace);
            if let Some(rule) = select(&found, &client.namespace, &client.labels) {
                rules.insert(service.hostname.clone(), Arc::clone(rule));
            }
        }
        Self { listeners, services, outbound, by_host, rules }
    }

    /// The service of a host.
    #[must_use]
    pub fn service(&self, hostname: &str) -> Option<&Arc<Service>> {
        self.by_host.get(hostname).and_then(|index| self.services.get(*index))
    }

    /// The DestinationRule for a service's host.
    #[must_use]
    pub fn rule(&self, hostname: &str) -> Option<&Arc<DestinationRule>> {
        self.rules.get(hostname)
    }

    /// The listener that the routes of a port belong to (`GetEgressListenerForRDS`).
    #[must_use]
    pub fn listener(&self, port: u32) -> Option<&EgressListener> {
        self.listeners.iter().find(|listener| listener.port.as_ref().is_none_or(|own| own.number == port))
    }
}

/// The Sidecar for a client: one with a selector that fits before one without, the oldest first; else that of the
/// root namespace.
fn sidecar_for<'a>(mesh: &'a Mesh, client: &Client) -> Option<&'a Sidecar> {
    let mut all: Vec<(&Arc<Resource>, &Sidecar)> = sorted(&mesh.config, |spec| match spec {
        Spec::Sidecar(sidecar) => Some(sidecar.as_ref()),
        _ => None,
    });
    sort_by_key(&mut all, |(_, sidecar)| sidecar.workload_selector.is_none());
    let fits = |sidecar: &Sidecar| {
        let labels = sidecar.workload_selector.as_ref().map(|selector| &selector.labels);
        labels.is_none_or(|labels| labels.iter().all(|(key, value)| client.labels.get(key) == Some(&value.value)))
    };
    let own = all.iter().find(|(resource, sidecar)| resource.metadata.namespace == client.namespace && fits(sidecar));
    let root = || {
        all.iter().find(|(resource, sidecar)| {
            resource.metadata.namespace == mesh.settings.root_namespace && sidecar.workload_selector.is_none()
        })
    };
    own.or_else(root).map(|(_, sidecar)| *sidecar)
}
