//! One upstream host as a proxy knows it.

use super::pool::{Pool, Pools};
use super::settings::{EndpointHealth, HostSettings};
use crate::proxy::AddressId;

/// The health that counts for load balancing (`Host::Health`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostHealth {
    Healthy,
    Degraded,
    Unhealthy,
}

/// What a proxy remembers of a host that it has sent something to: its load, its connections, and whether it is out.
/// What endpoint discovery says of it is shared by all proxies (`ClusterEndpoints`).
#[derive(Clone, Debug)]
pub(crate) struct Host {
    /// Its position among the endpoints; what it was last where it is removed.
    pub(crate) number: u32,
    pub(crate) address: AddressId,
    pub(crate) priority: u32,
    /// Put out by outlier detection.
    pub(crate) ejected: bool,
    /// Behind the others by outlier detection.
    pub(crate) degraded: bool,
    /// No longer in the configuration; it stays until its last request is over.
    pub(crate) removed: bool,
    /// Attempts in flight.
    pub(crate) active: u32,
    /// Its connections.
    pub(crate) pools: Pools,
}

impl Host {
    /// A host that is sent something for the first time.
    pub(crate) fn new(number: u32, settings: &HostSettings) -> Self {
        Host {
            number,
            address: settings.address,
            priority: settings.priority,
            ejected: false,
            degraded: false,
            removed: false,
            active: 0,
            pools: Pools::default(),
        }
    }

    /// Its health: ejection and discovery together.
    pub(crate) fn health(&self, discovered: EndpointHealth) -> HostHealth {
        if self.ejected { HostHealth::Unhealthy } else { health(self.degraded, discovered) }
    }

    /// Whether outlier detection makes it another host to the load balancer than discovery says.
    pub(crate) fn is_marked(&self) -> bool {
        !self.removed && (self.ejected || self.degraded)
    }

    /// Whether nothing is in flight, waiting or connected.
    pub(crate) fn is_unused(&self) -> bool {
        self.active == 0 && self.pools.iter().all(Pool::is_unused)
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.pools.bytes()
    }
}

/// The health of a host that is not put out.
pub(crate) fn health(degraded: bool, discovered: EndpointHealth) -> HostHealth {
    match discovered {
        EndpointHealth::Unhealthy => HostHealth::Unhealthy,
        EndpointHealth::Healthy if !degraded => HostHealth::Healthy,
        EndpointHealth::Healthy | EndpointHealth::Degraded => HostHealth::Degraded,
    }
}
