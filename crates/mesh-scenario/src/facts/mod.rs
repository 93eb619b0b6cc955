//! What the world holds and what is configured for it: the part of the graph that needs no traffic.

mod badges;
mod rules;
#[cfg(test)]
mod tests;
mod weights;

use std::collections::{BTreeMap, BTreeSet};

use mesh_cluster::WorkloadIndex;
use mesh_control::Mesh;
use mesh_graph::{Badges, Endpoint, EndpointKind, ServiceFacts, WorkloadFacts};

use rules::Rules;

/// Facts of a mesh, made once for each configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Services in document order.
    pub(crate) services: Vec<ServiceFacts>,
    /// Workloads in document order, as the cluster counts them.
    pub(crate) workloads: Vec<WorkloadFacts>,
    /// Kinds by namespace and name.
    kinds: BTreeMap<(String, String), EndpointKind>,
}

impl Facts {
    pub(crate) fn new(mesh: &Mesh) -> Self {
        let rules = Rules::new(mesh.config());
        let cluster = mesh.cluster();
        let gateways = rules.gateway_selectors();
        let service = |service: &mesh_cluster::Service| ServiceFacts {
            name: service.name.clone(),
            namespace: service.namespace.clone(),
            badges: badges::of_service(&rules, &service.hostname()),
            weights: weights::of_service(&rules, cluster, service),
            quiet: leads_to_gateways(gateways, cluster, service),
        };
        let services: Vec<ServiceFacts> = cluster.services.iter().map(service).collect();
        let workload = |(index, workload): (WorkloadIndex, &mesh_cluster::Workload)| {
            let gateway = is_gateway(gateways, &workload.labels);
            let pods = || cluster.pods_of(index);
            let serving = pods().flat_map(|pod| cluster.services_of(pod));
            // Added one by one: thousands of pods have the same few.
            let mut hosts = BTreeSet::new();
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
                pods_ready: pods().filter(|pod| pod.ready).count() as u32,
                pods_total: workload.replicas,
            }
        };
        let workloads: Vec<WorkloadFacts> = (0..).map(WorkloadIndex).zip(&cluster.workloads).map(workload).collect();
        let kind = |facts: &WorkloadFacts| {
            let Endpoint { namespace, workload, kind, .. } = &facts.endpoint;
            ((namespace.clone(), workload.clone()), *kind)
        };
        let kinds = workloads.iter().map(kind).collect();
        Self { services, workloads, kinds }
    }

    /// What a workload of telemetry is; those that the cluster does not have are clients.
    pub(crate) fn kind(&self, namespace: &str, workload: &str) -> EndpointKind {
        let key = (namespace.to_owned(), workload.to_owned());
        self.kinds.get(&key).copied().unwrap_or(EndpointKind::Client)
    }
}

type Labels = BTreeMap<String, String>;

fn is_gateway(selectors: &[Labels], labels: &Labels) -> bool {
    selectors.iter().any(|selector| selector.iter().all(|(key, value)| labels.get(key) == Some(value)))
}

fn leads_to_gateways(selectors: &[Labels], cluster: &mesh_cluster::Cluster, service: &mesh_cluster::Service) -> bool {
    let mut pods = cluster.selected(service).peekable();
    pods.peek().is_some() && pods.all(|(_, pod)| is_gateway(selectors, &pod.labels))
}
