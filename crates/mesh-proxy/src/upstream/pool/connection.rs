//! One connection to a host (`ActiveClient`).

use super::PoolKey;
use crate::proxy::{HostSlot, StateIndex};
use crate::time::Time;
use crate::upstream::PoolSettings;

/// The life of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Connecting,
    /// Can take another request.
    Ready,
    /// Carries as many as it can.
    Busy,
    /// Takes no more and closes after its last request.
    Draining,
}

/// A connection.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// Where the cluster's state is.
    pub(crate) cluster: StateIndex,
    /// Which host.
    pub(crate) host: HostSlot,
    /// Which of the host's pools.
    pub(crate) pool: PoolKey,
    pub(crate) phase: Phase,
    /// Requests in flight.
    pub(crate) active: u32,
    /// Requests that it may still take in its life.
    pub(crate) remaining: u32,
    /// Requests at once.
    pub(crate) concurrent: u32,
    /// Whether a request that is given up leaves it usable.
    pub(crate) speaks_http2: bool,
    /// Since when it carries nothing.
    pub(crate) idle_since: Time,
}

impl Connection {
    pub(crate) fn new(cluster: StateIndex, host: HostSlot, pool: PoolKey, settings: &PoolSettings, now: Time) -> Self {
        let speaks_http2 = pool.speaks_http2(settings);
        Connection {
            cluster,
            host,
            pool,
            phase: Phase::Connecting,
            active: 0,
            remaining: match settings.maximum_requests_per_connection {
                0 => u32::MAX,
                most => most,
            },
            concurrent: if speaks_http2 { settings.maximum_concurrent_streams.max(1) } else { 1 },
            speaks_http2,
            idle_since: now,
        }
    }

    /// How many requests it can take from the start.
    pub(crate) fn capacity(&self) -> u64 {
        u64::from(self.remaining.min(self.concurrent))
    }
}
