//! What the page shows of a cluster: how full it is, and how its hosts are.

use std::sync::Arc;

use super::{AddressId, ClusterIndex, HostView};
use crate::time::Time;
use crate::upstream::BreakerSettings;

/// A cluster at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterGauges {
    /// Which one.
    pub cluster: ClusterIndex,
    /// Its name.
    pub name: Arc<str>,
    /// Of the DEFAULT and the HIGH priority.
    pub breakers: [BreakerGauges; 2],
    /// In the order of the configuration.
    pub hosts: Vec<HostGauges>,
    /// How many hosts it has.
    pub host_count: u32,
    /// How many hosts outlier detection counts as ejected.
    pub active_ejections: u32,
    /// When outlier detection looks again; `None` without it.
    pub next_tick: Option<Time>,
    /// Whether priority 0 balances over all hosts because too few are healthy.
    pub panic: bool,
}

/// The circuit breakers of a cluster at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakerGauges {
    /// Open connections, those being made included.
    pub connections: u32,
    /// Requests that wait for a connection.
    pub pending_requests: u32,
    /// Requests in flight.
    pub requests: u32,
    /// Retries in flight or backing off.
    pub retries: u32,
    /// How many retries there may be now.
    pub maximum_retries: u32,
    /// The limits.
    pub limits: BreakerSettings,
}

/// A host at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostGauges {
    /// Its health and its counters.
    pub view: HostView,
    /// Open connections to it.
    pub connections: u32,
    /// Requests that wait for one.
    pub pending: u32,
}

impl ClusterGauges {
    /// A host by its address.
    #[must_use]
    pub fn host(&self, address: AddressId) -> Option<&HostGauges> {
        self.hosts.iter().find(|host| host.view.address == address)
    }
}
