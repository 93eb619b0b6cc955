//! DestinationRules as the control plane uses them: merged by host, found for a client and a service.

mod index;
mod load;
mod merge;
mod policy;

use std::sync::Arc;

use mesh_config::model::{
    ClientTlsSettings, ConnectionPoolSettings, LoadBalancerSettings, OutlierDetection, RetryBudget,
};
use mesh_proxy::config::Origin;

use crate::export::ExportTo;
use crate::registry::Labels;

pub use index::DestinationRuleIndex;
pub(crate) use index::select;
pub use load::load;
pub use merge::Consolidated;
pub use policy::merge_subset_policy;

/// A block of a traffic policy and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<T> {
    /// The block.
    pub value: Arc<T>,
    /// Where it was written.
    pub origin: Origin,
}

/// The blocks of a traffic policy. Each is inherited or replaced as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// `loadBalancer`.
    pub load_balancer: Option<Sourced<LoadBalancerSettings>>,
    /// `connectionPool`.
    pub connection_pool: Option<Sourced<ConnectionPoolSettings>>,
    /// `outlierDetection`.
    pub outlier_detection: Option<Sourced<OutlierDetection>>,
    /// `tls`.
    pub tls: Option<Sourced<ClientTlsSettings>>,
    /// `retryBudget`.
    pub retry_budget: Option<Sourced<RetryBudget>>,
}

/// A traffic policy with its port-level settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrafficPolicy {
    /// What holds for all ports without settings of their own.
    pub base: Policy,
    /// What holds in its place, by port.
    pub ports: Vec<(u32, Policy)>,
    /// Whether any was written at all.
    pub present: bool,
}

/// A subset.
#[derive(Clone, Debug, PartialEq)]
pub struct Subset {
    /// Its name.
    pub name: String,
    /// Labels that its endpoints have.
    pub labels: Labels,
    /// Its own policy.
    pub policy: Option<TrafficPolicy>,
    /// Where it was written.
    pub origin: Origin,
}

/// A DestinationRule, maybe merged from several.
#[derive(Clone, Debug, PartialEq)]
pub struct DestinationRule {
    /// Name of the first of them.
    pub name: String,
    /// Their namespace.
    pub namespace: String,
    /// Their host, resolved.
    pub host: String,
    /// The policy.
    pub policy: TrafficPolicy,
    /// The subsets.
    pub subsets: Vec<Subset>,
    /// `exportTo` as written.
    pub export_to: ExportTo,
    /// Labels of the clients that it is for.
    pub workload_selector: Option<Labels>,
    /// Where the first of them was written.
    pub origin: Origin,
}

impl DestinationRule {
    /// Its policies: of all ports, of single ones, of subsets.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        let of_subsets = self.subsets.iter().filter_map(|subset| subset.policy.as_ref());
        let policies = [&self.policy].into_iter().chain(of_subsets);
        policies.flat_map(|policy| [&policy.base].into_iter().chain(policy.ports.iter().map(|(_, policy)| policy)))
    }
}
