//! Faults: requests that are delayed or answered before the router has them (`fault_filter.cc`).

use std::sync::Arc;

use super::{FaultAbort, FaultPolicy};
use crate::draw::{Draws, Purpose};
use crate::flags::ResponseFlag;
use crate::grpc::{grpc_status_of_http, http_status_of_grpc};
use crate::proxy::{Context, Observer, Phase, Push, Stream, Timer};

/// How many requests the fault filter holds at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ActiveFaults(pub(crate) u32);

impl ActiveFaults {
    /// A place among the faults at once; a request that has one keeps it.
    fn take<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        stream: &mut Stream,
        fault: &FaultPolicy,
    ) -> bool {
        if stream.holds_fault {
            return true;
        }
        if fault.max_active_faults.is_some_and(|most| self.0 >= most) {
            cx.observer.fault_overflow(stream.id);
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

/// What the filter did to a request that does not go on now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Faulted {
    /// It goes on later.
    Delayed,
    /// It is answered.
    Aborted {
        /// With this status.
        status: u16,
        /// With this one, if it is a gRPC call.
        grpc_status: Option<u32>,
    },
}

impl Stream {
    /// Delays or aborts the request as its route's fault says. `push` is the configuration that its route is of.
    pub(super) fn fault<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        active: &mut ActiveFaults,
        push: &Arc<Push>,
    ) -> Option<Faulted> {
        let policy = self.policy.clone();
        let fault = policy.fault.as_ref()?;
        if let Some((delay, share)) = fault.delay
            && !delay.is_zero()
            && share.contains(self.draw(cx, Purpose::FaultDelay))
            && active.take(cx, self, fault)
        {
            self.flags.set(ResponseFlag::DelayInjected);
            cx.observer.fault_delay(self.id, delay);
            self.phase = Phase::FaultDelay;
            self.routed_by = Some(push.clone());
            let at = cx.now + delay;
            cx.arm(Timer::FaultDelay(self.id), at);
            return Some(Faulted::Delayed);
        }
        self.abort(cx, active)
    }

    /// Aborts the request if its route's fault says so.
    pub(super) fn abort<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        active: &mut ActiveFaults,
    ) -> Option<Faulted> {
        let policy = self.policy.clone();
        let fault = policy.fault.as_ref()?;
        let (abort, share) = fault.abort?;
        if !share.contains(self.draw(cx, Purpose::FaultAbort)) || !active.take(cx, self, fault) {
            return None;
        }
        let (status, grpc_status) = match abort {
            FaultAbort::Http(status) => (status, self.is_grpc.then(|| grpc_status_of_http(status))),
            // Who does not speak gRPC gets 200 and no grpc-status.
            FaultAbort::Grpc(_) if !self.is_grpc => (200, None),
            FaultAbort::Grpc(status) => (http_status_of_grpc(status), Some(status)),
        };
        cx.observer.fault_abort(self.id, status);
        self.flags.set(ResponseFlag::FaultInjected);
        Some(Faulted::Aborted { status, grpc_status })
    }
}
