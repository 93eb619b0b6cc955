//! `envoy.config.cluster.v3.CircuitBreakers`.

use serde::{Deserialize, Serialize};

use super::json::is_default;
use super::{Origin, Percent};

/// Which thresholds a request counts against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoutingPriority {
    /// The usual ones.
    #[default]
    Default,
    /// Those for important requests.
    High,
}

/// How much a cluster may have at once, per proxy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CircuitBreakers {
    /// At most one for each priority; the first counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Thresholds>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// The limits of one priority.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thresholds {
    /// For which requests.
    #[serde(skip_serializing_if = "is_default")]
    pub priority: RoutingPriority,
    /// Connections; absent means 1024.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_connections: Option<u32>,
    /// Requests that wait for a connection; absent means 1024.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_pending_requests: Option<u32>,
    /// Requests under way; absent means 1024.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_requests: Option<u32>,
    /// Retries under way; absent means 3. A retry budget takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_retries: Option<u32>,
    /// Retries under way, as a share of the requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_budget: Option<RetryBudget>,
    /// Whether what is left is shown in statistics.
    #[serde(skip_serializing_if = "is_default")]
    pub track_remaining: bool,
    /// Connection pools; absent means any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_connection_pools: Option<u32>,
}

/// How many retries may be under way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetryBudget {
    /// Of the requests under way and waiting; absent means 20 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_percent: Option<Percent>,
    /// At least as many; absent means 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_retry_concurrency: Option<u32>,
}
