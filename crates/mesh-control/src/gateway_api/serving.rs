//! Which workloads serve the Gateways of the Gateway API.

use mesh_cluster::{Cluster, Service, Workload};
use mesh_config::{Config, Spec};
use mesh_ordered::{OrderedMap, OrderedSet};

use super::GATEWAY_NAME_LABEL;
use super::gateway::services;

/// What makes a workload serve a Gateway, found for all of them at once.
pub(crate) struct Serving<'a> {
    /// The Gateways, by namespace and name.
    gateways: OrderedSet<(&'a str, &'a str)>,
    /// The Services of Gateways, by namespace and the first pair of their selector.
    services: OrderedMap<(&'a str, &'a str, &'a str), Vec<&'a Service>>,
}

impl<'a> Serving<'a> {
    /// Reads the Gateways and their Services.
    pub(crate) fn new(config: &'a Config, cluster: &'a Cluster) -> Self {
        let (mut gateways, mut named) = (OrderedSet::new(), OrderedSet::new());
        for resource in &config.resources {
            if let Spec::KubernetesGateway(gateway) = &resource.spec {
                let namespace = resource.metadata.namespace.as_str();
                gateways.insert((namespace, resource.metadata.name.value.as_str()));
                named.extend(services(resource, gateway).into_iter().map(|name| (namespace, name)));
            }
        }
        let mut by_pair: OrderedMap<_, Vec<&Service>> = OrderedMap::new();
        for service in cluster.services.iter().filter(|_| !named.is_empty()) {
            if let Some((key, value)) = service.selector.iter().next()
                && named.contains(&(service.namespace.as_str(), service.hostname()))
            {
                by_pair.entry((service.namespace.as_str(), key.as_str(), value.as_str())).or_default().push(service);
            }
        }
        Self { gateways, services: by_pair }
    }

    /// Whether a workload serves one: it carries its name, or stands behind one of its Services.
    pub(crate) fn is_serving(&self, workload: &Workload) -> bool {
        let namespace = workload.namespace.as_str();
        let name = workload.labels.get(GATEWAY_NAME_LABEL);
        if name.is_some_and(|name| self.gateways.contains(&(namespace, name.as_str()))) {
            return true;
        }
        let carries =
            |service: &Service| service.selector.iter().all(|(key, value)| workload.labels.get(key) == Some(value));
        workload.labels.iter().any(|(key, value)| {
            let behind = self.services.get(&(namespace, key.as_str(), value.as_str()));
            behind.into_iter().flatten().any(|service| carries(service))
        })
    }
}
