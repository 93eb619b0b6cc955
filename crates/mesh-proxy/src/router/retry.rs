//! Whether a failed try is tried again (`retry_state_impl.cc`).

use super::policy::RetryPolicy;
use super::retry_on::RetryCondition;
use crate::proxy::UpstreamResponse;
use crate::response::ResetReason;

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
        let status = response.status;
        let grpc = |condition, code| self.retry_on.has(condition) && response.grpc_status == Some(code);
        self.retry_on.has(On::FiveXx) && (500..600).contains(&status)
            || self.retry_on.has(On::GatewayError) && (502..=504).contains(&status)
            || self.retry_on.has(On::Retriable4xx) && status == 409
            || self.retry_on.has(On::RetriableStatusCodes) && self.retriable_status_codes.contains(&status)
            || self.retry_on.has(On::RetriableHeaders) && response.retriable_header
            || grpc(On::Cancelled, 1)
            || grpc(On::DeadlineExceeded, 4)
            || grpc(On::ResourceExhausted, 8)
            || grpc(On::Internal, 13)
            || grpc(On::Unavailable, 14)
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
