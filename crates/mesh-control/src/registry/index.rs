//! All services by visibility and host (`serviceIndex`).

use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_config::{Config, Spec};
use mesh_ordered::{OrderedMap, sort_by};

use super::{Endpoint, Port, Registry, Service, alias, kubernetes, service_entry};
use crate::export::ExportTo;
use crate::origin::Origins;

/// The services of a mesh.
#[derive(Clone, Debug, Default)]
pub struct ServicesByHost {
    /// Seen by all, from the oldest on.
    public: Vec<Arc<Service>>,
    /// Seen by one namespace, from the oldest on.
    exported: OrderedMap<String, Vec<Arc<Service>>>,
    /// By host, then namespace.
    by_host: OrderedMap<String, OrderedMap<String, Arc<Service>>>,
    default_export: ExportTo,
}

impl ServicesByHost {
    /// Reads all Services and ServiceEntries.
    #[must_use]
    pub fn new(config: &Config, cluster: &Cluster, default_export: &ExportTo, origins: &mut Origins) -> Self {
        let pods = kubernetes::pod_endpoints(cluster);
        let convert = |service| kubernetes::convert(service, cluster, &pods, origins);
        let mut services: Vec<Service> = cluster.services.iter().map(convert).collect();
        for resource in &config.resources {
            if let Spec::ServiceEntry(entry) = &resource.spec {
                services.extend(service_entry::convert(resource, entry, cluster, &pods, origins));
            }
        }
        sort_by(&mut services, |one, other| age(one).cmp(&age(other)));
        join_endpoints(&mut services);
        alias::resolve(&mut services);
        let mut index = Self { default_export: default_export.clone(), ..Self::default() };
        for service in services {
            index.add(Arc::new(service));
        }
        index
    }

    fn add(&mut self, service: Arc<Service>) {
        let of_host = self.by_host.entry(service.hostname.clone()).or_default();
        let keep = of_host
            .get(&service.namespace)
            .is_some_and(|known| known.registry == Registry::Kubernetes || service.registry != Registry::Kubernetes);
        if !keep {
            of_host.insert(service.namespace.clone(), Arc::clone(&service));
        }
        let export_to = service.export_to.as_ref().unwrap_or(&self.default_export).clone();
        if export_to.is_public() {
            self.public.push(service);
        } else if !export_to.is_none() {
            let mut own = false;
            for namespace in export_to.namespaces(&service.namespace) {
                // `.` and the own name mean the same.
                if namespace == service.namespace && std::mem::replace(&mut own, true) {
                    continue;
                }
                self.exported.entry(namespace.to_owned()).or_default().push(Arc::clone(&service));
            }
        }
    }

    /// What a namespace sees: first what is meant for it, then what all see.
    pub fn visible(&self, namespace: &str) -> impl Iterator<Item = &Arc<Service>> {
        self.exported.get(namespace).into_iter().flatten().chain(&self.public)
    }

    /// Whether a namespace sees a service.
    #[must_use]
    pub fn is_visible(&self, service: &Service, namespace: &str) -> bool {
        let export_to = service.export_to.as_ref().unwrap_or(&self.default_export);
        export_to.visible_from(&service.namespace, namespace)
    }

    /// The services of a host by namespace.
    #[must_use]
    pub fn of_host(&self, hostname: &str) -> Option<&OrderedMap<String, Arc<Service>>> {
        self.by_host.get(hostname)
    }

    /// All services, those of no one's sight left out, the public ones last.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Service>> {
        self.exported.values().flatten().chain(&self.public)
    }

    /// All host names, in alphabetical order.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.by_host.keys().map(String::as_str)
    }
}

fn age(service: &Service) -> (bool, &str, &str, &str) {
    let created = service.creation_timestamp.as_str();
    (created.is_empty(), created, &service.name, &service.namespace)
}

/// ServiceEntries of one host and namespace share their endpoints, joined by the names of ports. One with several
/// addresses is several services, each with all its endpoints.
fn join_endpoints(services: &mut [Service]) {
    let mut by_host: OrderedMap<(String, String), Vec<usize>> = OrderedMap::new();
    for (index, service) in services.iter().enumerate().filter(|(_, service)| service.registry == Registry::External) {
        by_host.entry((service.namespace.clone(), service.hostname.clone())).or_default().push(index);
    }
    for indices in by_host.into_values().filter(|indices| indices.len() > 1) {
        let mut by_name: OrderedMap<String, Vec<Arc<Vec<Endpoint>>>> = OrderedMap::new();
        for service in indices.iter().filter_map(|index| services.get(*index)) {
            for (port, endpoints) in service.ports.iter().zip(&service.endpoints) {
                by_name.entry(port.name.clone()).or_default().push(Arc::clone(endpoints));
            }
        }
        // One list for all of them: a thousand entries of one host would each have those of a thousand.
        let joined = |lists: Vec<Arc<Vec<Endpoint>>>| -> Arc<Vec<Endpoint>> {
            let mut all = Vec::with_capacity(lists.iter().map(|list| list.len()).sum());
            lists.iter().for_each(|list| all.extend(list.iter().cloned()));
            Arc::new(all)
        };
        let joined: OrderedMap<String, Arc<Vec<Endpoint>>> =
            by_name.into_iter().map(|(name, lists)| (name, joined(lists))).collect();
        for index in indices {
            let Some(service) = services.get_mut(index) else { continue };
            let of_port = |port: &Port| joined.get(&port.name).cloned().unwrap_or_default();
            service.endpoints = service.ports.iter().map(of_port).collect();
        }
    }
}
