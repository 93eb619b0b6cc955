//! One proxy: what comes in, what it does, and the seam to watch it.

mod action;
mod clusters;
mod context;
mod gauges;
mod handle;
mod ids;
mod input;
mod observer;
mod push;
mod stream;
mod timer;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod update_tests;

use std::sync::Arc;

pub use action::{Action, ClusterEvent, ClusterEventKind, Response, Send};
pub use gauges::{BreakerGauges, ClusterGauges, HostGauges};
pub use ids::{AddressId, AttemptId, ClusterIndex, ConnectionId, RouteIndex, StreamId};
pub use input::{Input, NewRequest, UpstreamReset, UpstreamResponse};
pub use observer::{HostView, Observer, Unobserved};
pub use push::{Addresses, Push, PushedCluster};
pub use timer::{StateId, Timer};

pub(crate) use context::Context;
pub(crate) use stream::{Phase, Stream};

use crate::slab::Slab;
use crate::sparse_index::SparseIndex;
use crate::upstream::{ClusterState, Connection};

/// The state of one proxy: its requests, its connections, and the clusters it has used so far.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Subject of draws that belong to no request.
    key: u64,
    push: Arc<Push>,
    /// Position of each used cluster's state by `ClusterIndex`.
    by_cluster: SparseIndex,
    pub(crate) states: Slab<ClusterState>,
    pub(crate) streams: Slab<Stream>,
    pub(crate) connections: Slab<Connection>,
    /// Requests that the fault filter holds at once.
    pub(crate) active_faults: u32,
    /// Bytes that rings and tables of one cluster may take.
    allowance: u64,
    /// Bytes of state made so far, whether or not they are still there.
    made: u64,
    /// Whether a ring or a table was not made because there is no memory for it.
    is_starved: bool,
}

impl Proxy {
    /// A proxy that was given its first configuration. `key` is the subject of draws that belong to no request: where
    /// round robin begins, the jitter of ejections.
    #[must_use]
    pub fn new(key: u64, push: Arc<Push>) -> Proxy {
        Proxy {
            key,
            by_cluster: SparseIndex::default(),
            push,
            states: Slab::new(),
            streams: Slab::new(),
            connections: Slab::new(),
            active_faults: 0,
            allowance: u64::MAX,
            made: 0,
            is_starved: false,
        }
    }

    /// Sets how many bytes rings and tables of one cluster may take; any number unless set.
    pub fn set_allowance(&mut self, bytes: u64) {
        self.allowance = bytes;
    }

    /// Bytes of state made so far, whether or not they are still there: what making it cost.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Whether a ring or a table was not made because there is no memory for it: what this proxy does since then is
    /// not what Envoy would do.
    #[must_use]
    pub fn is_starved(&self) -> bool {
        self.is_starved
    }

    /// Bytes of state that it holds now, without what proxies share, and how many of its clusters are in use.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let states = self.states.iter().map(|(_, state)| state.bytes()).sum::<usize>();
        let tables = self.states.bytes() + self.streams.bytes() + self.connections.bytes() + self.by_cluster.bytes();
        (size_of::<Self>() + states + tables) as u64
    }

    /// The configuration it has now.
    #[must_use]
    pub fn push(&self) -> &Arc<Push> {
        &self.push
    }

    /// The connections that are open or being made, and where they lead.
    pub fn connections(&self) -> impl Iterator<Item = (ConnectionId, AddressId)> {
        self.connections.iter().filter_map(|(index, connection)| {
            let host = self.states.at(connection.cluster)?.hosts.get(connection.host as usize)?;
            Some((ConnectionId { index, generation: self.connections.generation(index) }, host.address))
        })
    }
}
