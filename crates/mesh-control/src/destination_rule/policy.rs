//! Which policy holds for a port and a subset (`pilot/pkg/networking/util/util.go`).

use super::{Policy, TrafficPolicy};

impl TrafficPolicy {
    /// The policy for a port, and whether the port has one of its own, which inherits nothing
    /// (`GetPortLevelTrafficPolicy`).
    #[must_use]
    pub fn for_port(&self, port: u32) -> (&Policy, bool) {
        let own = self.ports.iter().find(|(number, _)| *number == port);
        own.map_or((&self.base, false), |(_, policy)| (policy, true))
    }
}

/// A subset's policy over that of its rule, block by block; a port-level policy of the subset also clears what it
/// does not say (`MergeSubsetTrafficPolicy`).
#[must_use]
pub fn merge_subset_policy(rule: &Policy, subset: Option<&TrafficPolicy>, port: u32) -> Policy {
    let Some(subset) = subset else { return rule.clone() };
    let (subset, port_level) = subset.for_port(port);
    let mut merged = rule.clone();
    if port_level || subset.connection_pool.is_some() {
        merged.connection_pool.clone_from(&subset.connection_pool);
    }
    if port_level || subset.outlier_detection.is_some() {
        merged.outlier_detection.clone_from(&subset.outlier_detection);
    }
    if port_level || subset.load_balancer.is_some() {
        merged.load_balancer.clone_from(&subset.load_balancer);
    }
    if port_level || subset.tls.is_some() {
        merged.tls.clone_from(&subset.tls);
    }
    if subset.retry_budget.is_some() {
        merged.retry_budget.clone_from(&subset.retry_budget);
    }
    merged
}
