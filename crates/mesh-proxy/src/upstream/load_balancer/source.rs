//! A list of hosts to pick from: all, the healthy or the degraded of a priority or a locality.

use super::edf::EdfScheduler;

/// One list of hosts with what the load balancer remembers about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    /// Slots of hosts, in the order of the configuration.
    pub(crate) hosts: Vec<u32>,
    /// Set where weights differ or a host is warmed up.
    pub(crate) scheduler: Option<EdfScheduler>,
    /// Picks in turn so far; kept when hosts come and go.
    pub(crate) turns: u64,
}

/// The lists of one priority, as the load balancer last learned them.
#[derive(Clone, Debug, Default)]
pub(crate) struct PriorityHosts {
    pub(crate) all: Source,
    pub(crate) healthy: Source,
    pub(crate) degraded: Source,
    pub(crate) localities: Vec<Locality>,
    /// Whose turn it is among localities with healthy hosts.
    pub(crate) healthy_localities: Option<EdfScheduler>,
    /// Whose turn it is among localities with degraded hosts.
    pub(crate) degraded_localities: Option<EdfScheduler>,
}

/// The lists of one locality of a priority.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locality {
    /// Its share beside the others.
    pub(crate) weight: u32,
    pub(crate) total: u32,
    pub(crate) healthy: Source,
    pub(crate) degraded: Source,
}

impl Locality {
    /// The share that counts: less where too few hosts are there (`effectiveLocalityWeight`).
    pub(crate) fn effective_weight(&self, eligible: usize, overprovisioning: u32) -> f64 {
        if self.total == 0 {
            return 0.0;
        }
        let ratio = eligible as f64 / f64::from(self.total);
        f64::from(self.weight) * (f64::from(overprovisioning) / 100.0 * ratio).min(1.0)
    }
}

impl PriorityHosts {
    /// Every list once.
    pub(crate) fn sources_mut(&mut self) -> impl Iterator<Item = &mut Source> {
        [&mut self.all, &mut self.healthy, &mut self.degraded]
            .into_iter()
            .chain(self.localities.iter_mut().flat_map(|locality| [&mut locality.healthy, &mut locality.degraded]))
    }
}
