//! What a route does beyond naming a cluster, every default filled in.

use std::time::Duration;

use super::retry_on::RetryOn;
use crate::config::FractionalPercent;
use crate::proxy::ClusterIndex;

/// The part of a route that works while a request is under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoutePolicy {
    /// Over all tries; zero is none. Envoy's default of 15 s must have been filled in.
    pub timeout: Duration,
    /// The longest deadline that a gRPC call may ask for in place of `timeout`; zero is any, `None` leaves `timeout`.
    pub max_grpc_timeout: Option<Duration>,
    /// Retries, if any.
    pub retry: Option<RetryPolicy>,
    /// The fault filter, if it applies.
    pub fault: Option<FaultPolicy>,
    /// Mirrored copies.
    pub mirrors: Vec<MirrorPolicy>,
    /// Uses the HIGH circuit breakers and pools.
    pub high_priority: bool,
}

/// When and how often a request is tried again (`route_components.proto`, RetryPolicy).
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    /// The conditions.
    pub retry_on: RetryOn,
    /// How many retries: 1 unless set.
    pub maximum_retries: u32,
    /// How long one try may take; zero is any time.
    pub per_try_timeout: Duration,
    /// For `retriable-status-codes`, sorted.
    pub retriable_status_codes: Vec<u16>,
    /// First bound of the back-off: 25 ms unless set.
    pub base_interval: Duration,
    /// Last bound of the back-off: 10 times the first unless set.
    pub maximum_interval: Duration,
    /// Whether hosts that were tried are avoided.
    pub previous_hosts: bool,
    /// Whether the priorities of the tries before are avoided: after every so many tries they are looked at anew.
    pub previous_priorities: Option<u32>,
    /// How often another host is picked at most.
    pub host_selection_retry_maximum_attempts: u32,
    /// Whether the back-off follows the answer's `Retry-After`, and up to which length.
    pub rate_limited_maximum_interval: Option<Duration>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            retry_on: RetryOn::default(),
            maximum_retries: 1,
            per_try_timeout: Duration::ZERO,
            retriable_status_codes: Vec::new(),
            base_interval: Duration::from_millis(25),
            maximum_interval: Duration::from_millis(250),
            previous_hosts: false,
            previous_priorities: None,
            host_selection_retry_maximum_attempts: 1,
            rate_limited_maximum_interval: None,
        }
    }
}

/// The fault filter of a route (`fault.proto`); header matches are the route decision's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultPolicy {
    /// A fixed delay and its share.
    pub delay: Option<(Duration, FractionalPercent)>,
    /// An answer and its share.
    pub abort: Option<(FaultAbort, FractionalPercent)>,
    /// Requests with a fault at once; `None` is any number.
    pub max_active_faults: Option<u32>,
}

/// What an aborted request is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultAbort {
    /// An HTTP status.
    Http(u16),
    /// A `grpc-status`, with HTTP 200.
    Grpc(u32),
}

/// A mirrored copy of a route's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MirrorPolicy {
    /// Where it goes; `None` where the cluster does not exist: the copy is dropped.
    pub cluster: Option<ClusterIndex>,
    /// Which share, tested with the stream id; `None` is all.
    pub fraction: Option<FractionalPercent>,
}
