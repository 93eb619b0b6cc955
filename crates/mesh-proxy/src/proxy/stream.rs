//! A request on its way through the proxy.

use std::sync::Arc;

use super::context::Context;
use super::ids::{AddressId, AttemptId, ClusterIndex, ConnectionIndex, HostSlot, StateIndex, StreamId, StreamNumber};
use super::observer::Observer;
use super::push::Push;
use crate::draw::{Draws, Purpose};
use crate::flags::ResponseFlags;
use crate::grpc::GrpcCall;
use crate::router::{RouteOutcome, RoutePolicy};
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
    InFlight(ConnectionIndex),
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
    pub(crate) state: Option<StateIndex>,
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
    pub(crate) host: HostSlot,
    pub(crate) address: Option<AddressId>,
    /// What the tries before tell about priorities, where the route's retries avoid those.
    pub(crate) previous_priorities: Option<Box<PreviousPriorities>>,
    /// Hosts of the tries before; filled when a retry begins, so that it costs nothing otherwise.
    pub(crate) tried: Vec<AddressId>,
}

impl Stream {
    /// Draws for it.
    pub(crate) fn draw<D: Draws, O: Observer>(&self, cx: &mut Context<'_, D, O>, purpose: Purpose) -> u64 {
        let value = cx.draws.draw(self.subject, purpose, 0);
        cx.observer.draw(self.id, purpose, 0, value);
        value
    }

    /// One that has not begun.
    pub(super) fn new(id: StreamId, policy: Arc<RoutePolicy>) -> Self {
        Stream {
            id,
            key: 0,
            subject: 0,
            stream_number: StreamNumber(0),
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
            retries_left: 0,
            holds_retry: false,
            holds_fault: false,
            started: false,
            mirror: false,
            host: HostSlot::default(),
            address: None,
            previous_priorities: None,
            tried: Vec::new(),
        }
    }

    /// A request begins in the place of one that is over: nothing of that is left but its policy, where it is the same.
    pub(super) fn begin(&mut self, policy: &Arc<RoutePolicy>) {
        let Stream {
            id: _,
            key: _,
            subject: _,
            stream_number: _,
            policy: own,
            timeout,
            is_grpc,
            came_in_http2,
            asked,
            outcome,
            routed_by,
            cluster,
            state,
            hash,
            flags,
            phase,
            attempt,
            retries_left,
            holds_retry,
            holds_fault,
            started,
            mirror,
            host,
            address,
            previous_priorities,
            tried,
        } = self;
        // Counting who holds it costs more than looking.
        if !Arc::ptr_eq(own, policy) {
            own.clone_from(policy);
        }
        *timeout = policy.timeout;
        *retries_left = policy.retry.as_ref().map_or(0, |retry| retry.maximum_retries);
        (*is_grpc, *came_in_http2, *mirror, *started) = (false, false, false, false);
        (*holds_retry, *holds_fault) = (false, false);
        (*outcome, *phase, *flags) = (RouteOutcome::NotFound, Phase::Idle, ResponseFlags::NONE);
        (*cluster, *state, *hash, *asked, *address) = (None, None, None, None, None);
        (*attempt, *host) = (0, HostSlot::default());
        (*routed_by, *previous_priorities) = (None, None);
        tried.clear();
    }

    /// Lets go of what is large once it is over.
    pub(super) fn end(&mut self) {
        self.routed_by = None;
        self.previous_priorities = None;
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
