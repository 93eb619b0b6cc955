//! What the proxy does.

use super::ids::{AddressId, AttemptId, ClusterIndex, ConnectionId, StreamId};
use super::timer::Timer;
use crate::flags::ResponseFlags;
use crate::response::ResponseDetails;
use crate::time::Time;
use crate::upstream::{EjectionType, Overflow};

/// One thing that the proxy wants done, in the order in which it was decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Open a connection. Answer with `Input::Connected` or `Input::ConnectFailed`; the proxy arms the connect timeout.
    Connect {
        /// The new connection.
        connection: ConnectionId,
        /// Whose pool it is in.
        cluster: ClusterIndex,
        /// Where to.
        address: AddressId,
    },
    /// Close a connection that carries nothing any more.
    Close(ConnectionId),
    /// Send a try of a request. Answer with `Input::Response` or `Input::UpstreamReset`.
    Send(Send),
    /// Give up an attempt that was sent: its answer no longer matters.
    ResetAttempt(AttemptId),
    /// Come back with `Input::Timer` at this time.
    Arm {
        /// What to come back with.
        timer: Timer,
        /// When.
        at: Time,
    },
    /// A mirrored copy of a request begins: its own stream, whose `Send` follows now or once it has a connection.
    Mirror {
        /// The copy.
        stream: StreamId,
        /// The request that is copied.
        parent: StreamId,
        /// The key of the request that is copied.
        key: u64,
        /// Which of the route's mirror policies.
        policy: u32,
        /// Where the copy goes.
        cluster: ClusterIndex,
    },
    /// The stream is over: answer the client. For a mirrored copy: its answer, to be discarded.
    Respond {
        /// Which request; the id is free for another one from now on.
        stream: StreamId,
        /// The key it came with.
        key: u64,
        /// The answer.
        response: Response,
    },
    /// Something happened to a cluster that people want to see.
    Event(ClusterEvent),
}

/// A try of a request on its way to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Send {
    /// Which try; its number is what `x-envoy-attempt-count` says.
    pub attempt: AttemptId,
    /// The key that the request came with.
    pub key: u64,
    /// The connection that carries it.
    pub connection: ConnectionId,
    /// The cluster.
    pub cluster: ClusterIndex,
    /// The host.
    pub address: AddressId,
    /// Whether this is a mirrored copy.
    pub mirror: bool,
}

/// What the client gets, and what the access log says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// The status that counts: the HTTP status, or the one that the failure of a gRPC call stands for. 0 where the
    /// client went away before there was one.
    pub status: u16,
    /// `grpc-status`, where the answer is one to a gRPC call: it goes out as HTTP 200.
    pub grpc_status: Option<u32>,
    /// `%RESPONSE_FLAGS%`.
    pub flags: ResponseFlags,
    /// `%RESPONSE_CODE_DETAILS%`; also says whether the host or the proxy answered.
    pub details: ResponseDetails,
    /// How many tries were made: 0 where none got as far as a host being picked.
    pub attempts: u32,
    /// The cluster of the route.
    pub cluster: Option<ClusterIndex>,
    /// The host of the last try.
    pub address: Option<AddressId>,
    /// Whether the answer carries `x-envoy-overloaded: true`.
    pub overloaded: bool,
}

impl Response {
    /// The HTTP status as it is on the wire and in the access log.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        if self.grpc_status.is_some() { 200 } else { self.status }
    }
}

/// What happened to a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClusterEvent {
    /// The cluster.
    pub cluster: ClusterIndex,
    /// What.
    pub kind: ClusterEventKind,
}

/// The kinds of cluster events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterEventKind {
    /// Outlier detection found a host bad.
    Ejection {
        /// The host.
        address: AddressId,
        /// Which detector.
        reason: EjectionType,
        /// Whether it was put out: the detector may be told not to enforce.
        enforced: bool,
        /// The multiplier of the base ejection time, from 1; 0 where it is not enforced.
        backoff: u32,
        /// How long it stays out at least, before the tick that ends it.
        until: Time,
    },
    /// `max_ejection_percent` kept a host in.
    EjectionRefused {
        /// The host.
        address: AddressId,
        /// Which detector.
        reason: EjectionType,
    },
    /// An ejected host is back.
    Unejection {
        /// The host.
        address: AddressId,
    },
    /// A circuit breaker was full.
    Overflow {
        /// Which one.
        breaker: Overflow,
    },
}
