//! `RouteAction`: which cluster a request goes to, and how it is changed on the way.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::json::{duration, is_default};
use super::{
    HashPolicy, HeaderValueOption, Origin, RegexMatchAndSubstitute, RetryPolicy, RoutingPriority,
    RuntimeFractionalPercent,
};

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterSpecifier {
    /// To one cluster.
    Cluster(String),
    /// To the cluster that a header names.
    ClusterHeader(String),
    /// To one of several, by weight.
    WeightedClusters(WeightedCluster),
}

/// Clusters with weights.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WeightedCluster {
    /// In the order in which their shares follow each other.
    pub clusters: Vec<ClusterWeight>,
    /// A header whose decimal number takes the place of the random one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub header_name: String,
    /// Whether the request's hash takes the place of the random number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_hash_policy: Option<bool>,
}

/// One of several clusters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterWeight {
    /// The cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A header that names the cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cluster_header: String,
    /// Its share of the sum; absent means 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// Headers to add to the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub request_headers_to_add: Vec<HeaderValueOption>,
    /// Headers to take from the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub request_headers_to_remove: Vec<String>,
    /// Headers to add to the response.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_headers_to_add: Vec<HeaderValueOption>,
    /// Headers to take from the response.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_headers_to_remove: Vec<String>,
    /// The host that the upstream is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_rewrite_literal: Option<String>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// How the host that the upstream is asked for is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostRewriteSpecifier {
    /// A text.
    HostRewriteLiteral(String),
    /// The endpoint's host name.
    AutoHostRewrite(bool),
    /// A header's value.
    HostRewriteHeader(String),
    /// What a pattern makes of the path.
    HostRewritePathRegex(RegexMatchAndSubstitute),
}

/// The status when the cluster does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClusterNotFoundResponseCode {
    /// 503.
    #[default]
    ServiceUnavailable,
    /// 404.
    NotFound,
    /// 500.
    InternalServerError,
}

impl ClusterNotFoundResponseCode {
    /// The number.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::ServiceUnavailable => 503,
            Self::NotFound => 404,
            Self::InternalServerError => 500,
        }
    }
}

/// A copy of requests to another cluster, whose answers are thrown away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestMirrorPolicy {
    /// The cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cluster: String,
    /// A header that names the cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cluster_header: String,
    /// How many are copied; absent means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_fraction: Option<RuntimeFractionalPercent>,
    /// Whether copies are traced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_sampled: Option<bool>,
    /// Whether the copy's host goes without `-shadow`.
    #[serde(skip_serializing_if = "is_default")]
    pub disable_shadow_host_suffix_append: bool,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// Sends a request to a cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteAction {
    /// Where to.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub cluster_specifier: Option<ClusterSpecifier>,
    /// The status when the cluster does not exist.
    #[serde(skip_serializing_if = "is_default")]
    pub cluster_not_found_response_code: ClusterNotFoundResponseCode,
    /// A text in place of the matched prefix, or of the whole path where the match is exact.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prefix_rewrite: String,
    /// A pattern and its replacement in the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex_rewrite: Option<RegexMatchAndSubstitute>,
    /// The host that the upstream is asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub host_rewrite_specifier: Option<HostRewriteSpecifier>,
    /// Whether a host that is rewritten is appended to `x-forwarded-host`.
    #[serde(skip_serializing_if = "is_default")]
    pub append_x_forwarded_host: bool,
    /// How long the request may take with all its tries; absent means 15 s, 0 any time.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// The longest deadline that `grpc-timeout` of a gRPC call may ask for in place of `timeout`; 0 means any, absent
    /// that it is not looked at.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_grpc_timeout: Option<Duration>,
    /// How long it may be idle.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub idle_timeout: Option<Duration>,
    /// When it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_policy: Option<RetryPolicy>,
    /// Copies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub request_mirror_policies: Vec<RequestMirrorPolicy>,
    /// Which thresholds of the circuit breakers count.
    #[serde(skip_serializing_if = "is_default")]
    pub priority: RoutingPriority,
    /// What decides the host in ring hash and Maglev.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hash_policy: Vec<HashPolicy>,
    /// Where the timeout comes from.
    #[serde(skip)]
    pub timeout_origin: Origin,
    /// Where the rewrite of path or host comes from.
    #[serde(skip)]
    pub rewrite_origin: Origin,
    /// Where the cluster comes from, where there is only one.
    #[serde(skip)]
    pub origin: Origin,
}
