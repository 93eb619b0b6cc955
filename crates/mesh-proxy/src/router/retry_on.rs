//! The conditions of `retry_on` (`x-envoy-retry-on` and `x-envoy-retry-grpc-on`).

use std::fmt;

/// One condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RetryCondition {
    /// `5xx`
    FiveXx,
    /// `gateway-error`
    GatewayError,
    /// `connect-failure`
    ConnectFailure,
    /// `retriable-4xx`
    Retriable4xx,
    /// `refused-stream`
    RefusedStream,
    /// `cancelled`
    Cancelled,
    /// `deadline-exceeded`
    DeadlineExceeded,
    /// `resource-exhausted`
    ResourceExhausted,
    /// `unavailable`
    Unavailable,
    /// `internal`
    Internal,
    /// `retriable-status-codes`
    RetriableStatusCodes,
    /// `reset`
    Reset,
    /// `retriable-headers`
    RetriableHeaders,
    /// `envoy-ratelimited`
    EnvoyRateLimited,
    /// `http3-post-connect-failure`
    Http3PostConnectFailure,
    /// `reset-before-request`
    ResetBeforeRequest,
}

const NAMES: [(&str, RetryCondition); 16] = [
    ("5xx", RetryCondition::FiveXx),
    ("gateway-error", RetryCondition::GatewayError),
    ("connect-failure", RetryCondition::ConnectFailure),
    ("retriable-4xx", RetryCondition::Retriable4xx),
    ("refused-stream", RetryCondition::RefusedStream),
    ("cancelled", RetryCondition::Cancelled),
    ("deadline-exceeded", RetryCondition::DeadlineExceeded),
    ("resource-exhausted", RetryCondition::ResourceExhausted),
    ("unavailable", RetryCondition::Unavailable),
    ("internal", RetryCondition::Internal),
    ("retriable-status-codes", RetryCondition::RetriableStatusCodes),
    ("reset", RetryCondition::Reset),
    ("retriable-headers", RetryCondition::RetriableHeaders),
    ("envoy-ratelimited", RetryCondition::EnvoyRateLimited),
    ("http3-post-connect-failure", RetryCondition::Http3PostConnectFailure),
    ("reset-before-request", RetryCondition::ResetBeforeRequest),
];

/// The conditions of `retry_on`, as a set.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RetryOn(u32);

impl RetryOn {
    /// Reads a comma-separated list. Like Envoy it takes no notice of words that it does not know.
    #[must_use]
    pub fn parse(text: &str) -> RetryOn {
        let words = text.split(',').map(str::trim);
        let conditions = words.filter_map(|word| NAMES.iter().find(|(name, _)| *name == word));
        conditions.fold(RetryOn::default(), |set, (_, condition)| set.with(*condition))
    }

    /// The set of some conditions.
    #[must_use]
    pub fn of(conditions: &[RetryCondition]) -> RetryOn {
        conditions.iter().fold(RetryOn::default(), |set, condition| set.with(*condition))
    }

    /// The same set with one condition more.
    #[must_use]
    pub fn with(self, condition: RetryCondition) -> RetryOn {
        RetryOn(self.0 | 1 << condition as u8)
    }

    /// Both sets together.
    #[must_use]
    pub fn union(self, other: RetryOn) -> RetryOn {
        RetryOn(self.0 | other.0)
    }

    /// Whether a condition is in the set.
    #[must_use]
    pub fn has(self, condition: RetryCondition) -> bool {
        self.0 & (1 << condition as u8) != 0
    }

    /// Whether any condition of another set is in it.
    #[must_use]
    pub fn has_any(self, conditions: RetryOn) -> bool {
        self.0 & conditions.0 != 0
    }

    /// Whether there is no condition.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Debug for RetryOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(NAMES.iter().filter(|(_, condition)| self.has(*condition)).map(|(name, _)| name)).finish()
    }
}
