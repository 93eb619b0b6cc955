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
pub use ids::{AddressId, AttemptId, ClusterIndex, ConnectionId, StreamId};
pub use input::{Input, NewRequest, UpstreamReset, UpstreamResponse};
pub use observer::{HostView, Observer, Unobserved};
pub use push::{Addresses, Push, PushedCluster};
pub use timer::{StateId, Timer};

pub(crate) use context::Context;
pub(crate) use stream::{Phase, Stream};

use crate::slab::Slab;
use crate::upstream::{ClusterState, Connection};

/// Marks a cluster that was not used so far.
const UNUSED: u32 = u32::MAX;

/// The state of one proxy: its requests, its connections, and the clusters it has used so far.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Subject of draws that belong to no request.
    key: u64,
    push: Arc<Push>,
    /// Position of each cluster's state by `ClusterIndex`, or `UNUSED`.
    by_cluster: Vec<u32>,
    pub(crate) states: Slab<ClusterState>,
    pub(crate) streams: Slab<Stream>,
    pub(crate) connections: Slab<Connection>,
    /// Requests that the fault filter holds at once.
    pub(crate) active_faults: u32,
}

impl Proxy {
    /// A proxy that was given its first configuration. `key` is the subject of draws that belong to no request: where
    /// round robin begins, the jitter of ejections.
    #[must_use]
    pub fn new(key: u64, push: Arc<Push>) -> Proxy {
        Proxy {
            key,
            by_cluster: vec![UNUSED; push.clusters().len()],
            push,
            states: Slab::new(),
            streams: Slab::new(),
            connections: Slab::new(),
            active_faults: 0,
        }
    }

    /// The configuration it has now.
    #[must_use]
    pub fn push(&self) -> &Arc<Push> {
        &self.push
    }

    /// The key that a request came with, while it is not answered.
    #[must_use]
    pub fn key_of(&self, stream: StreamId) -> Option<u64> {
        self.streams.is_current(stream.index, stream.generation).then(|| self.streams.at(stream.index))?.map(|s| s.key)
    }
}
