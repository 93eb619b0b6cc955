//! `RouteConfiguration`, `VirtualHost`, `Route`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::json::is_default;
use super::{
    CorsPolicy, DirectResponseAction, HeaderValueOption, HttpFault, Origin, RedirectAction, RouteAction, RouteMatch,
};

/// The virtual hosts of one or more listeners.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteConfiguration {
    /// What a listener calls it.
    pub name: String,
    /// In the order in which they were made, which says nothing about the choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub virtual_hosts: Vec<VirtualHost>,
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
    /// Whether headers are changed from the route configuration inward instead of from the route outward.
    #[serde(skip_serializing_if = "is_default")]
    pub most_specific_header_mutations_wins: bool,
    /// Whether the port in the Host header is left out when a virtual host is chosen.
    #[serde(skip_serializing_if = "is_default")]
    pub ignore_port_in_host_matching: bool,
    /// Whether clusters must exist when the routes are loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_clusters: Option<bool>,
}

/// Whether a virtual host asks for TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TlsRequirementType {
    /// No.
    #[default]
    None,
    /// Requests from outside are redirected to https.
    ExternalOnly,
    /// All requests are redirected to https.
    All,
}

/// The routes of some hosts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VirtualHost {
    /// For logs and statistics.
    pub name: String,
    /// Hosts: exact, `*.suffix`, `prefix.*`, or `*`.
    pub domains: Vec<String>,
    /// The first that matches is taken. Hosts of one rule share them.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub routes: Arc<[Route]>,
    /// Whether TLS is asked for.
    #[serde(skip_serializing_if = "is_default")]
    pub require_tls: TlsRequirementType,
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
    /// Settings of HTTP filters for all its routes.
    #[serde(skip_serializing_if = "TypedPerFilterConfig::is_empty")]
    pub typed_per_filter_config: TypedPerFilterConfig,
    /// Whether the upstream is told which try it sees, in `x-envoy-attempt-count`.
    #[serde(skip_serializing_if = "is_default")]
    pub include_request_attempt_count: bool,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// Settings of HTTP filters for a virtual host or a route.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedPerFilterConfig {
    /// Faults.
    #[serde(rename = "envoy.filters.http.fault", skip_serializing_if = "Option::is_none")]
    pub fault: Option<Box<HttpFault>>,
    /// Cross-origin resource sharing.
    #[serde(rename = "envoy.filters.http.cors", skip_serializing_if = "Option::is_none")]
    pub cors: Option<Box<CorsPolicy>>,
}

impl TypedPerFilterConfig {
    /// Whether no filter is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fault.is_none() && self.cors.is_none()
    }
}

/// What a route does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Sends the request to a cluster.
    Route(Box<RouteAction>),
    /// Sends the client elsewhere.
    Redirect(RedirectAction),
    /// Answers.
    DirectResponse(DirectResponseAction),
}

/// What a route is called in traces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decorator {
    /// The name.
    pub operation: String,
    /// Whether the host is told it in `x-envoy-decorator-operation`; absent means yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub propagate: Option<bool>,
}

/// Which requests, and what is done with them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// For logs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Which requests.
    #[serde(rename = "match")]
    pub route_match: RouteMatch,
    /// What is done with them.
    #[serde(flatten)]
    pub action: Action,
    /// What it is called in traces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decorator: Option<Decorator>,
    /// Settings of HTTP filters.
    #[serde(default, skip_serializing_if = "TypedPerFilterConfig::is_empty")]
    pub typed_per_filter_config: TypedPerFilterConfig,
    /// Headers to add to the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request_headers_to_add: Vec<HeaderValueOption>,
    /// Headers to take from the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request_headers_to_remove: Vec<String>,
    /// Headers to add to the response.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_headers_to_add: Vec<HeaderValueOption>,
    /// Headers to take from the response.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_headers_to_remove: Vec<String>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl Route {
    /// A route without a name, filters or header changes.
    #[must_use]
    pub fn new(route_match: RouteMatch, action: Action) -> Self {
        Self {
            name: String::new(),
            route_match,
            action,
            decorator: None,
            typed_per_filter_config: TypedPerFilterConfig::default(),
            request_headers_to_add: Vec::new(),
            request_headers_to_remove: Vec::new(),
            response_headers_to_add: Vec::new(),
            response_headers_to_remove: Vec::new(),
            origin: Origin::NONE,
        }
    }
}
