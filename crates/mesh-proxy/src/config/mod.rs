//! Envoy's v3 configuration, as far as Istio's routing API reaches it.
//!
//! Types and fields are named as in Envoy's proto files and read and write its proto JSON with snake_case
//! names: a real Envoy can be started on what is written here. Fields that are not known are ignored on
//! reading. Fields that proto3 distinguishes from their default (wrappers, messages, oneofs) are `Option`,
//! so that what is written equals what the control plane set.

mod circuit_breakers;
mod cluster;
mod cors;
mod endpoint;
mod fault;
mod hash_policy;
mod header;
mod http_connection_manager;
mod http_protocol_options;
mod json;
mod listener;
mod listener_filter;
mod origin;
mod outlier_detection;
mod percent;
mod redirect;
mod retry;
mod route;
mod route_action;
mod route_match;
mod string_match;
mod transport_socket;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use circuit_breakers::{CircuitBreakers, RetryBudget, RoutingPriority, Thresholds};
pub use cluster::{
    Cluster, CommonLbConfig, DiscoveryType, DnsLookupFamily, LbPolicy, LeastRequestLbConfig, LocalityWeightedLbConfig,
    MaglevLbConfig, OriginalDstLbConfig, RingHashLbConfig, RoundRobinLbConfig, RuntimeDouble, SlowStartConfig,
    TcpKeepalive, UpstreamConnectionOptions,
};
pub use cors::CorsPolicy;
pub use endpoint::{
    Address, ClusterLoadAssignment, Endpoint, HealthStatus, LbEndpoint, Locality, LocalityLbEndpoints, SocketAddress,
};
pub use fault::{FaultAbort, FaultDelay, HttpFault};
pub use hash_policy::{
    ConnectionProperties, Cookie, CookieAttribute, HashPolicy, HashPolicySpecifier, HeaderHash, QueryParameterHash,
};
pub use header::{AppendAction, HeaderValue, HeaderValueOption};
pub use http_connection_manager::{
    ConfigSource, EmptyConfig, ForwardClientCertDetails, HttpConnectionManager, HttpFilter, HttpFilterConfig,
    PathWithEscapedSlashesAction, Rds, RouteSpecifier, Router, SchemeHeaderTransformation, ServerHeaderTransformation,
    SetCurrentClientCertDetails,
};
pub use http_protocol_options::{
    CommonHttpProtocolOptions, ExplicitHttpConfig, Http1ProtocolOptions, Http2ProtocolOptions, HttpProtocolOptions,
    TypedExtensionProtocolOptions, UpstreamHttpProtocolOptions, UpstreamProtocolOptions, UseDownstreamProtocolConfig,
};
pub use listener::{
    CidrRange, Filter, FilterChain, FilterChainMatch, Listener, NetworkFilterConfig, TcpClusterWeight, TcpProxy,
    TcpWeightedClusters,
};
pub use listener_filter::{ListenerFilter, ListenerFilterConfig};
pub use origin::Origin;
pub use outlier_detection::OutlierDetection;
pub use percent::{Denominator, FractionalPercent, Percent, RuntimeFractionalPercent};
pub use redirect::{
    DataSource, DirectResponseAction, PathRewriteSpecifier, RedirectAction, RedirectResponseCode,
    SchemeRewriteSpecifier,
};
pub use retry::{
    RetryBackOff, RetryHostPredicate, RetryHostPredicateConfig, RetryPolicy, RetryPriority, RetryPriorityConfig,
};
pub use route::{Action, Decorator, Route, RouteConfiguration, TlsRequirementType, TypedPerFilterConfig, VirtualHost};
pub use route_action::{
    ClusterNotFoundResponseCode, ClusterSpecifier, ClusterWeight, HostRewriteSpecifier, RequestMirrorPolicy,
    RouteAction, WeightedCluster,
};
pub use route_match::{
    HeaderMatchSpecifier, HeaderMatcher, Int64Range, PathSpecifier, QueryParameterMatchSpecifier,
    QueryParameterMatcher, RouteMatch,
};
pub use string_match::{MatchPattern, RegexMatchAndSubstitute, RegexMatcher, StringMatcher};
pub use transport_socket::{
    CommonTlsContext, DownstreamTlsContext, SdsSecretConfig, TransportSocket, UpstreamTlsContext,
};

/// All that one proxy is told: the answer of a control plane to listeners, routes, clusters and endpoints.
///
/// The parts are shared: clients that see the same service share its cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProxyConfig {
    /// Outbound listeners (LDS).
    pub listeners: Vec<Arc<Listener>>,
    /// Route configurations (RDS), each found by its name.
    pub route_configurations: Vec<Arc<RouteConfiguration>>,
    /// Clusters (CDS), each found by its name.
    pub clusters: Vec<Arc<Cluster>>,
    /// Endpoints (EDS), one entry for each cluster of type EDS.
    pub endpoints: Vec<Arc<ClusterLoadAssignment>>,
}
