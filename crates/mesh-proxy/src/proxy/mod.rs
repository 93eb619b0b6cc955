//! One proxy: what comes in, what it does, and the seam to watch it.

mod action;
mod clusters;
mod connections;
mod context;
mod gauges;
mod handle;
mod ids;
mod input;
mod observer;
mod push;
mod stream;
mod streams;
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
pub(crate) use ids::HostSlot;
pub use ids::{
    AddressId, AttemptId, ClusterIndex, ConnectionId, ConnectionIndex, Generation, RouteIndex, StateIndex, StreamId,
    StreamIndex, StreamNumber, WeightIndex,
};
pub use input::{Input, NewRequest, UpstreamReset, UpstreamResponse};
pub use observer::{HostView, Observer, Unobserved};
pub use push::{Addresses, Discovered, Push, PushedCluster};
pub use timer::{StateId, Timer};

pub(crate) use clusters::Clusters;
pub(crate) use connections::Connections;
pub(crate) use context::Context;
pub(crate) use stream::{Phase, Stream};
pub(crate) use streams::Streams;

use crate::router::ActiveFaults;
use crate::time::Time;

/// The state of one proxy: its requests, its connections, and the clusters it has used so far.
#[derive(Clone, Debug)]
pub struct Proxy {
    pub(crate) clusters: Clusters,
    pub(crate) streams: Streams,
    pub(crate) connections: Connections,
    pub(crate) active_faults: ActiveFaults,
}

impl Proxy {
    /// A proxy that was given its first configuration. `key` is the subject of draws that belong to no request: where
    /// round robin begins, the jitter of ejections.
    #[must_use]
    pub fn new(key: u64, push: Arc<Push>) -> Proxy {
        Proxy {
            clusters: Clusters::new(key, push),
            streams: Streams::default(),
            connections: Connections::new(),
            active_faults: ActiveFaults::default(),
        }
    }

    /// Sets how many bytes rings and tables of one cluster may take; any number unless set.
    pub fn set_allowance(&mut self, bytes: u64) {
        self.clusters.allowance = bytes;
    }

    /// Bytes of state made so far, whether or not they are still there: what making it cost.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.clusters.made
    }

    /// Whether a ring or a table was not made because there is no memory for it: what this proxy does since then is
    /// not what Envoy would do.
    #[must_use]
    pub fn is_starved(&self) -> bool {
        self.clusters.is_starved
    }

    /// Bytes of state that it holds now, without what proxies share, and how many of its clusters are in use.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        (size_of::<Self>() + self.clusters.bytes() + self.streams.bytes() + self.connections.bytes()) as u64
    }

    /// Takes a configuration. Clusters that it left unchanged keep their hosts' state; the others serve what they have
    /// and are made anew on their next use. Requests under way go on with the route that they were given.
    pub fn update(&mut self, now: Time, push: Arc<Push>, actions: &mut Vec<Action>) {
        self.clusters.update(now, push, &mut self.connections, actions);
    }

    /// Takes other endpoints of some clusters of the configuration that it has: as [`Self::update`] with a push that
    /// [`Push::with_endpoints`] made, but only these clusters are looked at.
    pub fn discover(
        &mut self,
        now: Time,
        push: Arc<Push>,
        clusters: impl IntoIterator<Item = ClusterIndex>,
        actions: &mut Vec<Action>,
    ) {
        self.clusters.discover(now, push, clusters, &mut self.connections, actions);
    }

    /// The gauges of a cluster; `None` while the proxy has not used it.
    #[must_use]
    pub fn gauges(&self, now: Time, cluster: ClusterIndex) -> Option<ClusterGauges> {
        self.clusters.gauges(now, cluster)
    }

    /// The gauges of every cluster that the proxy has used, in the order of the configuration.
    pub fn all_gauges(&self, now: Time) -> impl Iterator<Item = ClusterGauges> {
        self.clusters.all_gauges(now)
    }

    /// The configuration it has now.
    #[must_use]
    pub fn push(&self) -> &Arc<Push> {
        &self.clusters.push
    }

    /// The connections that are open or being made, and where they lead.
    pub fn connections(&self) -> impl Iterator<Item = (ConnectionId, AddressId)> {
        self.connections.iter().filter_map(|(index, connection)| {
            let host = self.clusters.states.at(connection.cluster)?.hosts.get(connection.host.index())?;
            Some((self.connections.id(index), host.address))
        })
    }
}
