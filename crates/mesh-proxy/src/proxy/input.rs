//! What the proxy is told.

use std::time::Duration;

use super::ids::{AddressId, AttemptId, ConnectionId, StreamId, StreamNumber};
use super::timer::Timer;
use crate::grpc::GrpcCall;
use crate::router::RouteDecision;

/// One thing that happened to the proxy. Inputs about streams, attempts and connections that are over are ignored.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// A connection that the proxy asked for is established.
    Connected(ConnectionId),
    /// A connection that the proxy asked for was refused or could not be made.
    ConnectFailed(ConnectionId),
    /// The host closed a connection; its attempts in flight end with UC.
    Disconnected(ConnectionId),
    /// The host answered an attempt, headers and body at once.
    Response(AttemptId, UpstreamResponse),
    /// The host reset an attempt instead of answering.
    UpstreamReset(AttemptId, UpstreamReset),
    /// The client went away.
    DownstreamReset(StreamId),
    /// A timer that the proxy armed has come.
    Timer(Timer),
}

/// A downstream request, complete, whose route was chosen (`Push::decide`).
#[derive(Clone, Copy, Debug)]
pub struct NewRequest<'a> {
    /// Subject of all draws made for this request: the same key gives the same draws.
    pub key: u64,
    /// Envoy's stream id: `draws.draw(key, Purpose::StreamId, 0)`, the number that the route decision was made with.
    pub stream_number: StreamNumber,
    /// What the route tables said.
    pub decision: &'a RouteDecision,
    /// What it says of itself where it is a gRPC call (`route::Request::grpc_call`).
    pub grpc: Option<GrpcCall>,
    /// Whether it came in HTTP/2: that decides where a cluster speaks what its clients speak.
    pub came_in_http2: bool,
    /// The address that its connection was made to, with the port that its cluster puts in place of its own: the host in a
    /// cluster that takes any address. `None`: it is not known, as where connections are not redirected to the proxy.
    pub asked: Option<AddressId>,
}

/// What the proxy needs to know of an answer. Headers for the client are the caller's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UpstreamResponse {
    /// The HTTP status.
    pub status: u16,
    /// `grpc-status` of an answer to a gRPC call, where it is in the headers.
    pub grpc_status: Option<u32>,
    /// Whether `x-envoy-ratelimited` is there.
    pub rate_limited: bool,
    /// Whether `x-envoy-degraded` is there.
    pub degraded: bool,
    /// `Retry-After` or another reset header that the retry policy reads, as a duration.
    pub retry_after: Option<Duration>,
    /// Whether one of the retry policy's `retriable_headers` matches.
    pub retriable_header: bool,
}

impl UpstreamResponse {
    /// An answer of which only the status matters.
    #[must_use]
    pub fn status(status: u16) -> Self {
        UpstreamResponse { status, ..UpstreamResponse::default() }
    }
}

/// How a host ended an attempt without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpstreamReset {
    /// It reset the stream (UR).
    Remote,
    /// It reset the stream with REFUSED_STREAM (UR): it did no work on it.
    RefusedStream,
    /// Its answer broke the protocol (UPE).
    ProtocolError,
    /// It closed the connection that carried the attempt (UC).
    ConnectionTermination,
}
