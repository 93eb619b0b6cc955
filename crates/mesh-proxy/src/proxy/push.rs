//! A configuration as it was pushed: shared by all proxies with the same view.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use mesh_ordered::{Lookup, OrderedMap, Rows};

use super::ids::{AddressId, ClusterIndex, RouteIndex};
use crate::compiled::CompiledConfig;
use crate::config::{Cluster, ClusterLoadAssignment, DiscoveryType};
use crate::router::RoutePolicy;
use crate::time::Time;
use crate::upstream::{Baseline, ClusterEndpoints, ClusterSettings, HostSettings};

/// One pushed configuration. What depends on the push before it (which clusters are unchanged, since when they are
/// there) is worked out once here, not in every proxy.
#[derive(Clone, Debug)]
pub struct Push {
    at: Time,
    clusters: Rows<PushedCluster>,
    by_name: Arc<OrderedMap<Arc<str>, ClusterIndex>>,
    policies: Arc<[Arc<RoutePolicy>]>,
    addresses: Arc<Addresses>,
}

/// What endpoint discovery says of one cluster of a push.
#[derive(Clone, Debug)]
pub struct Discovered<'a> {
    /// Which.
    pub cluster: ClusterIndex,
    /// All its endpoints.
    pub assignment: Arc<ClusterLoadAssignment>,
    /// When those of them came that came after the push.
    pub came: &'a [(String, Time)],
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
    /// The push that brought each host of `endpoints`: slow start counts from it.
    pub joined: Arc<[Time]>,
    /// What settings and endpoints were made of, to make them only once.
    made_of: Option<MadeOf>,
    /// What all proxies know of it alike, once one uses it.
    pub(super) baseline: Arc<OnceLock<Arc<Baseline>>>,
}

/// The configuration that a pushed cluster was made of.
#[derive(Clone, Debug)]
struct MadeOf {
    cluster: Arc<Cluster>,
    assignment: Option<Arc<ClusterLoadAssignment>>,
}

/// The addresses of a chain of pushes. Ids are never given anew.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    own: Arc<Own>,
    /// Those that endpoint discovery brought between two pushes, with ids that are given out elsewhere.
    discovered: Lookup<Arc<str>, AddressId>,
    names: Lookup<AddressId, Arc<str>>,
}

/// The addresses that pushes brought.
#[derive(Clone, Debug, Default)]
struct Own {
    names: Vec<Arc<str>>,
    ids: BTreeMap<Arc<str>, AddressId>,
}

impl Addresses {
    /// The id of an address (`10.1.0.5:8080`), a new one if it was not there.
    pub fn intern(&mut self, address: &str) -> AddressId {
        let name: Arc<str> = Arc::from(address);
        if let Some(id) = self.known(&name) {
            return id;
        }
        let own = Arc::make_mut(&mut self.own);
        let id = AddressId(u32::try_from(own.names.len()).unwrap_or(u32::MAX));
        own.names.push(name.clone());
        own.ids.insert(name, id);
        id
    }

    /// The id of an address; one that is given out by `id_of` if it was not there.
    pub(crate) fn discover(&mut self, address: &str, id_of: &mut dyn FnMut(&str) -> AddressId) -> AddressId {
        let name: Arc<str> = Arc::from(address);
        if let Some(id) = self.known(&name) {
            return id;
        }
        let id = id_of(address);
        self.names.insert(id, name.clone());
        self.discovered.insert(name, id);
        id
    }

    fn known(&self, name: &Arc<str>) -> Option<AddressId> {
        self.own.ids.get(name).or_else(|| self.discovered.get(name)).copied()
    }

    fn text(&self, id: AddressId) -> Option<&Arc<str>> {
        self.own.names.get(id.0 as usize).or_else(|| self.names.get(&id))
    }

    /// The address of an id; empty for an id of another chain of pushes.
    #[must_use]
    pub fn name(&self, id: AddressId) -> &str {
        self.text(id).map_or("", |name| name)
    }

    pub(crate) fn shared(&self, id: AddressId) -> Arc<str> {
        self.text(id).cloned().unwrap_or_else(|| Arc::from(""))
    }

    /// How many ids were given out by pushes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.own.names.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.names.is_empty()
    }
}

