//! Lists of hosts to pick from: all, the healthy or the degraded of a priority or a locality. They hold nothing that one
//! proxy alone knows, so proxies share them as long as no host is put out.

use std::sync::Arc;

use super::Hashed;
use super::hosts::Hosts;
use super::priority::{Health, PriorityLoads};

/// Everything that a load balancer picks from, as it last learned it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    pub(super) priorities: Vec<Arc<PriorityHosts>>,
    pub(super) loads: PriorityLoads,
    /// Ring hash and Maglev, by priority.
    pub(super) hashed: Vec<Hashed>,
    /// Whether a ring or a table is missing because there is no memory for it.
    pub(crate) is_refused: bool,
}

/// One list of hosts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    /// Numbers of hosts, ascending.
    pub(super) hosts: Vec<u32>,
    /// Whether some weigh more than others.
    pub(super) uneven: bool,
}

/// The lists of one priority.
#[derive(Clone, Debug, Default)]
pub(crate) struct PriorityHosts {
    pub(super) all: Source,
    pub(super) healthy: Source,
    pub(super) degraded: Source,
    /// Empty where localities are not weighted.
    pub(super) localities: Vec<Locality>,
}

/// The lists of one locality of a priority.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locality {
    /// Its share beside the others.
    pub(super) weight: u32,
    pub(super) total: u32,
    pub(super) healthy: Source,
    pub(super) degraded: Source,
}

impl Lists {
    /// The hosts of each priority, counted.
    pub(super) fn health(&self) -> Vec<Health> {
        let count = |lists: &Arc<PriorityHosts>| Health {
            total: lists.all.hosts.len() as u32,
            healthy: lists.healthy.hosts.len() as u32,
            degraded: lists.degraded.hosts.len() as u32,
        };
        self.priorities.iter().map(count).collect()
    }

    /// Bytes on the heap, without lists that these share with others.
    pub(crate) fn bytes(&self, shared: Option<&Lists>) -> usize {
        let is_shared = |lists: &Arc<PriorityHosts>| {
            shared.is_some_and(|shared| shared.priorities.iter().any(|other| Arc::ptr_eq(lists, other)))
        };
        let own = self.priorities.iter().filter(|lists| !is_shared(lists));
        own.map(|lists| lists.bytes()).sum::<usize>() + self.hashed.iter().map(Hashed::bytes).sum::<usize>()
    }
}

impl Source {
    /// Adds a host behind those that are there.
    pub(super) fn push(&mut self, hosts: Hosts<'_>, number: u32) {
        if let Some(last) = self.hosts.last() {
            self.uneven |= hosts.weight(*last) != hosts.weight(number);
        }
        self.hosts.push(number);
    }

    /// Whether a host is in it.
    pub(super) fn has(&self, number: u32) -> bool {
        self.hosts.binary_search(&number).is_ok()
    }

    fn bytes(&self) -> usize {
        self.hosts.capacity() * size_of::<u32>()
    }
}

impl Locality {
    /// The share that counts: less where too few hosts are there (`effectiveLocalityWeight`).
    pub(super) fn effective_weight(&self, eligible: usize, overprovisioning: u32) -> f64 {
        if self.total == 0 {
            return 0.0;
        }
        let ratio = eligible as f64 / f64::from(self.total);
        f64::from(self.weight) * (f64::from(overprovisioning) / 100.0 * ratio).min(1.0)
    }

    /// Its hosts of one health.
    pub(super) fn source(&self, degraded: bool) -> &Source {
        if degraded { &self.degraded } else { &self.healthy }
    }
}

impl PriorityHosts {
    /// The share of a locality that its turn is put back with.
    pub(super) fn locality_weight(&self, locality: u32, degraded: bool, overprovisioning: u32) -> f64 {
        self.localities
            .get(locality as usize)
            .map_or(1.0, |locality| locality.effective_weight(locality.source(degraded).hosts.len(), overprovisioning))
    }

    fn bytes(&self) -> usize {
        let localities = self
            .localities
            .iter()
            .map(|locality| size_of::<Locality>() + locality.healthy.bytes() + locality.degraded.bytes());
        size_of::<Self>() + self.all.bytes() + self.healthy.bytes() + self.degraded.bytes() + localities.sum::<usize>()
    }
}
