//! `envoy.extensions.filters.http.fault.v3.HTTPFault`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::json::duration;
use super::{FractionalPercent, HeaderMatcher, Origin};

/// Faults that the client's proxy injects.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, tag = "@type", rename = "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault")]
pub struct HttpFault {
    /// Requests that wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<FaultDelay>,
    /// Requests that are answered by the proxy itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abort: Option<FaultAbort>,
    /// Only requests to this cluster; empty means any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub upstream_cluster: String,
    /// Only requests that all of these hold for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<HeaderMatcher>,
    /// How many faults are active at once; absent means any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_active_faults: Option<u32>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// A delay before the request goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultDelay {
    /// How long.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub fixed_delay: Option<Duration>,
    /// How many; absent means none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<FractionalPercent>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// An answer without any upstream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultAbort {
    /// The HTTP status, 200 to 599.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u32>,
    /// The gRPC status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grpc_status: Option<u32>,
    /// How many; absent means none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<FractionalPercent>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}
