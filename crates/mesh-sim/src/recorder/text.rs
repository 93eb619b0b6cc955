//! Texts of a record.

use mesh_proxy::upstream::Overflow;

/// Envoy's name of a limit.
pub(crate) fn breaker(breaker: Overflow) -> &'static str {
    match breaker {
        Overflow::Connections => "max_connections",
        Overflow::PendingRequests => "max_pending_requests",
        Overflow::Requests => "max_requests",
        Overflow::Retries => "max_retries",
    }
}
