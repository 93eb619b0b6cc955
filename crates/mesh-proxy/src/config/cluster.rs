//! `envoy.config.cluster.v3.Cluster`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::json::{double, duration, integer64, is_default};
use super::{
    CircuitBreakers, ClusterLoadAssignment, Origin, OutlierDetection, Percent, TransportSocket,
    TypedExtensionProtocolOptions, UpstreamTlsContext,
};

/// Where the hosts of a cluster come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DiscoveryType {
    /// `load_assignment`.
    #[default]
    Static,
    /// All addresses of the names in `load_assignment`.
    StrictDns,
    /// The first address of the name in `load_assignment`.
    LogicalDns,
    /// [`ProxyConfig::endpoints`](super::ProxyConfig).
    Eds,
    /// The address that the client asked for.
    OriginalDst,
}

/// How a host is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LbPolicy {
    /// In turn.
    #[default]
    RoundRobin,
    /// The least busy of two drawn ones.
    LeastRequest,
    /// By hash on a ring.
    RingHash,
    /// At random.
    Random,
    /// By hash in a table.
    Maglev,
    /// As the discovery type says.
    ClusterProvided,
}

/// Which addresses a name is resolved to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DnsLookupFamily {
    /// IPv6, else IPv4.
    #[default]
    Auto,
    /// IPv4.
    V4Only,
    /// IPv6.
    V6Only,
    /// IPv4, else IPv6.
    V4Preferred,
    /// Both.
    All,
}

/// A number that a runtime key could override; there is no runtime here, so it is its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuntimeDouble {
    /// The number where the runtime does not say otherwise.
    #[serde(serialize_with = "double::serialize", skip_serializing_if = "is_default")]
    pub default_value: f64,
    /// The key that is not looked up.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub runtime_key: String,
}

/// A new host gets its share little by little.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SlowStartConfig {
    /// For how long it is new.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub slow_start_window: Option<Duration>,
    /// How the share grows; absent means 1, in a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggression: Option<RuntimeDouble>,
    /// With what share it begins; absent means 10 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_weight_percent: Option<Percent>,
}

/// Settings of round robin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoundRobinLbConfig {
    /// Slow start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow_start_config: Option<SlowStartConfig>,
}

/// Settings of least request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeastRequestLbConfig {
    /// How many hosts are drawn; absent means 2, and fewer than 2 are 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice_count: Option<u32>,
    /// How much requests under way count against unequal weights; absent means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_request_bias: Option<RuntimeDouble>,
    /// Slow start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow_start_config: Option<SlowStartConfig>,
}

/// Settings of ring hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RingHashLbConfig {
    /// Absent means 1024.
    #[serde(with = "integer64::option", skip_serializing_if = "Option::is_none")]
    pub minimum_ring_size: Option<u64>,
    /// Absent means 8 Mi.
    #[serde(with = "integer64::option", skip_serializing_if = "Option::is_none")]
    pub maximum_ring_size: Option<u64>,
}

/// Settings of Maglev.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MaglevLbConfig {
    /// A prime; absent means 65537.
    #[serde(with = "integer64::option", skip_serializing_if = "Option::is_none")]
    pub table_size: Option<u64>,
}

/// Settings of clusters of type ORIGINAL_DST.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OriginalDstLbConfig {
    /// A port in place of the one that the client asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_port_override: Option<u32>,
}

/// Places are chosen by their weights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalityWeightedLbConfig {}

/// Settings of all load balancers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommonLbConfig {
    /// Below this share of healthy hosts, all are used; absent means 50 %, 0 never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthy_panic_threshold: Option<Percent>,
    /// Whether places are chosen by their weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality_weighted_lb_config: Option<LocalityWeightedLbConfig>,
    /// How long changes of health are gathered before the load balancer hears of them; absent means 1 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub update_merge_window: Option<Duration>,
}

/// Keep-alive of idle connections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TcpKeepalive {
    /// Probes without an answer before the connection is dead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keepalive_probes: Option<u32>,
    /// Seconds of idleness before the first probe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keepalive_time: Option<u32>,
    /// Seconds between probes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keepalive_interval: Option<u32>,
}

/// Settings of connections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpstreamConnectionOptions {
    /// Keep-alive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tcp_keepalive: Option<TcpKeepalive>,
}

/// A group of hosts that do the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cluster {
    /// What routes call it.
    pub name: String,
    /// Where its hosts come from; absent means static.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub discovery_type: Option<DiscoveryType>,
    /// How long connecting may take; absent means 5 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub connect_timeout: Option<Duration>,
    /// How a host is chosen.
    #[serde(skip_serializing_if = "is_default")]
    pub lb_policy: LbPolicy,
    /// Its hosts, unless they are discovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_assignment: Option<ClusterLoadAssignment>,
    /// How much it may have at once; absent means Envoy's defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circuit_breakers: Option<CircuitBreakers>,
    /// How it is spoken to.
    #[serde(skip_serializing_if = "TypedExtensionProtocolOptions::is_empty")]
    pub typed_extension_protocol_options: TypedExtensionProtocolOptions,
    /// When its hosts are ejected; absent means never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlier_detection: Option<OutlierDetection>,
    /// Settings of ring hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ring_hash_lb_config: Option<RingHashLbConfig>,
    /// Settings of Maglev.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maglev_lb_config: Option<MaglevLbConfig>,
    /// Settings of clusters of type ORIGINAL_DST.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_dst_lb_config: Option<OriginalDstLbConfig>,
    /// Settings of least request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_request_lb_config: Option<LeastRequestLbConfig>,
    /// Settings of round robin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_robin_lb_config: Option<RoundRobinLbConfig>,
    /// Settings of all load balancers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_lb_config: Option<CommonLbConfig>,
    /// Settings of connections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_connection_options: Option<UpstreamConnectionOptions>,
    /// The TLS that begins here; absent means that bytes leave as they come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport_socket: Option<TransportSocket<UpstreamTlsContext>>,
    /// Whether hosts that end TLS of the mesh are met with it where `transport_socket` says nothing: Envoy's
    /// `transport_socket_matches`, of which nothing else is known here.
    #[serde(skip)]
    pub tls_by_host: bool,
    /// How often names are resolved; absent means every 5 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub dns_refresh_rate: Option<Duration>,
    /// Whether the answer's own time to live counts instead.
    #[serde(skip_serializing_if = "is_default")]
    pub respect_dns_ttl: bool,
    /// Which addresses names are resolved to.
    #[serde(skip_serializing_if = "is_default")]
    pub dns_lookup_family: DnsLookupFamily,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl Cluster {
    /// Whether its TLS asks for the host of each request as server name.
    #[must_use]
    pub fn auto_sni(&self) -> bool {
        let options = self.typed_extension_protocol_options.http.as_ref();
        options.and_then(|http| http.upstream_http_protocol_options.as_ref()).is_some_and(|options| options.auto_sni)
    }
}
