//! A pushed cluster before any of its hosts was put out: the same for every proxy, so made once for all.

use std::sync::Arc;

use mesh_ordered::sort;

use super::hosts::Hosts;
use super::refresh_lists;
use super::source::Lists;
use crate::proxy::{AddressId, Addresses};
use crate::sparse_index::SparseIndex;
use crate::time::Time;
use crate::upstream::{ClusterEndpoints, ClusterSettings, LoadBalancerSettings};

/// What load balancers know of a cluster's hosts from discovery alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Baseline {
    pub(crate) lists: Arc<Lists>,
    /// When the newest host joined, for slow start.
    pub(crate) latest_joined: Time,
    /// What each host is hashed by, by number; empty where nothing is hashed.
    pub(crate) keys: Vec<Arc<str>>,
    /// Numbers by address, sorted.
    numbers: Vec<(AddressId, u32)>,
}

impl Baseline {
    /// The baseline of a cluster with these settings and endpoints. Rings and tables take so many bytes at most.
    pub(crate) fn new(
        settings: &ClusterSettings,
        endpoints: &ClusterEndpoints,
        joined: &[Time],
        addresses: &Addresses,
        allowance: u64,
    ) -> Self {
        let keys = match settings.load_balancer {
            LoadBalancerSettings::RingHash { use_hostname_for_hashing, .. }
            | LoadBalancerSettings::Maglev { use_hostname_for_hashing, .. } => {
                let key = |host: &crate::upstream::HostSettings| match (&host.hash_key, &host.hostname) {
                    (Some(key), _) => key.clone(),
                    (None, Some(hostname)) if use_hostname_for_hashing => hostname.clone(),
                    _ => addresses.shared(host.address),
                };
                endpoints.hosts.iter().map(key).collect()
            }
            _ => Vec::new(),
        };
        let mut numbers: Vec<_> = endpoints.hosts.iter().map(|host| host.address).zip(0..).collect();
        sort(&mut numbers);
        let slots = SparseIndex::default();
        let hosts = Hosts {
            settings: &endpoints.hosts,
            joined,
            localities: &endpoints.localities,
            keys: &keys,
            allowance,
            states: &[],
            slots: &slots,
        };
        let lists = Arc::new(refresh_lists(settings, hosts));
        let latest_joined = joined.iter().copied().max().unwrap_or(Time::ZERO);
        Self { lists, latest_joined, keys, numbers }
    }

    /// The number of the host with an address.
    pub(crate) fn number_of(&self, address: AddressId) -> Option<u32> {
        let at = self.numbers.binary_search_by_key(&address, |(address, _)| *address).ok()?;
        self.numbers.get(at).map(|(_, number)| *number)
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.lists.bytes(None)
            + self.numbers.capacity() * size_of::<(AddressId, u32)>()
            + self.keys.capacity() * size_of::<Arc<str>>()
    }
}
