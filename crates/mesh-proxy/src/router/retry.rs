//! Whether a failed try is tried again, and when (`retry_state_impl.cc`).

use super::attempt::Attempt;
use super::back_off;
use super::policy::RetryPolicy;
use super::retry_on::{RetryCondition, RetryOn};
use crate::draw::{Draws, Purpose};
use crate::proxy::{AttemptId, ClusterEventKind, Context, Observer, Phase, Timer, UpstreamResponse};
use crate::response::ResetReason;
use crate::time::Duration;
use crate::upstream::Overflow;

/// The answer of the retry policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryVerdict {
    /// The policy does not ask for it.
    No,
    /// It is tried again.
    Yes,
    /// The policy asks for it but no retry is left (URX).
    LimitExceeded,
    /// The policy asks for it but the circuit breaker is full (UO).
    Overflow,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptEnd {
    Answered(UpstreamResponse),
    /// `started` tells whether any attempt of the request was sent to a host.
    Reset {
        reason: ResetReason,
        started: bool,
    },
}

impl RetryPolicy {
    /// Whether the policy asks for another try.
    pub(crate) fn wants_retry(&self, end: AttemptEnd) -> bool {
        match end {
            AttemptEnd::Answered(response) => self.wants_retry_of_response(response),
            AttemptEnd::Reset { reason, started } => self.wants_retry_of_reset(reason, started),
        }
    }

    fn wants_retry_of_response(&self, response: UpstreamResponse) -> bool {
        use RetryCondition as On;
        if response.rate_limited {
            return self.retry_on.has(On::EnvoyRateLimited);
        }
        let by_status = match response.status {
            502..=504 => RetryOn::of(&[On::FiveXx, On::GatewayError]),
            500..600 => RetryOn::of(&[On::FiveXx]),
            409 => RetryOn::of(&[On::Retriable4xx]),
            _ => RetryOn::default(),
        };
        let by_grpc_status = match response.grpc_status {
            Some(1) => RetryOn::of(&[On::Cancelled]),
            Some(4) => RetryOn::of(&[On::DeadlineExceeded]),
            Some(8) => RetryOn::of(&[On::ResourceExhausted]),
            Some(13) => RetryOn::of(&[On::Internal]),
            Some(14) => RetryOn::of(&[On::Unavailable]),
            _ => RetryOn::default(),
        };
        self.retry_on.has_any(by_status.union(by_grpc_status))
            || self.retry_on.has(On::RetriableStatusCodes) && self.retriable_status_codes.contains(&response.status)
            || self.retry_on.has(On::RetriableHeaders) && response.retriable_header
    }

    fn wants_retry_of_reset(&self, reason: ResetReason, started: bool) -> bool {
        use RetryCondition as On;
        let connecting = matches!(
            reason,
            ResetReason::LocalConnectionFailure | ResetReason::RemoteConnectionFailure | ResetReason::ConnectionTimeout
        );
        if reason == ResetReason::Overflow {
            return false;
        }
        connecting && self.retry_on.has(On::ConnectFailure)
            || !started && self.retry_on.has(On::ResetBeforeRequest)
            || self.retry_on.has(On::Reset)
            || self.retry_on.has(On::FiveXx)
            || self.retry_on.has(On::GatewayError)
            || reason == ResetReason::RemoteRefusedStreamReset && self.retry_on.has(On::RefusedStream)
    }
}

impl Attempt<'_> {
    /// Whether the try is followed by another one (`RetryStateImpl::shouldRetry`).
    pub(super) fn decide_retry<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        end: AttemptEnd,
    ) -> RetryVerdict {
        let Some(retry) = self.stream.policy.retry.as_ref().filter(|_| !self.stream.mirror) else {
            return RetryVerdict::No;
        };
        let wanted = retry.wants_retry(end);
        self.release_retry();
        let Self { stream, cluster, .. } = self;
        let verdict = if !wanted {
            RetryVerdict::No
        } else if stream.retries_left == 0 {
            RetryVerdict::LimitExceeded
        } else {
            // Counted before the breaker is asked.
            stream.retries_left -= 1;
            let breaker = &mut cluster.breakers[stream.priority()];
            if breaker.can_retry() {
                breaker.retries += 1;
                stream.holds_retry = true;
                RetryVerdict::Yes
            } else {
                cx.actions.push(cluster.event(ClusterEventKind::Overflow { breaker: Overflow::Retries }));
                RetryVerdict::Overflow
            }
        };
        if O::RECORDS && verdict != RetryVerdict::Yes {
            cx.observer.retry(stream.attempt_id(), verdict, None);
        }
        verdict
    }

    /// The request waits before its next try.
    pub(super) fn back_off<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        retry_after: Option<Duration>,
    ) {
        let Self { stream, cluster, .. } = self;
        let id = stream.attempt_id();
        let Some(retry) = &stream.policy.retry else { return };
        let draw = cx.draws.draw(stream.subject, Purpose::BackOff, stream.attempt);
        cx.observer.draw(id.stream, Purpose::BackOff, stream.attempt, draw);
        let wait = back_off(retry, stream.attempt, retry_after, draw);
        stream.phase = Phase::BackOff;
        if retry.previous_hosts {
            stream.tried.extend(stream.address);
        }
        if retry.previous_priorities.is_some() {
            let priority = stream.address.and_then(|address| cluster.priority_of(address));
            stream.previous_priorities.get_or_insert_default().attempted(priority);
        }
        cx.observer.retry(id, RetryVerdict::Yes, Some(wait));
        let next = AttemptId { number: id.number + 1, ..id };
        let at = cx.now + wait;
        cx.arm(Timer::BackOff(next), at);
    }

    /// Gives the place of the request among the retries of its cluster back, if it has one.
    pub(super) fn release_retry(&mut self) {
        if std::mem::take(&mut self.stream.holds_retry) {
            let breaker = &mut self.cluster.breakers[self.stream.priority()];
            breaker.retries = breaker.retries.saturating_sub(1);
        }
    }
}
