//! What the world holds and what is configured for it: the part of the graph that needs no traffic.

mod badges;
mod destination_rules;
pub(crate) mod names;
pub(crate) mod outliers;
pub(crate) mod routes;
mod split;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use mesh_cluster::WorkloadIndex;
use mesh_config::Spec;
use mesh_control::Mesh;
use mesh_graph::{Badges, Endpoint, EndpointKind, ServiceFacts, ServiceShare, WorkloadFacts};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_sim::RouteFigures;

use badges::Badged;
use destination_rules::DestinationRules;
use outliers::OutlierFields;
use routes::Routes;
use split::{Leading, Part};

/// Facts of a mesh, made once for each configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Services in document order.
    pub(crate) services: Vec<ServiceFacts>,
    /// Workloads in document order, as the cluster counts them.
    pub(crate) workloads: Vec<WorkloadFacts>,
    /// The rules that say where requests go, in document order.
    pub(crate) routes: Routes,
    /// The parts of those that split their requests over services.
    parts: Vec<Part>,
    /// Where the fields of outlier detection stand.
    pub(crate) outlier_fields: OutlierFields,
    /// Kinds by namespace and name.
    kinds: OrderedMap<(String, String), EndpointKind>,
}

impl Facts {
    pub(crate) fn new(mesh: &Mesh) -> Self {
        let rules = DestinationRules::new(mesh);
        let (badged, leading) = (Badged::new(mesh, &rules), Leading::new(mesh, &rules));
        let cluster = mesh.cluster();
        let gateways: OrderedSet<WorkloadIndex> = mesh.gateway_workloads().into_iter().collect();
        let service = |service: &mesh_cluster::Service| ServiceFacts {
            name: service.name.clone(),
            namespace: service.namespace.clone(),
            badges: badged.service(&service.hostname()),
            apps: apps(cluster, service),
            weights: leading.over_versions(service),
            quiet: leads_to_gateways(&gateways, cluster, service),
            is_service_entry: false,
        };
        let mut services: Vec<ServiceFacts> = cluster.services.iter().map(service).collect();
        services.extend(of_service_entries(mesh, &badged));
        let workload = |(index, workload): (WorkloadIndex, &mesh_cluster::Workload)| {
            let gateway = gateways.contains(&index);
            let pods = || cluster.pods_of(index);
            let serving = pods().flat_map(|pod| cluster.services_of(pod));
            // Added one by one: thousands of pods have the same few.
            let mut hosts = OrderedSet::new();
            hosts.extend(serving.map(mesh_cluster::Service::hostname));
            WorkloadFacts {
                endpoint: Endpoint {
                    kind: if gateway { EndpointKind::Gateway } else { EndpointKind::Workload },
                    namespace: workload.namespace.clone(),
                    app: workload.app().to_owned(),
                    version: workload.version().to_owned(),
                    workload: workload.name.clone(),
                },
                badges: Badges {
                    gateway,
                    missing_sidecar: !gateway && !workload.sidecar,
                    circuit_breaker: badges::breaker_of_workload(&rules, &hosts, workload),
                    ..Badges::default()
                },
                labels: Arc::clone(&workload.labels),
                pods_ready: pods().filter(|pod| pod.ready).count() as u32,
                pods_barred: 0,
                pods_total: workload.replicas,
            }
        };
        let workloads: Vec<WorkloadFacts> = (0..).map(WorkloadIndex).zip(&cluster.workloads).map(workload).collect();
        let kind = |facts: &WorkloadFacts| {
            let Endpoint { namespace, workload, kind, .. } = &facts.endpoint;
            ((namespace.clone(), workload.clone()), *kind)
        };
        let kinds = workloads.iter().map(kind).collect();
        let (routes, parts) = (Routes::new(mesh), leading.over_services());
        Self { services, workloads, routes, parts, outlier_fields: outliers::of_mesh(mesh), kinds }
    }

    /// What clients sent to the services that a rule splits their requests over.
    pub(crate) fn shares(&self, figures: &[RouteFigures<'_>]) -> Vec<ServiceShare> {
        split::observed(self, figures)
    }

    /// Whether the cluster has a workload.
    pub(crate) fn has_workload(&self, namespace: &str, workload: &str) -> bool {
        self.kinds.contains_key(&(namespace.to_owned(), workload.to_owned()))
    }

    /// What a workload of telemetry is; those that the cluster does not have are clients.
    pub(crate) fn kind(&self, namespace: &str, workload: &str) -> EndpointKind {
        let key = (namespace.to_owned(), workload.to_owned());
        self.kinds.get(&key).copied().unwrap_or(EndpointKind::Client)
    }
}

/// The apps that a Service selects pods of; whatever a pod's readiness.
fn apps(cluster: &mesh_cluster::Cluster, service: &mesh_cluster::Service) -> Vec<String> {
    let workloads = cluster.selected(service).filter_map(|(_, pod)| cluster.workloads.get(pod.workload.index()));
    let apps: OrderedSet<&str> = workloads.map(mesh_cluster::Workload::app).collect();
    apps.into_iter().map(str::to_owned).collect()
}

/// The hosts that ServiceEntries bring; one that a Kubernetes Service has stays that Service's, as for istiod.
fn of_service_entries(mesh: &Mesh, badged: &Badged<'_>) -> Vec<ServiceFacts> {
    let inside: OrderedSet<String> = mesh.cluster().services.iter().map(mesh_cluster::Service::hostname).collect();
    let mut brought = OrderedSet::new();
    for resource in &mesh.config().resources {
        if let Spec::ServiceEntry(entry) = &resource.spec {
            brought.extend(entry.hosts.iter().map(|host| host.value.as_str()).filter(|host| !inside.contains(*host)));
        }
    }
    let facts = |host: &str| {
        let (name, namespace) = names::service_of(host);
        ServiceFacts {
            name,
            namespace,
            badges: badged.service(host),
            is_service_entry: true,
            ..ServiceFacts::default()
        }
    };
    brought.into_iter().map(facts).collect()
}

fn leads_to_gateways(
    gateways: &OrderedSet<WorkloadIndex>,
    cluster: &mesh_cluster::Cluster,
    service: &mesh_cluster::Service,
) -> bool {
    let mut pods = cluster.selected(service).peekable();
    pods.peek().is_some() && pods.all(|(_, pod)| gateways.contains(&pod.workload))
}
