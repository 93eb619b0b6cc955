//! A request on its way: what its route says, its copies, its answer, and everything that it held.

use std::sync::Arc;

use super::RouteOutcome;
use super::fault::Faulted;
use crate::draw::{Draws, Purpose};
use crate::flags::ResponseFlag;
use crate::grpc::grpc_status_of_http;
use crate::proxy::{
    Action, ClusterIndex, Context, NewRequest, Observer, Phase, Proxy, Response, StreamId, StreamIndex, Timer,
};
use crate::response::{ResetReason, ResponseDetails};
use crate::upstream::AttemptResult;

/// The status of requests that took too long.
pub(super) const TIMEOUT_STATUS: u16 = 504;

impl Proxy {
    /// A downstream request whose route was chosen becomes a stream.
    pub(crate) fn take_request<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        request: &NewRequest<'_>,
    ) -> StreamId {
        let decision = request.decision;
        let policy = match decision.outcome {
            RouteOutcome::NotFound => None,
            _ => self.clusters.push.policy(decision.route),
        };
        let Some(stream) = self.streams.begin(policy) else { return StreamId::NONE };
        (stream.key, stream.subject, stream.stream_number) = (request.key, request.key, request.stream_number);
        if let Some(call) = request.grpc {
            stream.set_grpc(call);
        }
        stream.came_in_http2 = request.came_in_http2;
        stream.asked = request.asked;
        stream.hash = decision.hash;
        stream.outcome = decision.outcome;
        if let RouteOutcome::Cluster(cluster) = decision.outcome {
            stream.cluster = Some(cluster);
        }
        let (id, index) = (stream.id, stream.id.index);
        cx.observer.stream(id, None);
        // The fault filter comes first: it delays and aborts also what the route answers by itself.
        let faulted = match stream.policy.fault {
            Some(_) => stream.fault(cx, &mut self.active_faults, &self.clusters.push),
            None => None,
        };
        match faulted {
            Some(Faulted::Delayed) => return id,
            Some(Faulted::Aborted { status, grpc_status }) => {
                self.reply_with(cx, index, status, grpc_status, ResponseDetails::FaultFilterAbort);
                return id;
            }
            None => {}
        }
        match decision.outcome {
            RouteOutcome::Cluster(cluster) => self.forward(cx, index, cluster),
            RouteOutcome::ClusterNotFound(status) => self.cluster_not_found(cx, index, status),
            RouteOutcome::Direct(status) => self.reply(cx, index, status, ResponseDetails::DirectResponse),
            RouteOutcome::NotFound => {
                self.streams.set_flag(index, ResponseFlag::NoRouteFound);
                self.reply(cx, index, 404, ResponseDetails::RouteNotFound);
            }
        }
        id
    }

    /// The delay of a fault is over: the abort is looked at now, else the request goes on.
    pub(crate) fn fault_delay_over<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.phase = Phase::Idle;
        let outcome = stream.outcome;
        if let Some(Faulted::Aborted { status, grpc_status }) = stream.abort(cx, &mut self.active_faults) {
            self.reply_with(cx, index, status, grpc_status, ResponseDetails::FaultFilterAbort);
            return;
        }
        self.active_faults.release(stream);
        match outcome {
            RouteOutcome::Cluster(cluster) => match self.cluster_now(index, cluster) {
                Some(cluster) => self.forward(cx, index, cluster),
                None => self.cluster_not_found(cx, index, 503),
            },
            RouteOutcome::ClusterNotFound(status) => self.cluster_not_found(cx, index, status),
            RouteOutcome::Direct(status) => self.reply(cx, index, status, ResponseDetails::DirectResponse),
            RouteOutcome::NotFound => {}
        }
    }

    /// The request goes to a cluster.
    fn forward<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        cluster: ClusterIndex,
    ) {
        let Some(state) = self.clusters.state_of(cx.now, cluster, cx.draws) else {
            self.cluster_not_found(cx, index, 503);
            return;
        };
        if let Some(entry) = self.clusters.states.at_mut(state) {
            entry.users += 1;
        }
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.state = Some(state);
        stream.cluster = Some(cluster);
        let (id, timeout, mirrors) = (stream.id, stream.timeout, !stream.mirror && !stream.policy.mirrors.is_empty());
        self.start_attempt(cx, index);
        // An answer that the proxy gave at once is not mirrored and needs no timeout.
        if timeout.is_zero() && !mirrors || self.streams.live(id).is_none() {
            return;
        }
        if mirrors {
            self.start_mirrors(cx, index);
        }
        if !timeout.is_zero() {
            let at = cx.now + timeout;
            cx.arm(Timer::RouteTimeout(id), at);
        }
    }

    /// The position that a cluster of the stream's route has now: while a fault delayed it, a push may have come.
    pub(crate) fn cluster_now(&self, index: StreamIndex, cluster: ClusterIndex) -> Option<ClusterIndex> {
        match self.streams.at(index).and_then(|stream| stream.routed_by.as_ref()) {
            Some(routed_by) if !Arc::ptr_eq(routed_by, self.push()) => {
                self.push().index_of(&routed_by.cluster(cluster)?.settings.name)
            }
            _ => Some(cluster),
        }
    }

    /// Answers that the cluster is not there.
    pub(super) fn cluster_not_found<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        status: u16,
    ) {
        self.streams.set_flag(index, ResponseFlag::NoClusterFound);
        self.reply(cx, index, status, ResponseDetails::ClusterNotFound);
    }

    /// Starts the copies of a request that its route's mirror policies ask for. They are taken by the stream id, as
    /// weighted clusters are: the two go together.
    pub(crate) fn start_mirrors<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        let Some(stream) = self.streams.at(index) else { return };
        let (key, stream_number, hash, policy) = (stream.key, stream.stream_number, stream.hash, stream.policy.clone());
        let timeout = stream.timeout;
        let parent = self.streams.id(index);
        for (position, mirror) in policy.mirrors.iter().enumerate() {
            if mirror.fraction.is_some_and(|fraction| !fraction.contains(stream_number.0)) {
                continue;
            }
            let Some(cluster) = mirror.cluster.and_then(|cluster| self.cluster_now(index, cluster)) else { continue };
            let position = position as u32;
            let subject = cx.draws.draw(key, Purpose::Mirror, position);
            let Some(copy) = self.streams.begin(Some(&policy)) else { continue };
            (copy.key, copy.subject, copy.stream_number) = (key, subject, stream_number);
            copy.mirror = true;
            copy.timeout = timeout;
            copy.hash = hash;
            copy.cluster = Some(cluster);
            copy.outcome = RouteOutcome::Cluster(cluster);
            let id = copy.id;
            cx.observer.stream(id, Some(parent));
            cx.actions.push(Action::Mirror { stream: id, parent, key, policy: position, cluster });
            self.forward(cx, id.index, cluster);
        }
    }

    /// The route's timeout passed, over all tries (`Filter::onResponseTimeout`).
    pub(crate) fn route_timeout<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        if self.streams.at(index).is_some_and(|stream| matches!(stream.phase, Phase::InFlight(_))) {
            self.cancel_in_flight(cx, index);
            self.report(cx, index, AttemptResult::LocalOriginTimeout, Some(TIMEOUT_STATUS));
        }
        self.streams.set_flag(index, ResponseFlag::UpstreamRequestTimeout);
        self.reply(cx, index, TIMEOUT_STATUS, ResponseDetails::ResponseTimeout);
    }

    /// The client went away: nothing is reported of the host.
    pub(crate) fn downstream_reset<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        self.cancel_in_flight(cx, index);
        self.streams.set_flag(index, ResponseFlag::DownstreamConnectionTermination);
        self.reply(cx, index, 0, ResponseDetails::DownstreamRemoteDisconnect);
    }

    /// Answers the client by the proxy itself; a gRPC call gets the status as a grpc-status (`Utility::sendLocalReply`).
    pub(crate) fn reply<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        status: u16,
        details: ResponseDetails,
    ) {
        let is_grpc = status != 0 && self.streams.at(index).is_some_and(|stream| stream.is_grpc);
        let grpc_status = is_grpc.then(|| grpc_status_of_http(status));
        self.reply_with(cx, index, status, grpc_status, details);
    }

    /// Answers the client and lets go of all that the request held.
    pub(crate) fn reply_with<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        status: u16,
        grpc_status: Option<u32>,
        details: ResponseDetails,
    ) {
        let Some(stream) = self.streams.at_mut(index) else { return };
        let response = Response {
            status,
            grpc_status,
            flags: stream.flags,
            details,
            attempts: stream.attempt,
            cluster: stream.cluster,
            address: stream.address,
            overloaded: details == ResponseDetails::UpstreamResetBeforeResponseStarted(ResetReason::Overflow),
        };
        cx.actions.push(Action::Respond { stream: stream.id, key: stream.key, response });
        self.active_faults.release(stream);
        let state = stream.state;
        if let Some(mut attempt) = self.attempt(index) {
            attempt.release_retry();
        }
        let freed = self.release_attempt(cx, index, details == ResponseDetails::ViaUpstream);
        self.streams.end(index);
        let Some(state) = state else { return };
        let Some(cluster) = self.clusters.states.at_mut(state) else { return };
        cluster.users = cluster.users.saturating_sub(1);
        let retired = cluster.retired;
        self.serve_freed(cx, freed);
        if retired {
            self.clusters.drop_if_unused(state, &mut self.connections, cx.actions);
        }
    }
}
