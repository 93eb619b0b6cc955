//! Timers: what the proxy asks to be told later.

use serde::{Deserialize, Serialize};

use super::ids::{AttemptId, ConnectionId, Generation, StateIndex, StreamId};

/// A timer that the proxy armed. It comes back as `Input::Timer` unchanged. Timers are never disarmed: the proxy
/// recognises those that came to nothing by their generation and ignores them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Timer {
    /// A fault's delay is over.
    FaultDelay(StreamId),
    /// The route's timeout, over all tries.
    RouteTimeout(StreamId),
    /// The per-try timeout.
    PerTryTimeout(AttemptId),
    /// The back-off is over: the attempt of this number starts.
    BackOff(AttemptId),
    /// The cluster's connect timeout.
    ConnectTimeout(ConnectionId),
    /// A connection has lived for the cluster's `max_connection_duration`.
    ConnectionDuration(ConnectionId),
    /// Connections of a cluster have been idle for its idle timeout.
    PoolIdle {
        /// Which cluster state; not its index in the configuration.
        cluster: StateId,
    },
    /// The interval of outlier detection.
    OutlierInterval {
        /// Which cluster state; not its index in the configuration.
        cluster: StateId,
    },
    /// A cluster that takes any address looks for hosts that are of no use any more.
    HostCleanup {
        /// Which cluster state; not its index in the configuration.
        cluster: StateId,
    },
    /// The end of a merge window: the load balancer learns changes of health.
    MergeWindow {
        /// Which cluster state; not its index in the configuration.
        cluster: StateId,
        /// The priority whose hosts changed.
        priority: u32,
    },
}

/// The state of one cluster in one proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StateId {
    /// Where it is.
    pub index: StateIndex,
    /// Tells apart the states that had the same index.
    pub generation: Generation,
}