impl Push {
    /// The push of a configuration at a time, after an earlier one of the same proxies if there was one. A cluster of
    /// the same name and settings goes on from then; any other is made anew by this push.
    #[must_use]
    pub fn from_config(at: Time, previous: Option<&Push>, compiled: &CompiledConfig) -> Push {
        let config = compiled.config();
        let mut addresses = previous.map_or_else(Arc::default, |previous| previous.addresses.clone());
        let assignments: OrderedMap<&str, &Arc<ClusterLoadAssignment>> =
            config.endpoints.iter().map(|assignment| (assignment.cluster_name.as_str(), assignment)).collect();
        let clusters = config
            .clusters
            .iter()
            .map(|cluster| {
                let assignment = match cluster.discovery_type {
                    Some(DiscoveryType::Eds) => assignments.get(cluster.name.as_str()).map(|found| (*found).clone()),
                    _ => None,
                };
                let earlier = previous.and_then(|previous| previous.named(&cluster.name));
                PushedCluster::new(at, earlier, cluster, assignment, &mut addresses)
            })
            .collect();
        let find = |name: &str| compiled.cluster(name);
        let virtual_hosts = compiled.tables().iter().flat_map(|table| &table.config().virtual_hosts);
        let policies = virtual_hosts
            .flat_map(|host| host.routes.iter().map(move |route| Arc::new(RoutePolicy::from_config(route, host, find))))
            .collect();
        Push::assemble(at, addresses, clusters, policies)
    }

    /// The push of clusters and policies that were put together by hand.
    #[must_use]
    pub fn new(
        at: Time,
        previous: Option<&Push>,
        addresses: Arc<Addresses>,
        clusters: Vec<(ClusterSettings, ClusterEndpoints)>,
        policies: Vec<RoutePolicy>,
    ) -> Push {
        let clusters = clusters
            .into_iter()
            .map(|(settings, endpoints)| {
                let earlier = previous.and_then(|previous| previous.named(&settings.name));
                PushedCluster::succeed(at, earlier, settings, Arc::new(endpoints), None)
            })
            .collect();
        Push::assemble(at, addresses, clusters, policies.into_iter().map(Arc::new).collect())
    }

    fn assemble(
        at: Time,
        addresses: Arc<Addresses>,
        clusters: Vec<PushedCluster>,
        policies: Vec<Arc<RoutePolicy>>,
    ) -> Push {
        let mut by_name = OrderedMap::new();
        for (position, cluster) in (0u32..).zip(&clusters) {
            by_name.entry(cluster.settings.name.clone()).or_insert(ClusterIndex(position));
        }
        Push {
            at,
            clusters: clusters.into_iter().collect(),
            by_name: Arc::new(by_name),
            policies: policies.into(),
            addresses,
        }
    }

