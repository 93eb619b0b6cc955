//! Which workloads are gateways.

use std::collections::BTreeSet;
use std::sync::Arc;

use mesh_cluster::{Cluster, Workload};
use mesh_config::{Config, Resource, Spec};

use crate::gateway::selects;
use crate::gateway_api::{GATEWAY_NAME_LABEL, is_served_by};

/// The workloads that a Gateway selects or that are made to be one.
pub(crate) fn gateway_workloads(config: &Config, cluster: &Cluster) -> BTreeSet<usize> {
    let asks_for = |resource: &&Arc<Resource>| match &resource.spec {
        Spec::Gateway(gateway) => !gateway.selector.is_empty(),
        spec => matches!(spec, Spec::KubernetesGateway(_)),
    };
    let gateways: Vec<&Arc<Resource>> = config.resources.iter().filter(asks_for).collect();
    let is_asked_for = |workload: &Workload| {
        gateways.iter().any(|resource| match &resource.spec {
            Spec::Gateway(gateway) => selects(gateway, &workload.labels),
            Spec::KubernetesGateway(gateway) => is_served_by(resource, gateway, workload, cluster),
            _ => false,
        })
    };
    let is_gateway = |workload: &Workload| {
        workload.annotations.get("inject.istio.io/templates").is_some_and(|names| names.contains("gateway"))
            || workload.labels.contains_key(GATEWAY_NAME_LABEL)
            || workload.labels.get("istio").is_some_and(|name| name.ends_with("gateway"))
            || is_asked_for(workload)
    };
    cluster.workloads.iter().enumerate().filter(|(_, workload)| is_gateway(workload)).map(|(index, _)| index).collect()
}
