//! Clusters that several views share.

use std::sync::{Arc, Mutex, PoisonError};

use mesh_ordered::OrderedMap;
use mesh_proxy::config::{Cluster, ClusterLoadAssignment};

use super::endpoint_builder::EndpointBuilder;
use crate::client::{Client, ProxyKind};
use crate::destination_rule::{DestinationRule, Sourced};
use crate::registry::{Port, Service, TrafficDistribution};
use crate::settings::MeshSettings;

/// A cluster and, where the control plane knows them, its endpoints.
pub type ClusterWithEndpoints = (Arc<Cluster>, Option<Discovery>);

/// The endpoints of a cluster, and what makes them.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// Those of the mesh that it was made of.
    pub assignment: Arc<ClusterLoadAssignment>,
    /// What makes them of others.
    pub builder: Arc<EndpointBuilder>,
}

/// What the clusters of a service's port depend on.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    hostname: String,
    namespace: String,
    port: u32,
    /// The address of the rule: rules live as long as the mesh.
    rule: usize,
    kind: ProxyKind,
    place: String,
}

impl Key {
    pub(super) fn new(
        settings: &MeshSettings,
        client: &Client,
        service: &Service,
        port: &Port,
        rule: Option<&Arc<DestinationRule>>,
    ) -> Self {
        Self {
            hostname: service.hostname.clone(),
            namespace: service.namespace.clone(),
            port: port.number,
            rule: rule.map_or(0, |rule| Arc::as_ptr(rule) as usize),
            kind: client.kind,
            place: place(client, service, rule.map(AsRef::as_ref), settings),
        }
    }
}

/// The clusters made so far, by what they depend on: 1,000 views of 1,000 services keep 1,000 clusters.
#[derive(Debug, Default)]
pub(crate) struct ClusterMemo {
    made: Mutex<OrderedMap<Key, Vec<ClusterWithEndpoints>>>,
}

impl ClusterMemo {
    /// The clusters of a service's port and its subsets, made where they are not known.
    pub(super) fn get(&self, key: Key, make: impl FnOnce() -> Vec<ClusterWithEndpoints>) -> Vec<ClusterWithEndpoints> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(key).or_insert_with(make).clone()
    }
}

/// The client's place, where the endpoints could depend on it.
fn place(client: &Client, service: &Service, rule: Option<&DestinationRule>, settings: &MeshSettings) -> String {
    let in_rule = rule.is_some_and(|rule| {
        let policies =
            rule.subsets.iter().filter_map(|subset| subset.policy.as_ref()).chain(std::iter::once(&rule.policy));
        policies
            .flat_map(|policy| policy.ports.iter().map(|(_, policy)| policy).chain(std::iter::once(&policy.base)))
            .any(|policy| {
                let locality = |block: &Sourced<mesh_config::model::LoadBalancerSettings>| {
                    block.value.locality_lb_setting.is_some()
                };
                policy.outlier_detection.is_some() || policy.load_balancer.as_ref().is_some_and(locality)
            })
    });
    let in_mesh = settings.locality_lb.is_some() || settings.default_traffic_policy.is_some();
    if !in_rule && !in_mesh && service.traffic_distribution == TrafficDistribution::Any {
        return String::new();
    }
    format!("{:?}{:?}", client.locality, client.labels)
}
