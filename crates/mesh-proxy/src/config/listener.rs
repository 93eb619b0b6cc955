//! `envoy.config.listener.v3.Listener`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::json::{duration, is_default};
use super::{Address, DownstreamTlsContext, HttpConnectionManager, ListenerFilter, Origin, TransportSocket};

/// What a proxy listens on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Listener {
    /// Its name.
    pub name: String,
    /// Where it listens.
    pub address: Address,
    /// What is looked at before a chain is chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listener_filters: Vec<ListenerFilter>,
    /// What is done with a connection: the chain whose match is the closest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter_chains: Vec<FilterChain>,
    /// What is done with a connection that none of them matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_filter_chain: Option<FilterChain>,
    /// Whether it gets its connections itself (absent means yes) or from the listener that all go through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bind_to_port: Option<bool>,
    /// Whether a connection is handed to the listener of its original address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_original_dst: Option<bool>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// Filters for some connections.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilterChain {
    /// Its name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Which connections; absent means any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_chain_match: Option<FilterChainMatch>,
    /// The filters, of which the last one is an HTTP connection manager or a TCP proxy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// The TLS that ends here; absent means that bytes are taken as they come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport_socket: Option<TransportSocket<DownstreamTlsContext>>,
}

/// `envoy.config.core.v3.CidrRange`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CidrRange {
    /// The address.
    pub address_prefix: String,
    /// How many of its bits count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_len: Option<u32>,
}

/// Which connections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilterChainMatch {
    /// The port that the client asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_port: Option<u32>,
    /// Ranges of the destination's address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefix_ranges: Vec<CidrRange>,
    /// The names that the client's TLS may ask for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub server_names: Vec<String>,
    /// `tls` or `raw_buffer`; empty means any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub transport_protocol: String,
    /// As `http/1.1`, `h2c`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub application_protocols: Vec<String>,
}

/// A network filter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// The extension's name.
    pub name: String,
    /// Which one.
    pub typed_config: NetworkFilterConfig,
}

/// The known network filters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "@type")]
pub enum NetworkFilterConfig {
    /// Speaks HTTP.
    #[serde(
        rename = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
    )]
    HttpConnectionManager(Box<HttpConnectionManager>),
    /// Passes bytes on.
    #[serde(rename = "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy")]
    TcpProxy(TcpProxy),
    /// One that is not known here; does nothing.
    #[serde(other)]
    Unknown,
}

impl From<HttpConnectionManager> for Filter {
    fn from(config: HttpConnectionManager) -> Self {
        Self {
            name: "envoy.filters.network.http_connection_manager".to_owned(),
            typed_config: NetworkFilterConfig::HttpConnectionManager(Box::new(config)),
        }
    }
}

impl From<TcpProxy> for Filter {
    fn from(config: TcpProxy) -> Self {
        Self { name: "envoy.filters.network.tcp_proxy".to_owned(), typed_config: NetworkFilterConfig::TcpProxy(config) }
    }
}

/// Passes a connection's bytes to a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TcpProxy {
    /// For statistics.
    pub stat_prefix: String,
    /// The cluster, where there is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighted_clusters: Option<TcpWeightedClusters>,
    /// How long it may be idle; absent means 1 h.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub idle_timeout: Option<Duration>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// Clusters with weights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TcpWeightedClusters {
    /// The clusters.
    pub clusters: Vec<TcpClusterWeight>,
}

/// One of several clusters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TcpClusterWeight {
    /// The cluster.
    pub name: String,
    /// Its share of the sum.
    #[serde(skip_serializing_if = "is_default")]
    pub weight: u32,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}
