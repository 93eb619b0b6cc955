//! What the route tables say about a request.

use crate::proxy::{ClusterIndex, RouteIndex};

/// The outcome of routing one request: indices only, so it can be kept for requests that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteDecision {
    /// What becomes of the request.
    pub outcome: RouteOutcome,
    /// The route, whose policy holds; ignored where there was none.
    pub route: RouteIndex,
    /// The request's hash for ring hash and Maglev, where the route's hash policy gave one.
    pub hash: Option<u64>,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteOutcome {
    /// It goes to a cluster.
    Cluster(ClusterIndex),
    /// Its cluster does not exist: answered with this status, NC.
    ClusterNotFound(u16),
    /// The route answers by itself: a redirect or a direct response.
    Direct(u16),
    /// No route: 404 NR.
    NotFound,
}