    /// The same configuration with other endpoints of some clusters, as endpoint discovery brings them; all else is shared.
    /// `id_of` gives out the ids of addresses that are new, the same each time it is asked.
    #[must_use]
    pub fn with_endpoints<'a>(
        &self,
        discovered: impl IntoIterator<Item = Discovered<'a>>,
        id_of: &mut dyn FnMut(&str) -> AddressId,
    ) -> Push {
        let mut push = self.clone();
        for discovered in discovered {
            let Some(cluster) = push.clusters.get_mut(discovered.cluster.0 as usize) else { continue };
            cluster.discover(&discovered, Arc::make_mut(&mut push.addresses), id_of);
        }
        push
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
    pub fn clusters(&self) -> impl Iterator<Item = &PushedCluster> {
        self.clusters.iter()
    }

    /// The position of a cluster.
    #[must_use]
    pub fn index_of(&self, name: &str) -> Option<ClusterIndex> {
        self.by_name.get(name).copied()
    }

    /// The policy of a route.
    #[must_use]
    pub fn policy(&self, route: RouteIndex) -> Option<&Arc<RoutePolicy>> {
        self.policies.get(route.0 as usize)
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

impl PushedCluster {
    /// Bytes that all proxies share of it; 0 until one uses it. A proxy that puts a host out looks through as many.
    #[must_use]
    pub fn shared_bytes(&self) -> u64 {
        self.baseline.get().map_or(0, |baseline| baseline.bytes() as u64)
    }

    /// Takes other endpoints: a host that was there joined when it did.
    fn discover(
        &mut self,
        discovered: &Discovered<'_>,
        addresses: &mut Addresses,
        id_of: &mut dyn FnMut(&str) -> AddressId,
    ) {
        let mut id_of = |address: &str| addresses.discover(address, id_of);
        let endpoints = ClusterEndpoints::of_assignment(&discovered.assignment, &mut id_of);
        let known: OrderedMap<AddressId, Time> = self.joins().collect();
        let came: OrderedMap<AddressId, Time> =
            discovered.came.iter().map(|(address, time)| (id_of(address), *time)).collect();
        let joined = |host: &HostSettings| {
            let joined = came.get(&host.address).or_else(|| known.get(&host.address)).copied();
            joined.unwrap_or(self.created)
        };
        self.joined = endpoints.hosts.iter().map(joined).collect();
        self.endpoints = Arc::new(endpoints);
        self.baseline = Arc::default();
        if let Some(made_of) = &mut self.made_of {
            made_of.assignment = Some(discovered.assignment.clone());
        }
    }

    /// The hosts and when they joined.
    fn joins(&self) -> impl Iterator<Item = (AddressId, Time)> {
        self.endpoints.hosts.iter().map(|host| host.address).zip(self.joined.iter().copied())
    }

    fn new(
        at: Time,
        earlier: Option<&PushedCluster>,
        cluster: &Arc<Cluster>,
        assignment: Option<Arc<ClusterLoadAssignment>>,
        addresses: &mut Arc<Addresses>,
    ) -> Self {
        let same = |a: &Option<Arc<ClusterLoadAssignment>>| match (a, &assignment) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        if let Some(earlier) = earlier
            && let Some(made_of) = &earlier.made_of
            && Arc::ptr_eq(&made_of.cluster, cluster)
            && same(&made_of.assignment)
        {
            return earlier.clone();
        }
        let endpoints = match assignment.as_deref().or(cluster.load_assignment.as_ref()) {
            Some(assignment) => ClusterEndpoints::from_config(assignment, Arc::make_mut(addresses)),
            None => ClusterEndpoints::default(),
        };
        let made_of = MadeOf { cluster: cluster.clone(), assignment };
        PushedCluster::succeed(at, earlier, ClusterSettings::from(&**cluster), Arc::new(endpoints), Some(made_of))
    }

    /// The cluster after an earlier one of its name.
    fn succeed(
        at: Time,
        earlier: Option<&PushedCluster>,
        settings: ClusterSettings,
        endpoints: Arc<ClusterEndpoints>,
        made_of: Option<MadeOf>,
    ) -> Self {
        let earlier = earlier.filter(|earlier| *earlier.settings == settings);
        let endpoints = earlier.map_or(endpoints.clone(), |earlier| in_order_of(&earlier.endpoints, endpoints));
        let joined = joined(at, earlier, &endpoints);
        let (settings, created) = match earlier {
            Some(earlier) => (earlier.settings.clone(), earlier.created),
            None => (Arc::new(settings), at),
        };
        PushedCluster { settings, endpoints, created, joined, made_of, baseline: Arc::default() }
    }
}

/// Another order of the same hosts is no change: they stay in the order that they have.
fn in_order_of(earlier: &ClusterEndpoints, endpoints: Arc<ClusterEndpoints>) -> Arc<ClusterEndpoints> {
    if earlier.hosts.len() != endpoints.hosts.len() || earlier.has_hosts_of(&endpoints) {
        return endpoints;
    }
    let found: OrderedMap<AddressId, &HostSettings> = endpoints.hosts.iter().map(|host| (host.address, host)).collect();
    let same = |before: &HostSettings| {
        found.get(&before.address).filter(|host| host.priority == before.priority).map(|host| (*host).clone())
    };
    match earlier.hosts.iter().map(same).collect() {
        Some(hosts) => Arc::new(ClusterEndpoints { hosts, localities: endpoints.localities.clone() }),
        None => endpoints,
    }
}

/// When each host came: with this push, unless the cluster before it had the address already.
fn joined(at: Time, earlier: Option<&PushedCluster>, endpoints: &ClusterEndpoints) -> Arc<[Time]> {
    let known: OrderedMap<AddressId, Time> = earlier.into_iter().flat_map(PushedCluster::joins).collect();
    endpoints.hosts.iter().map(|host| known.get(&host.address).copied().unwrap_or(at)).collect()
}
