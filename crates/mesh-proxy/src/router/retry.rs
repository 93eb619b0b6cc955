//! Whether a failed try is tried again (`retry_state_impl.cc`).

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
