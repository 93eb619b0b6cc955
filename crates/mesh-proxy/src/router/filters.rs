//! The filters before the router: local replies of the route tables, and faults (`fault_filter.cc`).

use std::sync::Arc;

use super::{FaultAbort, FaultPolicy, RouteOutcome, RoutePolicy};
use crate::draw::{Draws, Purpose};
use crate::flags::ResponseFlag;
use crate::grpc::{grpc_status_of_http, http_status_of_grpc};
use crate::proxy::{ClusterIndex, Context, NewRequest, Observer, Phase, Proxy, Stream, StreamId, Timer};
use crate::response::ResponseDetails;

impl Proxy {
    /// A downstream request whose route was chosen becomes a stream.
    pub(crate) fn take_request<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        request: &NewRequest<'_>,
    ) -> StreamId {
        let decision = request.decision;
        let policy = match (decision.outcome, self.push().policy(decision.route)) {
            (RouteOutcome::NotFound, _) | (_, None) => Arc::<RoutePolicy>::default(),
            (_, Some(policy)) => policy.clone(),
        };
        let mut stream = Stream::new(request.key, request.key, request.stream_id, policy);
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
        let (index, generation) = self.streams.insert(stream);
        let id = StreamId { index, generation };
        cx.observer.stream(id, None);
        // The fault filter comes first: it delays and aborts also what the route answers by itself.
        if self.fault(cx, index) {
            return id;
        }
        match decision.outcome {
            RouteOutcome::Cluster(cluster) => self.forward(cx, index, cluster),
            RouteOutcome::ClusterNotFound(status) => self.cluster_not_found(cx, index, status),
            RouteOutcome::Direct(status) => self.reply(cx, index, status, ResponseDetails::DirectResponse),
            RouteOutcome::NotFound => {
                self.set_flag(index, ResponseFlag::NoRouteFound);
                self.reply(cx, index, 404, ResponseDetails::RouteNotFound);
            }
        }
        id
    }

    /// Delays or answers the request as its route's fault says. True: the request does not go on now.
    fn fault<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) -> bool {
        let Some(stream) = self.streams.at(index) else { return true };
        let policy = stream.policy.clone();
        let Some(fault) = &policy.fault else { return false };
        let subject = stream.subject;
        if let Some((delay, share)) = fault.delay
            && !delay.is_zero()
            && share.contains(self.draw(cx, index, subject, Purpose::FaultDelay))
            && self.take_fault(cx, index, fault)
        {
            self.set_flag(index, ResponseFlag::DelayInjected);
            let id = self.stream_id(index);
            cx.observer.fault_delay(id, delay);
            let push = self.push().clone();
            if let Some(stream) = self.streams.at_mut(index) {
                stream.phase = Phase::FaultDelay;
                stream.routed_by = Some(push);
            }
            let at = cx.now + delay;
            cx.arm(Timer::FaultDelay(id), at);
            return true;
        }
        self.abort(cx, index, fault)
    }

    /// Answers the request if its route's abort takes it.
    fn abort<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32, fault: &FaultPolicy) -> bool {
        let Some(subject) = self.streams.at(index).map(|stream| stream.subject) else { return true };
        let Some((abort, share)) = fault.abort else { return false };
        if !share.contains(self.draw(cx, index, subject, Purpose::FaultAbort)) || !self.take_fault(cx, index, fault) {
            return false;
        }
        let is_grpc = self.streams.at(index).is_some_and(|stream| stream.is_grpc);
        let (status, grpc_status) = match abort {
            FaultAbort::Http(status) => (status, is_grpc.then(|| grpc_status_of_http(status))),
            // Who does not speak gRPC gets 200 and no grpc-status.
            FaultAbort::Grpc(_) if !is_grpc => (200, None),
            FaultAbort::Grpc(status) => (http_status_of_grpc(status), Some(status)),
        };
        let id = self.stream_id(index);
        cx.observer.fault_abort(id, status);
        self.set_flag(index, ResponseFlag::FaultInjected);
        self.reply_with(cx, index, status, grpc_status, ResponseDetails::FaultFilterAbort);
        true
    }

    /// The delay of a fault is over: the abort is looked at now, else the request goes on.
    pub(crate) fn fault_delay_over<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.phase = Phase::Idle;
        let (policy, outcome) = (stream.policy.clone(), stream.outcome);
        if let Some(fault) = &policy.fault
            && self.abort(cx, index, fault)
        {
            return;
        }
        self.release_fault(index);
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

    /// The position that a cluster of the stream's route has now: while a fault delayed it, a push may have come.
    pub(crate) fn cluster_now(&self, index: u32, cluster: ClusterIndex) -> Option<ClusterIndex> {
        match self.streams.at(index).and_then(|stream| stream.routed_by.as_ref()) {
            Some(routed_by) if !Arc::ptr_eq(routed_by, self.push()) => {
                self.push().index_of(&routed_by.cluster(cluster)?.settings.name)
            }
            _ => Some(cluster),
        }
    }

    fn cluster_not_found<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32, status: u16) {
        self.set_flag(index, ResponseFlag::NoClusterFound);
        self.reply(cx, index, status, ResponseDetails::ClusterNotFound);
    }

    /// A place among the faults at once; a request that has one keeps it.
    fn take_fault<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        fault: &FaultPolicy,
    ) -> bool {
        let id = self.stream_id(index);
        let full = fault.max_active_faults.is_some_and(|most| self.active_faults >= most);
        let Some(stream) = self.streams.at_mut(index) else { return false };
        if stream.holds_fault {
            return true;
        }
        if full {
            cx.observer.fault_overflow(id);
            return false;
        }
        stream.holds_fault = true;
        self.active_faults += 1;
        true
    }

    pub(crate) fn release_fault(&mut self, index: u32) {
        if let Some(stream) = self.streams.at_mut(index)
            && std::mem::take(&mut stream.holds_fault)
        {
            self.active_faults = self.active_faults.saturating_sub(1);
        }
    }

    fn draw<D: Draws, O: Observer>(
        &self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        subject: u64,
        purpose: Purpose,
    ) -> u64 {
        let value = cx.draws.draw(subject, purpose, 0);
        cx.observer.draw(self.stream_id(index), purpose, 0, value);
        value
    }
}
