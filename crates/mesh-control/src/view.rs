//! What clients have in common: those with the same view of the mesh get one configuration.

use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_config::model::LocalityLbSetting;
use mesh_config::{Config, Spec};
use mesh_ordered::OrderedSet;

use crate::client::{Client, ProxyKind};
use crate::gateway::ServiceTarget;
use crate::proxy_settings::ProxySettings;
use crate::registry::{Labels, Locality};

/// What the configuration of a client depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ViewKey {
    kind: ProxyKind,
    namespace: String,
    labels: Labels,
    locality: Locality,
    address: Option<String>,
    targets: Vec<ServiceTarget>,
    settings: Option<Arc<ProxySettings>>,
}

/// The labels and addresses that make a difference anywhere in the mesh.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relevant {
    labels: OrderedSet<String>,
    /// Pods of headless Services: they do not listen for calls to themselves.
    addresses: OrderedSet<String>,
}

impl Relevant {
    pub(crate) fn new(config: &Config, cluster: &Cluster) -> Self {
        let mut relevant = Self::default();
        for resource in &config.resources {
            relevant.add(&resource.spec);
        }
        let headless =
            cluster.services.iter().filter(|service| service.address == mesh_cluster::ClusterAddress::Headless);
        for service in headless {
            relevant.addresses.extend(cluster.selected(service).map(|(_, pod)| pod.ip.to_string()));
        }
        relevant
    }

    fn add(&mut self, spec: &Spec) {
        match spec {
            Spec::VirtualService(rule) => {
                let http = rule
                    .http
                    .iter()
                    .flat_map(|entry| &entry.matches)
                    .flat_map(|condition| condition.source_labels.keys());
                let tls = rule
                    .tls
                    .iter()
                    .flat_map(|entry| &entry.matches)
                    .flat_map(|condition| condition.source_labels.keys());
                let tcp = rule
                    .tcp
                    .iter()
                    .flat_map(|entry| &entry.matches)
                    .flat_map(|condition| condition.source_labels.keys());
                self.labels.extend(http.chain(tls).chain(tcp).cloned());
            }
            Spec::DestinationRule(rule) => {
                self.labels
                    .extend(rule.workload_selector.iter().flat_map(|selector| selector.match_labels.keys()).cloned());
                let subsets = rule.subsets.iter().filter_map(|subset| subset.traffic_policy.as_deref());
                for policy in subsets.chain(&rule.traffic_policy) {
                    let ports = policy.port_level_settings.iter().filter_map(|port| port.load_balancer.as_ref());
                    for balancer in ports.chain(&policy.load_balancer) {
                        self.failover_labels(balancer.locality_lb_setting.as_ref());
                    }
                }
            }
            Spec::Sidecar(sidecar) => {
                self.labels
                    .extend(sidecar.workload_selector.iter().flat_map(|selector| selector.labels.keys()).cloned());
            }
            Spec::ConfigMap(map) => {
                self.failover_labels(map.mesh.as_ref().and_then(|mesh| mesh.locality_lb_setting.as_ref()));
            }
            _ => {}
        }
    }

    fn failover_labels(&mut self, setting: Option<&LocalityLbSetting>) {
        let labels = setting.into_iter().flat_map(|setting| &setting.failover_priority);
        self.labels.extend(labels.map(|label| label.split('=').next().unwrap_or_default().to_owned()));
    }

    /// The key of a client's view, and the client as the translation may see it: with nothing that is not in the key.
    pub(crate) fn view(&self, client: &Client) -> (ViewKey, Client) {
        let mut seen = client.clone();
        // Labels of the place are always kept: a Service's traffic distribution compares them.
        if client.kind == ProxyKind::Sidecar {
            seen.labels.retain(|label, _| {
                self.labels.contains(label) || label.contains("topology.") || label == "kubernetes.io/hostname"
            });
        }
        seen.ip = client.ip.filter(|ip| self.addresses.contains(&ip.to_string()));
        seen.name.clear();
        seen.workload = None;
        let key = ViewKey {
            kind: seen.kind,
            namespace: seen.namespace.clone(),
            labels: seen.labels.clone(),
            locality: seen.locality.clone(),
            address: seen.ip.map(|ip| ip.to_string()),
            targets: seen.targets.clone(),
            settings: seen.settings.clone(),
        };
        (key, seen)
    }
}
