//! What a cluster is made of: where all of it is as it was, so is the cluster.

use std::sync::Arc;

use mesh_config::{Config, Resource, Spec};
use mesh_ordered::OrderedSet;

use crate::Namespace;
use crate::endpoint_budget::EndpointBudget;
use crate::kube_scheduler;

/// The part of a configuration that decides what runs.
#[derive(Clone, Debug)]
pub(crate) struct Inputs {
    /// Nodes, workloads, pods and Services in document order.
    pub(crate) resources: Vec<Arc<Resource>>,
    /// Namespaces, named by a resource or lived in by one.
    pub(crate) namespaces: Vec<Namespace>,
    /// How many endpoints pods may become.
    pub(crate) endpoints: EndpointBudget,
    /// The names of schedulers that place pods.
    pub(crate) schedulers: OrderedSet<String>,
}

impl Inputs {
    pub(crate) fn new(config: &Config) -> Self {
        let decides = |resource: &&Arc<Resource>| {
            matches!(resource.spec, Spec::Node(_) | Spec::Workload(..) | Spec::Pod(_) | Spec::Service(_))
        };
        let resources: Vec<Arc<Resource>> = config.resources.iter().filter(decides).cloned().collect();
        Self {
            schedulers: kube_scheduler::served(&resources, config),
            resources,
            namespaces: namespaces(config),
            endpoints: EndpointBudget::new(config),
        }
    }

    /// Whether both make the same cluster for certain: their resources are the very same, not only alike.
    pub(crate) fn same(&self, other: &Self) -> bool {
        let one_by_one = || self.resources.iter().zip(&other.resources);
        self.resources.len() == other.resources.len()
            && one_by_one().all(|(one, other)| Arc::ptr_eq(one, other))
            && self.namespaces == other.namespaces
            && self.endpoints == other.endpoints
            && self.schedulers == other.schedulers
    }
}

fn namespaces(config: &Config) -> Vec<Namespace> {
    let mut found: Vec<Namespace> = Vec::new();
    for resource in &config.resources {
        if let Spec::Namespace(_) = &resource.spec {
            found.push(Namespace {
                name: resource.metadata.name.value.clone(),
                labels: resource.metadata.labels.clone(),
                annotations: resource.metadata.annotations.clone(),
                span: Some(resource.span),
            });
        }
    }
    let mut known: OrderedSet<String> = found.iter().map(|namespace| namespace.name.clone()).collect();
    for resource in &config.resources {
        let name = &resource.metadata.namespace;
        if !name.is_empty() && !known.contains(name) {
            known.insert(name.clone());
            found.push(Namespace { name: name.clone(), ..Namespace::default() });
        }
    }
    found
}
