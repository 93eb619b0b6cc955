//! The end of a try: an answer or a reset, and whether another one follows (`Filter::onUpstreamHeaders`, `onUpstreamReset`).

use super::{AttemptEnd, RetryVerdict, back_off};
use crate::draw::{Draws, Purpose};
use crate::flags::ResponseFlag;
use crate::grpc::http_status_of_grpc;
use crate::proxy::{
    Action, AttemptId, ClusterEventKind, Context, Observer, Phase, Proxy, Timer, UpstreamReset, UpstreamResponse,
};
use crate::response::{ResetReason, ResponseDetails};
use crate::time::Duration;
use crate::upstream::{AttemptResult, Overflow, PoolKey};

impl Proxy {
    /// A host answered the current try.
    pub(crate) fn answered<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        response: UpstreamResponse,
    ) {
        let code = response.grpc_status.map_or(response.status, http_status_of_grpc);
        let result = match code {
            500.. => AttemptResult::ExtOriginRequestFailed,
            _ if response.degraded => AttemptResult::ExtOriginRequestDegraded,
            _ => AttemptResult::ExtOriginRequestSuccess,
        };
        self.report(cx, index, result, Some(code));
        match self.decide(cx, index, AttemptEnd::Answered(response)) {
            RetryVerdict::Yes => {
                let freed = self.release_attempt(cx, index, true);
                self.back_off(cx, index, response.retry_after);
                self.serve_freed(cx, freed);
                return;
            }
            RetryVerdict::LimitExceeded => self.set_flag(index, ResponseFlag::UpstreamRetryLimitExceeded),
            RetryVerdict::Overflow => self.set_flag(index, ResponseFlag::UpstreamOverflow),
            RetryVerdict::No => {}
        }
        // A gRPC failure comes as 200: what counts is what it stands for.
        let failure = response.grpc_status.filter(|status| *status != 0).map(http_status_of_grpc);
        let grpc = response.grpc_status;
        self.reply_with(cx, index, failure.unwrap_or(response.status), grpc, ResponseDetails::ViaUpstream);
    }

    /// A host ended the current try without an answer.
    pub(crate) fn upstream_reset<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        reset: UpstreamReset,
    ) {
        let reason = match reset {
            UpstreamReset::Remote => ResetReason::RemoteReset,
            UpstreamReset::RefusedStream => ResetReason::RemoteRefusedStreamReset,
            UpstreamReset::ProtocolError => ResetReason::ProtocolError,
            UpstreamReset::ConnectionTermination => ResetReason::ConnectionTermination,
        };
        self.attempt_reset(cx, index, reason);
    }

    /// The current try ended without an answer, whoever ended it.
    pub(crate) fn attempt_reset<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        reason: ResetReason,
    ) {
        if reason != ResetReason::Overflow {
            self.report(cx, index, AttemptResult::LocalOriginConnectFailed, None);
        }
        let freed = self.release_attempt(cx, index, false);
        if !self.retry_after_reset(cx, index, reason) {
            self.set_flag(index, flag_of(reason));
            let status = if reason == ResetReason::ProtocolError { 502 } else { 503 };
            self.reply(cx, index, status, ResponseDetails::UpstreamResetBeforeResponseStarted(reason));
        }
        self.serve_freed(cx, freed);
    }

    /// Starts a retry if the policy wants one after a reset; else sets the flag that says why there was none.
    pub(crate) fn retry_after_reset<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        reason: ResetReason,
    ) -> bool {
        let started = self.streams.at(index).is_some_and(|stream| stream.started);
        match self.decide(cx, index, AttemptEnd::Reset { reason, started }) {
            RetryVerdict::Yes => {
                self.back_off(cx, index, None);
                return true;
            }
            RetryVerdict::LimitExceeded => self.set_flag(index, ResponseFlag::UpstreamRetryLimitExceeded),
            RetryVerdict::Overflow => self.set_flag(index, ResponseFlag::UpstreamOverflow),
            RetryVerdict::No => {}
        }
        false
    }

    /// Tells outlier detection how the try went.
    pub(crate) fn report<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        result: AttemptResult,
        code: Option<u16>,
    ) {
        let Some(stream) = self.streams.at(index) else { return };
        let (host, Some(state)) = (stream.host, stream.state) else { return };
        let Some(cluster) = self.states.at_mut(state) else { return };
        cluster.record(cx.now, host, result, code, cx.draws, cx.actions);
        if O::RECORDS
            && let Some(view) = cluster.view_of(host)
        {
            cx.observer.outlier_result(self.attempt_id(index), view);
        }
    }

    /// Whether the try is followed by another one (`RetryStateImpl::shouldRetry`).
    fn decide<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        end: AttemptEnd,
    ) -> RetryVerdict {
        let Some(stream) = self.streams.at(index) else { return RetryVerdict::No };
        let Some(retry) = stream.policy.retry.as_ref().filter(|_| !stream.mirror) else { return RetryVerdict::No };
        let wanted = retry.wants_retry(end);
        let priority = stream.priority();
        self.release_retry(index);
        let Some(stream) = self.streams.at_mut(index) else { return RetryVerdict::No };
        let verdict = if !wanted {
            RetryVerdict::No
        } else if stream.retries_left == 0 {
            RetryVerdict::LimitExceeded
        } else {
            // Counted before the breaker is asked.
            stream.retries_left -= 1;
            match stream.state.and_then(|state| self.states.at_mut(state)) {
                Some(cluster) if cluster.breakers[priority].can_retry() => {
                    cluster.breakers[priority].retries += 1;
                    stream.holds_retry = true;
                    RetryVerdict::Yes
                }
                Some(cluster) => {
                    let event = cluster.event(ClusterEventKind::Overflow { breaker: Overflow::Retries });
                    cx.actions.push(event);
                    RetryVerdict::Overflow
                }
                None => RetryVerdict::No,
            }
        };
        if O::RECORDS && verdict != RetryVerdict::Yes {
            cx.observer.retry(self.attempt_id(index), verdict, None);
        }
        verdict
    }

    /// The request waits before its next try.
    fn back_off<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        retry_after: Option<Duration>,
    ) {
        let id = self.attempt_id(index);
        let stream_id = id.stream;
        let Some(stream) = self.streams.at_mut(index) else { return };
        let Some(retry) = &stream.policy.retry else { return };
        let draw = cx.draws.draw(stream.subject, Purpose::BackOff, stream.attempt);
        cx.observer.draw(stream_id, Purpose::BackOff, stream.attempt, draw);
        let wait = back_off(retry, stream.attempt, retry_after, draw);
        stream.phase = Phase::BackOff;
        if retry.previous_hosts {
            stream.tried.extend(stream.address);
        }
        if retry.previous_priorities.is_some() {
            let cluster = stream.state.and_then(|state| self.states.at(state));
            let priority = stream.address.and_then(|address| cluster?.priority_of(address));
            stream.previous_priorities.get_or_insert_default().attempted(priority);
        }
        cx.observer.retry(id, RetryVerdict::Yes, Some(wait));
        let next = AttemptId { number: id.number + 1, ..id };
        let at = cx.now + wait;
        cx.arm(Timer::BackOff(next), at);
    }

    pub(crate) fn release_retry(&mut self, index: u32) {
        let Some(stream) = self.streams.at_mut(index) else { return };
        let priority = stream.priority();
        if std::mem::take(&mut stream.holds_retry)
            && let Some(cluster) = stream.state.and_then(|state| self.states.at_mut(state))
        {
            cluster.breakers[priority].retries = cluster.breakers[priority].retries.saturating_sub(1);
        }
    }

    /// Lets go of the current try's connection, or of its place in the queue. `answered` is false where the host's
    /// answer was not awaited.
    pub(crate) fn release_attempt<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        answered: bool,
    ) -> Option<Freed> {
        let stream = self.streams.at_mut(index)?;
        let (host, state) = (stream.host, stream.state?);
        let (priority, came_in_http2) = (stream.priority(), stream.came_in_http2);
        let phase = std::mem::replace(&mut stream.phase, Phase::Idle);
        let cluster = self.states.at_mut(state)?;
        let key = PoolKey::new(&cluster.settings.pool, priority, came_in_http2);
        match phase {
            Phase::InFlight(connection) => {
                cluster.stream_closed(cx.now, connection, answered, &mut self.connections, cx.actions);
                Some(Freed { state, host, key })
            }
            Phase::Pending => {
                cluster.cancel_pending(host, key, index);
                None
            }
            Phase::Idle | Phase::FaultDelay | Phase::BackOff => None,
        }
    }

    /// Gives what a try let go of to the requests that wait.
    pub(crate) fn serve_freed<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, freed: Option<Freed>) {
        if let Some(Freed { state, host, key }) = freed {
            self.serve_pending(cx, state, host, key);
        }
    }

    /// Tells the host that an answer is no longer awaited.
    pub(crate) fn cancel_in_flight<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        if self.streams.at(index).is_some_and(|stream| matches!(stream.phase, Phase::InFlight(_))) {
            cx.actions.push(Action::ResetAttempt(self.attempt_id(index)));
        }
    }
}

/// A pool in which a request may have found room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Freed {
    state: u32,
    host: u32,
    key: PoolKey,
}

fn flag_of(reason: ResetReason) -> ResponseFlag {
    match reason {
        ResetReason::Overflow => ResponseFlag::UpstreamOverflow,
        ResetReason::RemoteConnectionFailure | ResetReason::LocalConnectionFailure | ResetReason::ConnectionTimeout => {
            ResponseFlag::UpstreamConnectionFailure
        }
        ResetReason::ConnectionTermination => ResponseFlag::UpstreamConnectionTermination,
        ResetReason::RemoteReset | ResetReason::RemoteRefusedStreamReset => ResponseFlag::UpstreamRemoteReset,
        ResetReason::LocalReset => ResponseFlag::LocalReset,
        ResetReason::ProtocolError => ResponseFlag::UpstreamProtocolError,
    }
}
