//! `envoy.extensions.filters.network.http_connection_manager.v3`.

use serde::{Deserialize, Serialize};

use super::RouteConfiguration;
use super::json::is_default;

/// What is done with `%2F` and `%5C` in a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PathWithEscapedSlashesAction {
    /// As it is.
    #[default]
    ImplementationSpecificDefault,
    /// They stay.
    KeepUnchanged,
    /// The request is answered 400.
    RejectRequest,
    /// The client is redirected to the path without them.
    UnescapeAndRedirect,
    /// They become slashes.
    UnescapeAndForward,
}

/// Where discovered configuration comes from; only that it comes from elsewhere matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigSource {}

/// A route configuration by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rds {
    /// The name.
    pub route_config_name: String,
}

/// Where a listener's routes are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteSpecifier {
    /// In [`ProxyConfig::route_configurations`](super::ProxyConfig).
    Rds(Rds),
    /// In the listener itself.
    RouteConfig(RouteConfiguration),
}

/// What is done with a `server` header that a response has already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ServerHeaderTransformation {
    /// The proxy's own takes its place.
    #[default]
    Overwrite,
    /// It stays; without one the proxy sets its own.
    AppendIfAbsent,
    /// It stays; without one there is none.
    PassThrough,
}

/// What is done with `x-forwarded-client-cert`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ForwardClientCertDetails {
    /// It is taken away.
    #[default]
    Sanitize,
    /// It stays on connections with a client certificate.
    ForwardOnly,
    /// The client's certificate is appended.
    AppendForward,
    /// The client's certificate takes its place.
    SanitizeSet,
    /// It stays, whatever the connection is.
    AlwaysForwardOnly,
}

/// What of the client's certificate is written into `x-forwarded-client-cert` beside its hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetCurrentClientCertDetails {
    /// Its subject; absent means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<bool>,
    /// The whole of it.
    #[serde(skip_serializing_if = "is_default")]
    pub cert: bool,
    /// It with those that vouch for it.
    #[serde(skip_serializing_if = "is_default")]
    pub chain: bool,
    /// Its DNS names.
    #[serde(skip_serializing_if = "is_default")]
    pub dns: bool,
    /// Its URI.
    #[serde(skip_serializing_if = "is_default")]
    pub uri: bool,
}

/// How `:scheme` is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SchemeHeaderTransformation {
    /// `http` or `https`, in place of whatever the client sent.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scheme_to_overwrite: String,
    /// Whether it becomes that of the connection to the host.
    #[serde(skip_serializing_if = "is_default")]
    pub match_upstream: bool,
}

/// `envoy.extensions.filters.http.router.v3.Router`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Router {
    /// Whether the router adds no `x-envoy-…` headers of its own but `x-envoy-attempt-count`.
    #[serde(skip_serializing_if = "is_default")]
    pub suppress_envoy_headers: bool,
}

/// Settings of a filter that are in force where a route has none of its own; all of ours are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmptyConfig {}

/// The known HTTP filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "@type")]
pub enum HttpFilterConfig {
    /// Faults.
    #[serde(rename = "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault")]
    Fault(EmptyConfig),
    /// Cross-origin resource sharing.
    #[serde(rename = "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors")]
    Cors(EmptyConfig),
    /// The last one.
    #[serde(rename = "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router")]
    Router(Router),
    /// One that is not known here; does nothing.
    #[serde(other)]
    Unknown,
}

/// A filter that requests pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpFilter {
    /// What routes call it.
    pub name: String,
    /// Which one.
    pub typed_config: HttpFilterConfig,
}

impl HttpFilter {
    /// Istio's filters as far as they are known here, in their order: fault, cors, router.
    #[must_use]
    pub fn istio(router: Router) -> Vec<HttpFilter> {
        let filter = |name: &str, typed_config| HttpFilter { name: name.to_owned(), typed_config };
        vec![
            filter("envoy.filters.http.fault", HttpFilterConfig::Fault(EmptyConfig {})),
            filter("envoy.filters.http.cors", HttpFilterConfig::Cors(EmptyConfig {})),
            filter("envoy.filters.http.router", HttpFilterConfig::Router(router)),
        ]
    }
}

/// Speaks HTTP with clients.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HttpConnectionManager {
    /// For statistics.
    pub stat_prefix: String,
    /// Where the routes are.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub route_specifier: Option<RouteSpecifier>,
    /// What requests pass, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub http_filters: Vec<HttpFilter>,
    /// What `server` of a response is; empty means `envoy`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub server_name: String,
    /// What is done with a `server` that the response has.
    #[serde(skip_serializing_if = "is_default")]
    pub server_header_transformation: ServerHeaderTransformation,
    /// How `:scheme` is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme_header_transformation: Option<SchemeHeaderTransformation>,
    /// Whether the client's address is the connection's; absent means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_remote_address: Option<bool>,
    /// How many proxies before this one are trusted.
    #[serde(skip_serializing_if = "is_default")]
    pub xff_num_trusted_hops: u32,
    /// Whether the client's address is left out of `x-forwarded-for`.
    #[serde(skip_serializing_if = "is_default")]
    pub skip_xff_append: bool,
    /// Whether `x-forwarded-port` is set.
    #[serde(skip_serializing_if = "is_default")]
    pub append_x_forwarded_port: bool,
    /// Whether requests get an `x-request-id`; absent means yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generate_request_id: Option<bool>,
    /// Whether an `x-request-id` from outside stays.
    #[serde(skip_serializing_if = "is_default")]
    pub preserve_external_request_id: bool,
    /// What is done with `x-forwarded-client-cert`.
    #[serde(skip_serializing_if = "is_default")]
    pub forward_client_cert_details: ForwardClientCertDetails,
    /// What is written into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_current_client_cert_details: Option<SetCurrentClientCertDetails>,
    /// Whether dot segments are resolved; absent means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalize_path: Option<bool>,
    /// Whether `//` becomes `/`.
    #[serde(skip_serializing_if = "is_default")]
    pub merge_slashes: bool,
    /// What is done with escaped slashes.
    #[serde(skip_serializing_if = "is_default")]
    pub path_with_escaped_slashes_action: PathWithEscapedSlashesAction,
}

impl HttpConnectionManager {
    /// Whether its router adds no `x-envoy-…` headers of its own.
    #[must_use]
    pub fn suppresses_envoy_headers(&self) -> bool {
        let suppresses = |filter: &HttpFilter| match &filter.typed_config {
            HttpFilterConfig::Router(router) => router.suppress_envoy_headers,
            _ => false,
        };
        self.http_filters.iter().any(suppresses)
    }
}
