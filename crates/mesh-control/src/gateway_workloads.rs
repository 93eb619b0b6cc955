//! Which workloads are gateways.

use std::sync::Arc;

use mesh_cluster::{Cluster, WorkloadIndex};
use mesh_config::model::Gateway;
use mesh_config::{Config, Resource, Spec};
use mesh_ordered::{OrderedMap, OrderedSet};

use crate::gateway::selects;
use crate::gateway_api::{GATEWAY_NAME_LABEL, Serving};

/// The gateway workloads, by their positions in the cluster.
#[derive(Clone, Debug, Default)]
pub(crate) struct GatewayWorkloads {
    /// Those that a Gateway selects or that are made to be one.
    pub(crate) all: OrderedSet<WorkloadIndex>,
    /// Those of them that a Gateway selects.
    pub(crate) selected: OrderedSet<WorkloadIndex>,
}

impl GatewayWorkloads {
    /// Finds them.
    pub(crate) fn new(config: &Config, ingress_gateways: &[Arc<Resource>], cluster: &Cluster) -> Self {
        let gateways: Vec<&Gateway> = config
            .resources
            .iter()
            .chain(ingress_gateways)
            .filter_map(|resource| match &resource.spec {
                Spec::Gateway(gateway) => Some(gateway.as_ref()),
                _ => None,
            })
            .collect();
        let serving = Serving::new(config, cluster);
        let mut found = Self::default();
        for (index, workload) in (0..).map(WorkloadIndex).zip(&cluster.workloads) {
            let mut selecting = gateways.iter().filter(|gateway| selects(gateway, &workload.labels)).peekable();
            let is_serving = serving.is_serving(workload);
            let is_selected = is_serving || selecting.peek().is_some();
            // A Gateway for all workloads makes none of them a gateway.
            if is_made_to_be_gateway(&workload.labels, &workload.annotations)
                || is_serving
                || selecting.any(|gateway| !gateway.selector.is_empty())
            {
                found.all.insert(index);
                found.selected.extend(is_selected.then_some(index));
            }
        }
        found
    }
}

/// Whether pods are made to be a gateway, whatever selects them.
pub(crate) fn is_made_to_be_gateway(
    labels: &OrderedMap<String, String>,
    annotations: &OrderedMap<String, String>,
) -> bool {
    annotations.get("inject.istio.io/templates").is_some_and(|names| names.contains("gateway"))
        || labels.contains_key(GATEWAY_NAME_LABEL)
        || labels.get("istio").is_some_and(|name| name.ends_with("gateway"))
}
