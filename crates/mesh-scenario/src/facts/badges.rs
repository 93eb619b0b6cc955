//! Badges by Kiali's triggers, all from configuration (`appender/istio_details.go`).

use mesh_cluster::Workload;
use mesh_config::Spec;
use mesh_config::model::VirtualService;
use mesh_control::Mesh;
use mesh_control::destination_rule::{Subset, TrafficPolicy};
use mesh_graph::Badges;
use mesh_ordered::{OrderedMap, OrderedSet};

use super::destination_rules::DestinationRules;

/// What services have badges for.
pub(super) struct Badged<'a> {
    rules: &'a DestinationRules<'a>,
    /// The first VirtualService that leads to each host.
    virtual_services: OrderedMap<&'a str, &'a VirtualService>,
}

impl<'a> Badged<'a> {
    pub(super) fn new(mesh: &'a Mesh, rules: &'a DestinationRules<'a>) -> Self {
        let mut virtual_services = OrderedMap::new();
        for route in mesh.routes() {
            if let Spec::VirtualService(spec) = &route.resource.spec {
                for destination in &route.destinations {
                    virtual_services.entry(destination.host.as_str()).or_insert(spec.as_ref());
                }
            }
        }
        Self { rules, virtual_services }
    }

    /// The badges of a service: of the first VirtualService that routes to it, and of its DestinationRules.
    pub(super) fn service(&self, host: &str) -> Badges {
        let breaker =
            self.rules.of_host(host).any(|rule| breaks(&rule.policy) || rule.subsets.iter().any(subset_breaks));
        let Some(rule) = self.virtual_services.get(host) else {
            return Badges { circuit_breaker: breaker, ..Badges::default() };
        };
        Badges {
            virtual_service: true,
            traffic_shifting: rule.http.iter().any(|route| route.route.len() > 1),
            tcp_traffic_shifting: rule.tcp.iter().any(|route| route.route.len() > 1),
            request_routing: rule.http.iter().any(|route| !route.route.is_empty())
                || rule.tcp.iter().any(|route| !route.route.is_empty())
                || rule.tls.iter().any(|route| !route.route.is_empty()),
            fault_injection: rule.http.iter().any(|route| route.fault.is_some()),
            request_timeout: rule.http.iter().any(|route| route.timeout.is_some()),
            mirroring: rule.http.iter().any(|route| route.mirror.is_some() || !route.mirrors.is_empty()),
            circuit_breaker: breaker,
            ..Badges::default()
        }
    }
}

/// Whether a breaker is set for a workload: for its whole service, or for the subset of its version.
pub(super) fn breaker_of_workload(
    rules: &DestinationRules<'_>,
    hosts: &OrderedSet<String>,
    workload: &Workload,
) -> bool {
    let of_version =
        |subset: &&Subset| subset.labels.get("version").is_some_and(|version| version == workload.version());
    hosts
        .iter()
        .flat_map(|host| rules.of_host(host))
        .any(|rule| breaks(&rule.policy) || rule.subsets.iter().filter(of_version).any(subset_breaks))
}

fn subset_breaks(subset: &Subset) -> bool {
    subset.policy.as_ref().is_some_and(breaks)
}

fn breaks(policy: &TrafficPolicy) -> bool {
    policy.base.connection_pool.is_some() || policy.base.outlier_detection.is_some()
}
