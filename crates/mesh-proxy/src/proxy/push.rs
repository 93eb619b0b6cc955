//! A configuration as it was pushed: shared by all proxies with the same view.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ids::{AddressId, ClusterIndex};
use crate::router::RoutePolicy;
use crate::time::Time;
use crate::upstream::{ClusterEndpoints, ClusterSettings};

/// One pushed configuration. What depends on the push before it (which clusters are unchanged, since when they are
/// there) is worked out once here, not in every proxy.
#[derive(Clone, Debug)]
pub struct Push {
    at: Time,
    clusters: Vec<PushedCluster>,
    by_name: BTreeMap<Arc<str>, ClusterIndex>,
    policies: Vec<Arc<RoutePolicy>>,
    addresses: Arc<Addresses>,
}

/// One cluster of a push.
#[derive(Clone, Debug)]
pub struct PushedCluster {
    /// The settings.
    pub settings: Arc<ClusterSettings>,
    /// The hosts.
    pub endpoints: Arc<ClusterEndpoints>,
    /// The push that made the cluster: outlier detection's intervals count from it.
    pub created: Time,
}

/// The addresses of a chain of pushes. Ids are never given anew.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    names: Vec<Arc<str>>,
    ids: BTreeMap<Arc<str>, AddressId>,
}

impl Addresses {
    /// The id of an address (`10.1.0.5:8080`), a new one if it was not there.
    pub fn intern(&mut self, address: &str) -> AddressId {
        if let Some(id) = self.ids.get(address) {
            return *id;
        }
        let id = AddressId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        let name: Arc<str> = Arc::from(address);
        self.names.push(name.clone());
        self.ids.insert(name, id);
        id
    }

    /// The address of an id; empty for an id of another chain of pushes.
    #[must_use]
    pub fn name(&self, id: AddressId) -> &str {
        self.names.get(id.0 as usize).map_or("", |name| name)
    }

    /// How many ids there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

impl Push {
    /// The push of a configuration at a time, after an earlier one if there was one. A cluster of the same name and
    /// settings goes on from then; any other is made anew by this push.
    #[must_use]
    pub fn new(
        at: Time,
        previous: Option<&Push>,
        addresses: Arc<Addresses>,
        clusters: Vec<(Arc<ClusterSettings>, Arc<ClusterEndpoints>)>,
        policies: Vec<Arc<RoutePolicy>>,
    ) -> Push {
        let mut by_name = BTreeMap::new();
        let clusters: Vec<PushedCluster> = clusters
            .into_iter()
            .enumerate()
            .map(|(position, (settings, endpoints))| {
                by_name
                    .entry(settings.name.clone())
                    .or_insert(ClusterIndex(u32::try_from(position).unwrap_or(u32::MAX)));
                match previous.and_then(|previous| previous.named(&settings.name)) {
                    Some(earlier) if earlier.settings == settings => {
                        PushedCluster { settings: earlier.settings.clone(), endpoints, created: earlier.created }
                    }
                    _ => PushedCluster { settings, endpoints, created: at },
                }
            })
            .collect();
        Push { at, clusters, by_name, policies, addresses }
    }

    /// When it was pushed.
    #[must_use]
    pub fn at(&self) -> Time {
        self.at
    }

    /// A cluster by its position.
    #[must_use]
    pub fn cluster(&self, index: ClusterIndex) -> Option<&PushedCluster> {
        self.clusters.get(index.0 as usize)
    }

    /// All clusters, in the order of the configuration.
    #[must_use]
    pub fn clusters(&self) -> &[PushedCluster] {
        &self.clusters
    }

    /// The position of a cluster.
    #[must_use]
    pub fn index_of(&self, name: &str) -> Option<ClusterIndex> {
        self.by_name.get(name).copied()
    }

    /// A route's policy by its position.
    #[must_use]
    pub fn policy(&self, index: u32) -> Option<&Arc<RoutePolicy>> {
        self.policies.get(index as usize)
    }

    /// The addresses, for the next push of the chain.
    #[must_use]
    pub fn addresses(&self) -> &Arc<Addresses> {
        &self.addresses
    }

    /// The text of an address, `10.1.0.5:8080`.
    #[must_use]
    pub fn address(&self, id: AddressId) -> &str {
        self.addresses.name(id)
    }

    fn named(&self, name: &str) -> Option<&PushedCluster> {
        self.cluster(self.index_of(name)?)
    }
}
