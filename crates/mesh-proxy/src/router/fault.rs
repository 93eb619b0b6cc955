//! Faults: requests that are delayed or answered before the router has them (`fault_filter.cc`).

use super::{FaultAbort, FaultPolicy, RouteOutcome};
use crate::draw::{Draws, Purpose};
use crate::flags::ResponseFlag;
use crate::grpc::{grpc_status_of_http, http_status_of_grpc};
use crate::proxy::{Context, Observer, Phase, Proxy, Stream, StreamIndex, Streams, Timer};
use crate::response::ResponseDetails;

/// How many requests the fault filter holds at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ActiveFaults(pub(crate) u32);

impl ActiveFaults {
    /// A place among the faults at once; a request that has one keeps it.
    fn take<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        streams: &mut Streams,
        index: StreamIndex,
        fault: &FaultPolicy,
    ) -> bool {
        let id = streams.id(index);
        let full = fault.max_active_faults.is_some_and(|most| self.0 >= most);
        let Some(stream) = streams.at_mut(index) else { return false };
        if stream.holds_fault {
            return true;
        }
        if full {
            cx.observer.fault_overflow(id);
            return false;
        }
        stream.holds_fault = true;
        self.0 += 1;
        true
    }

    /// Gives the place of a request back, if it has one.
    pub(super) fn release(&mut self, stream: &mut Stream) {
        if std::mem::take(&mut stream.holds_fault) {
            self.0 = self.0.saturating_sub(1);
        }
    }
}

impl Proxy {
    /// Delays or answers the request as its route's fault says. True: the request does not go on now.
    pub(super) fn fault<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) -> bool {
        let Some(stream) = self.streams.at(index) else { return true };
        let policy = stream.policy.clone();
        let Some(fault) = &policy.fault else { return false };
        let subject = stream.subject;
        if let Some((delay, share)) = fault.delay
            && !delay.is_zero()
            && share.contains(self.streams.draw(cx, index, subject, Purpose::FaultDelay))
            && self.active_faults.take(cx, &mut self.streams, index, fault)
        {
            self.streams.set_flag(index, ResponseFlag::DelayInjected);
            let id = self.streams.id(index);
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
    fn abort<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        fault: &FaultPolicy,
    ) -> bool {
        let Some(subject) = self.streams.at(index).map(|stream| stream.subject) else { return true };
        let Some((abort, share)) = fault.abort else { return false };
        if !share.contains(self.streams.draw(cx, index, subject, Purpose::FaultAbort))
            || !self.active_faults.take(cx, &mut self.streams, index, fault)
        {
            return false;
        }
        let is_grpc = self.streams.at(index).is_some_and(|stream| stream.is_grpc);
        let (status, grpc_status) = match abort {
            FaultAbort::Http(status) => (status, is_grpc.then(|| grpc_status_of_http(status))),
            // Who does not speak gRPC gets 200 and no grpc-status.
            FaultAbort::Grpc(_) if !is_grpc => (200, None),
            FaultAbort::Grpc(status) => (http_status_of_grpc(status), Some(status)),
        };
        let id = self.streams.id(index);
        cx.observer.fault_abort(id, status);
        self.streams.set_flag(index, ResponseFlag::FaultInjected);
        self.reply_with(cx, index, status, grpc_status, ResponseDetails::FaultFilterAbort);
        true
    }

    /// The delay of a fault is over: the abort is looked at now, else the request goes on.
    pub(crate) fn fault_delay_over<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.phase = Phase::Idle;
        let (policy, outcome) = (stream.policy.clone(), stream.outcome);
        if let Some(fault) = &policy.fault
            && self.abort(cx, index, fault)
        {
            return;
        }
        if let Some(stream) = self.streams.at_mut(index) {
            self.active_faults.release(stream);
        }
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
}
