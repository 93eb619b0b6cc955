//! The hosts of a cluster that takes any address: those that clients asked for.

use std::collections::BTreeMap;
use std::time::Duration;

use super::load_balancer::Baseline;
use super::settings::{ClusterEndpoints, HostSettings};
use crate::proxy::AddressId;
use crate::time::Time;

/// How often hosts are looked at (`cleanup_interval`, 5 s unless set; Istio never sets it).
pub(super) const CLEANUP_INTERVAL: Duration = Duration::from_secs(5);

/// The hosts that clients asked for.
#[derive(Clone, Debug)]
pub(super) struct OriginalDestinations {
    /// Their numbers, which are their positions among the endpoints of the state.
    pub(super) numbers: BTreeMap<AddressId, u32>,
    /// When each was last chosen, by number.
    pub(super) chosen: Vec<Time>,
    /// What the rounds of cleaning up count from.
    created: Time,
    /// Whether the next round is asked for.
    pub(super) armed: bool,
}

impl OriginalDestinations {
    /// None yet, in a cluster that a push made then.
    pub(super) fn new(created: Time) -> Self {
        Self { numbers: BTreeMap::new(), chosen: Vec::new(), created, armed: false }
    }

    /// Bytes on the heap with those of the endpoints, which are this state's own.
    pub(super) fn bytes(&self, endpoints: &ClusterEndpoints) -> usize {
        size_of::<Self>()
            + self.numbers.len() * 2 * size_of::<(AddressId, u32)>()
            + self.chosen.capacity() * 2 * size_of::<Time>()
            + endpoints.hosts.capacity() * size_of::<HostSettings>()
    }

    /// The first round after a time.
    pub(super) fn next_round(&self, now: Time) -> Time {
        let interval = CLEANUP_INTERVAL.as_nanos() as u64;
        let whole = now.0.saturating_sub(self.created.0) / interval;
        Time(self.created.0.saturating_add((whole + 1).saturating_mul(interval)))
    }
}

/// The number of a host by its address.
pub(super) fn number_of(asked: Option<&OriginalDestinations>, baseline: &Baseline, address: AddressId) -> Option<u32> {
    match asked {
        Some(asked) => asked.numbers.get(&address).copied(),
        None => baseline.number_of(address),
    }
}
