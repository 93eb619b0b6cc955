//! Circuit breakers: the limits of a cluster at one priority (`resource_manager_impl.h`).

use serde::{Deserialize, Serialize};

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// `max_connections`: no further connection was opened.
    Connections,
    /// `max_pending_requests`: a request failed with UO.
    PendingRequests,
    /// `max_requests`: a request failed with UO.
    Requests,
    /// `max_retries` or the retry budget: a retry was not made.
    Retries,
}
