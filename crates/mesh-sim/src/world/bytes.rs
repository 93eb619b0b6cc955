//! Connections whose bytes are passed on, and the rules that say where to.

use std::collections::BTreeSet;
use std::sync::Arc;

use mesh_proxy::config::{self, Origin, ProxyConfig};
use mesh_proxy::proxy::{ClusterIndex, RouteIndex, StreamNumber, WeightIndex};
use mesh_proxy::router::{RouteDecision, RouteOutcome};

use super::view::Decided;

/// Where the bytes of a connection go that are not read as requests.
#[derive(Clone, Debug)]
pub(crate) struct Bytes {
    /// One of these clusters, by weight; `None` stands for one that does not exist.
    pub(crate) clusters: Arc<[(Option<ClusterIndex>, u32)]>,
    /// The number of the rule that says so, beyond those of routes.
    pub(crate) rule: RouteIndex,
}

impl Bytes {
    /// The cluster of one connection.
    pub(crate) fn cluster(&self, stream_number: StreamNumber) -> RouteOutcome {
        let (_, cluster) = self.choose(stream_number);
        cluster.map_or(RouteOutcome::ClusterNotFound(503), RouteOutcome::Cluster)
    }

    /// What becomes of one connection.
    pub(crate) fn decide(&self, stream_number: StreamNumber) -> Decided {
        let (chosen, cluster) = self.choose(stream_number);
        let outcome = cluster.map_or(RouteOutcome::ClusterNotFound(503), RouteOutcome::Cluster);
        let weighted = (self.clusters.len() > 1).then_some(chosen);
        Decided { decision: RouteDecision { outcome, route: self.rule, hash: None }, weighted }
    }

    fn choose(&self, stream_number: StreamNumber) -> (WeightIndex, Option<ClusterIndex>) {
        let total: u64 = self.clusters.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut left = if total == 0 { 0 } else { stream_number.0 % total };
        for (chosen, (cluster, weight)) in (0..).map(WeightIndex).zip(self.clusters.iter()) {
            match left.checked_sub(u64::from(*weight)) {
                Some(rest) => left = rest,
                None => return (chosen, *cluster),
            }
        }
        (WeightIndex(0), None)
    }
}

/// Where the numbers of rules for bytes begin: no configuration has so many routes.
pub(super) const FIRST_RULE_OF_BYTES: u32 = 1 << 31;

/// A rule for bytes as it was written: itself, and its destinations of more than weight 0.
pub(super) type RuleOfBytes = (Origin, Vec<Origin>);

/// The rules for bytes of a configuration, each once.
pub(super) fn rules_of_bytes(config: &ProxyConfig) -> Vec<RuleOfBytes> {
    let mut rules: Vec<RuleOfBytes> = Vec::new();
    let mut known = BTreeSet::new();
    for listener in &config.listeners {
        for filter in
            listener.filter_chains.iter().chain(&listener.default_filter_chain).flat_map(|chain| &chain.filters)
        {
            let config::NetworkFilterConfig::TcpProxy(proxy) = &filter.typed_config else { continue };
            if !proxy.origin.is_none() && known.insert(proxy.origin.0) {
                let weighted = proxy.weighted_clusters.iter().flat_map(|weighted| &weighted.clusters);
                rules.push((proxy.origin, weighted.map(|cluster| cluster.origin).collect()));
            }
        }
    }
    rules
}
