//! Clusters that several views share.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::build::{ClusterWithEndpoints, Source};
use crate::client::{Client, ProxyKind};
use crate::destination_rule::DestinationRule;
use crate::mesh::Mesh;
use crate::registry::{Port, Service, TrafficDistribution};

/// What the clusters of a service's port depend on. The rule is known by its address: rules live as long as the mesh.
type Key = (String, String, u32, usize, ProxyKind, String);

/// The clusters made so far, by what they depend on: 1,000 views of 1,000 services keep 1,000 clusters.
#[derive(Debug, Default)]
pub(crate) struct ClusterMemo {
    made: Mutex<BTreeMap<Key, Vec<ClusterWithEndpoints>>>,
}

impl ClusterMemo {
    /// The clusters of a service's port and its subsets.
    pub(crate) fn get(
        &self,
        mesh: &Mesh,
        client: &Client,
        service: &Arc<Service>,
        index: usize,
        port: &Port,
        rule: Option<&Arc<DestinationRule>>,
    ) -> Vec<ClusterWithEndpoints> {
        let address = rule.map_or(0, |rule| Arc::as_ptr(rule) as usize);
        let place = place(client, service, rule.map(AsRef::as_ref), mesh);
        let key = (service.hostname.clone(), service.namespace.clone(), port.number, address, client.kind, place);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let source = Source { mesh, client, service, index, port, rule: rule.map(AsRef::as_ref) };
        made.entry(key).or_insert_with(|| source.build()).clone()
    }
}

/// The client's place, where the endpoints could depend on it.
fn place(client: &Client, service: &Service, rule: Option<&DestinationRule>, mesh: &Mesh) -> String {
    let in_rule = rule.is_some_and(|rule| {
        let policies =
            rule.subsets.iter().filter_map(|subset| subset.policy.as_ref()).chain(std::iter::once(&rule.policy));
        policies
            .flat_map(|policy| policy.ports.iter().map(|(_, policy)| policy).chain(std::iter::once(&policy.base)))
            .any(|policy| {
                let locality = |block: &crate::destination_rule::Sourced<mesh_config::model::LoadBalancerSettings>| {
                    block.value.locality_lb_setting.is_some()
                };
                policy.outlier_detection.is_some() || policy.load_balancer.as_ref().is_some_and(locality)
            })
    });
    let in_mesh = mesh.settings.locality_lb.is_some() || mesh.settings.default_traffic_policy.is_some();
    if !in_rule && !in_mesh && service.traffic_distribution == TrafficDistribution::Any {
        return String::new();
    }
    format!("{:?}{:?}", client.locality, client.labels)
}
