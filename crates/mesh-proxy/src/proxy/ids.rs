//! Handles: small, copyable, and stale ones are recognised.

use serde::{Deserialize, Serialize};

/// Places in tables whose entries come and go: a place is used again.
macro_rules! places {
    ($($(#[$about:meta])* $visibility:vis $name:ident;)*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        $visibility struct $name(pub u32);

        impl $name {
            /// Its place in tables of all that have such a number.
            #[must_use]
            $visibility fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(number)
            }
        }

        impl From<$name> for usize {
            fn from(place: $name) -> Self {
                place.index()
            }
        }
    )* };
}

places! {
    /// A place in a proxy's table of streams: small and dense, so it may index a table of the caller too.
    pub StreamIndex;
    /// A place in a proxy's table of connections.
    pub ConnectionIndex;
    /// A place in a proxy's table of cluster states; not the cluster's place in the configuration.
    pub StateIndex;
    /// A place among the hosts of a cluster that a proxy has sent something to; not the host's place among the endpoints.
    pub(crate) HostSlot;
}

/// Tells apart what had the same place, one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Generation(pub u32);

impl Generation {
    /// That of what has the place next.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// One request as the proxy knows it. The index is reused once the stream is over, the generation is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StreamId {
    /// Where it is.
    pub index: StreamIndex,
    /// Tells apart the streams that had the same index.
    pub generation: Generation,
}

impl StreamId {
    /// That of no stream.
    pub const NONE: StreamId = StreamId { index: StreamIndex(u32::MAX), generation: Generation(0) };
}

/// The number that Envoy draws once for each request and calls its stream id: shares of routes and mirrors and the choice
/// among weighted clusters come from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StreamNumber(pub u64);

/// One try of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AttemptId {
    /// The request that is tried.
    pub stream: StreamId,
    /// 1 for the first try.
    pub number: u32,
}

/// One connection to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConnectionId {
    /// Where it is.
    pub index: ConnectionIndex,
    /// Tells apart the connections that had the same index.
    pub generation: Generation,
}

/// A cluster: its position in the configuration that the proxy has now (`CompiledConfig`'s order).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClusterIndex(pub u32);

/// A route: its number among all routes of the configuration that the proxy has now (`CompiledConfig`'s order), which is
/// that of its policy, too (`Push::policy`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RouteIndex(pub u32);

impl RouteIndex {
    /// That of no route.
    pub const NONE: RouteIndex = RouteIndex(u32::MAX);
}

/// A cluster among the weighted ones of its route, in the order in which the route names them (`WeightedCluster::clusters`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WeightIndex(pub u32);

impl WeightIndex {
    /// Its place in tables of the route's weighted clusters.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An upstream address of the pushed configuration (`Push::address`), or one that a client asked for, which only the
/// caller knows (`NewRequest::asked`). The same address has the same id in all clusters and in every later push of the
/// same chain, so a caller may keep a table by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AddressId(pub u32);
