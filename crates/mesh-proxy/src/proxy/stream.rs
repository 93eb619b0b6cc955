//! Requests on their way through the proxy.

use std::sync::Arc;

use super::context::Context;
use super::ids::{AddressId, AttemptId, ClusterIndex, StreamId, StreamNumber};
use super::observer::Observer;
use super::push::Push;
use crate::draw::{Draws, Purpose};
use crate::flags::{ResponseFlag, ResponseFlags};
use crate::grpc::GrpcCall;
use crate::router::{RouteOutcome, RoutePolicy};
use crate::slab::Slab;
use crate::time::Duration;
use crate::upstream::PreviousPriorities;

/// Where a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing is going on yet, or its end is being worked out.
    Idle,
    /// A fault delays it.
    FaultDelay,
    /// It waits for a connection.
    Pending,
    /// A host works on it, on this connection.
    InFlight(u32),
    /// It waits before its next try.
    BackOff,
}

/// A request and what the router knows of it.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    pub(crate) id: StreamId,
    /// The caller's key.
    pub(crate) key: u64,
    /// Whose draws are taken: the key, or one drawn from it for a mirrored copy.
    pub(crate) subject: u64,
    pub(crate) stream_number: StreamNumber,
    pub(crate) policy: Arc<RoutePolicy>,
    /// The route's timeout, over all tries; zero is none.
    pub(crate) timeout: Duration,
    /// Whether it is a gRPC call.
    pub(crate) is_grpc: bool,
    /// Whether it came in HTTP/2; a mirrored copy comes in HTTP/1.1 (`AsyncStreamImpl`).
    pub(crate) came_in_http2: bool,
    /// The address that its client asked for; nobody asked for that of a mirrored copy.
    pub(crate) asked: Option<AddressId>,
    /// What the route tables said.
    pub(crate) outcome: RouteOutcome,
    /// The configuration that its route is of, where a fault delayed it.
    pub(crate) routed_by: Option<Arc<Push>>,
    pub(crate) cluster: Option<ClusterIndex>,
    /// Position of the cluster's state, once it has one.
    pub(crate) state: Option<u32>,
    pub(crate) hash: Option<u64>,
    pub(crate) flags: ResponseFlags,
    pub(crate) phase: Phase,
    /// Number of the current try, from 1; 0 before the first.
    pub(crate) attempt: u32,
    pub(crate) retries_left: u32,
    /// Whether it counts against the breaker's retries.
    pub(crate) holds_retry: bool,
    /// Whether it counts against the faults at once.
    pub(crate) holds_fault: bool,
    /// Whether any try was sent to a host.
    pub(crate) started: bool,
    pub(crate) mirror: bool,
    /// Slot of the current try's host.
    pub(crate) host: u32,
    pub(crate) address: Option<AddressId>,
    /// What the tries before tell about priorities, where the route's retries avoid those.
    pub(crate) previous_priorities: Option<Box<PreviousPriorities>>,
    /// Hosts of the tries before; filled when a retry begins, so that it costs nothing otherwise.
    pub(crate) tried: Vec<AddressId>,
}

impl Stream {
    pub(crate) fn new(
        id: StreamId,
        key: u64,
        subject: u64,
        stream_number: StreamNumber,
        policy: Arc<RoutePolicy>,
    ) -> Self {
        let retries_left = policy.retry.as_ref().map_or(0, |retry| retry.maximum_retries);
        Stream {
            id,
            key,
            subject,
            stream_number,
            timeout: policy.timeout,
            policy,
            is_grpc: false,
            came_in_http2: false,
            asked: None,
            outcome: RouteOutcome::NotFound,
            routed_by: None,
            cluster: None,
            state: None,
            hash: None,
            flags: ResponseFlags::NONE,
            phase: Phase::Idle,
            attempt: 0,
            retries_left,
            holds_retry: false,
            holds_fault: false,
            started: false,
            mirror: false,
            host: 0,
            address: None,
            previous_priorities: None,
            tried: Vec::new(),
        }
    }

    /// Makes it a gRPC call: its own deadline takes the place of the route's timeout where the route lets it
    /// (`FilterUtility::finalTimeout`).
    pub(crate) fn set_grpc(&mut self, call: GrpcCall) {
        self.is_grpc = true;
        if let Some(longest) = self.policy.max_grpc_timeout {
            let asked = call.timeout.unwrap_or_default();
            let unbounded = longest.is_zero() || (!asked.is_zero() && asked <= longest);
            self.timeout = if unbounded { asked } else { longest };
        }
    }

    /// The id of the current try.
    pub(crate) fn attempt_id(&self) -> AttemptId {
        AttemptId { stream: self.id, number: self.attempt }
    }

    /// Which breakers and pools count.
    pub(crate) fn priority(&self) -> usize {
        usize::from(self.policy.high_priority)
    }
}

/// The requests of a proxy.
pub(crate) type Streams = Slab<Stream>;

impl Streams {
    /// The id of the next stream.
    pub(crate) fn next_id(&self) -> StreamId {
        let (index, generation) = self.next_position();
        StreamId { index, generation }
    }

    /// The id of a stream by its position.
    pub(crate) fn id(&self, index: u32) -> StreamId {
        StreamId { index, generation: self.generation(index) }
    }

    /// The id of a stream's current try.
    pub(crate) fn attempt_id(&self, index: u32) -> AttemptId {
        self.at(index).map_or(AttemptId { stream: self.id(index), number: 0 }, Stream::attempt_id)
    }

    /// The position of a stream that is not over.
    pub(crate) fn live(&self, stream: StreamId) -> Option<u32> {
        self.is_current(stream.index, stream.generation).then_some(stream.index)
    }

    /// The position of a stream that is in a phase.
    pub(crate) fn live_in(&self, stream: StreamId, phase: Phase) -> Option<u32> {
        self.live(stream).filter(|index| self.at(*index).is_some_and(|stream| stream.phase == phase))
    }

    /// The position of the stream whose current try this is, if a host works on it.
    pub(crate) fn in_flight(&self, attempt: AttemptId) -> Option<u32> {
        let stream = self.at(attempt.stream.index)?;
        let is_it = stream.attempt_id() == attempt && matches!(stream.phase, Phase::InFlight(_));
        is_it.then_some(attempt.stream.index)
    }

    /// The positions of those that a host works on, on one connection.
    pub(crate) fn in_flight_on(&self, connection: u32) -> Vec<u32> {
        let is_on = |(_, stream): &(u32, &Stream)| stream.phase == Phase::InFlight(connection);
        self.iter().filter(is_on).map(|(index, _)| index).collect()
    }

    /// Sets a flag of a stream.
    pub(crate) fn set_flag(&mut self, index: u32, flag: ResponseFlag) {
        if let Some(stream) = self.at_mut(index) {
            stream.flags.set(flag);
        }
    }

    /// Draws for a stream.
    pub(crate) fn draw<D: Draws, O: Observer>(
        &self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        subject: u64,
        purpose: Purpose,
    ) -> u64 {
        let value = cx.draws.draw(subject, purpose, 0);
        cx.observer.draw(self.id(index), purpose, 0, value);
        value
    }
}
