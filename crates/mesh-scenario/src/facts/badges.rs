//! Badges by Kiali's triggers, all from configuration (`appender/istio_details.go`).

use std::collections::BTreeSet;

use mesh_cluster::Workload;
use mesh_config::model::{Subset, TrafficPolicy};
use mesh_graph::Badges;

use super::rules::Rules;

/// The badges of a service: of the first VirtualService that routes to it, and of its DestinationRules.
pub(super) fn of_service(rules: &Rules<'_>, host: &str) -> Badges {
    let breaker = rules
        .destination_rules(host)
        .any(|rule| breaks(rule.traffic_policy.as_ref()) || rule.subsets.iter().any(subset_breaks));
    let Some((_, rule)) = rules.virtual_service(host) else {
        return Badges { circuit_breaker: breaker, ..Badges::default() };
    };
    Badges {
        virtual_service: true,
        traffic_shifting: rule.http.iter().any(|route| route.route.len() > 1),
        fault_injection: rule.http.iter().any(|route| route.fault.is_some()),
        request_timeout: rule.http.iter().any(|route| route.timeout.is_some()),
        mirroring: rule.http.iter().any(|route| route.mirror.is_some() || !route.mirrors.is_empty()),
        circuit_breaker: breaker,
        ..Badges::default()
    }
}

/// Whether a breaker is set for a workload: for its whole service, or for the subset of its version.
pub(super) fn breaker_of_workload(rules: &Rules<'_>, hosts: &BTreeSet<String>, workload: &Workload) -> bool {
    let of_version =
        |subset: &&Subset| subset.labels.get("version").is_some_and(|version| version.value == workload.version());
    hosts
        .iter()
        .flat_map(|host| rules.destination_rules(host))
        .any(|rule| breaks(rule.traffic_policy.as_ref()) || rule.subsets.iter().filter(of_version).any(subset_breaks))
}

fn subset_breaks(subset: &Subset) -> bool {
    breaks(subset.traffic_policy.as_deref())
}

fn breaks(policy: Option<&TrafficPolicy>) -> bool {
    policy.is_some_and(|policy| policy.connection_pool.is_some() || policy.outlier_detection.is_some())
}
