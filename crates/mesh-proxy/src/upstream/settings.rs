//! What a cluster is set to, every default filled in.

use std::sync::Arc;
use std::time::Duration;

use crate::proxy::AddressId;

use super::outlier::OutlierSettings;

/// One cluster with Envoy's defaults filled in (`cluster.proto`). Two equal values mean that a push did not change the
/// cluster; its endpoints are apart (`ClusterEndpoints`).
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterSettings {
    /// The name, `outbound|8080|v1|reviews.default.svc.cluster.local`.
    pub name: Arc<str>,
    /// How hosts are picked.
    pub load_balancer: LoadBalancerSettings,
    /// Outlier detection; `None`: no host is ever ejected.
    pub outlier: Option<OutlierSettings>,
    /// Circuit breakers of the DEFAULT and of the HIGH priority.
    pub breakers: [BreakerSettings; 2],
    /// Connections to the hosts.
    pub pool: PoolSettings,
    /// Below this percentage of healthy hosts all hosts are picked from.
    pub panic_threshold: u32,
    /// Whether a panicking cluster picks no host instead of any.
    pub fail_traffic_on_panic: bool,
    /// Capacity factor of failover, in percent: 140 unless set.
    pub overprovisioning_factor: u32,
    /// Whether localities are picked by weight first.
    pub locality_weighted: bool,
    /// How long changes of health are gathered before the load balancer learns them.
    pub update_merge_window: Duration,
}

/// How hosts are picked.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadBalancerSettings {
    /// In turn; by earliest deadline where weights differ.
    RoundRobin(Option<SlowStartSettings>),
    /// The less loaded of a few drawn ones.
    LeastRequest {
        /// How many are drawn: 2 unless set.
        choice_count: u32,
        /// How much active requests count where weights differ: 1 unless set.
        active_request_bias: f64,
        /// Slow start, if any.
        slow_start: Option<SlowStartSettings>,
    },
    /// Any.
    Random,
    /// By hash, on a ring.
    RingHash {
        /// Least number of entries: 1024 unless set.
        minimum_ring_size: u64,
        /// Most entries: 8 Mi unless set.
        maximum_ring_size: u64,
        /// Whether the hostname is the key of a host, not its address.
        use_hostname_for_hashing: bool,
    },
    /// By hash, in a table.
    Maglev {
        /// Number of entries, a prime: 65537 unless set.
        table_size: u64,
        /// Whether the hostname is the key of a host, not its address.
        use_hostname_for_hashing: bool,
    },
    /// Where the request itself was going: the cluster takes any address.
    Passthrough,
}

impl LoadBalancerSettings {
    /// Whether hosts are found in a ring or a table, which is large.
    pub(crate) fn is_hashing(&self) -> bool {
        matches!(self, Self::RingHash { .. } | Self::Maglev { .. })
    }
}

/// Slow start of new hosts (`common.proto`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowStartSettings {
    /// How long a host is warmed up.
    pub window: Duration,
    /// 1 grows evenly.
    pub aggression: f64,
    /// Least part of its weight, in percent.
    pub minimum_weight_percent: f64,
}

/// Limits of one cluster at one priority.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakerSettings {
    /// Connections.
    pub maximum_connections: u32,
    /// Requests waiting for a connection.
    pub maximum_pending_requests: u32,
    /// Requests in flight.
    pub maximum_requests: u32,
    /// Retries in flight or backing off.
    pub maximum_retries: u32,
    /// Connections to one host.
    pub maximum_connections_per_host: u32,
    /// Replaces `maximum_retries`.
    pub retry_budget: Option<RetryBudgetSettings>,
}

impl Default for BreakerSettings {
    /// Envoy's own limits; Istio sends others.
    fn default() -> Self {
        BreakerSettings {
            maximum_connections: 1024,
            maximum_pending_requests: 1024,
            maximum_requests: 1024,
            maximum_retries: 3,
            maximum_connections_per_host: u32::MAX,
            retry_budget: None,
        }
    }
}

/// How many retries the current load allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryBudgetSettings {
    /// Percentage of the requests active and pending.
    pub percent: f64,
    /// Always allowed.
    pub minimum_concurrency: u32,
}

/// Which protocol the connections speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpstreamProtocol {
    /// One request at a time on a connection.
    Http1,
    /// Many at once.
    Http2,
    /// What the client speaks, each over connections of its own.
    Downstream,
}

/// Connections to the hosts of a cluster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolSettings {
    /// HTTP/1.1, HTTP/2, or both.
    pub protocol: UpstreamProtocol,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How many requests one connection serves in its life; 0 is any number.
    pub maximum_requests_per_connection: u32,
    /// Streams at once on an HTTP/2 connection.
    pub maximum_concurrent_streams: u32,
    /// How long an unused connection stays; `None` is for ever.
    pub idle_timeout: Option<Duration>,
    /// How long a connection takes requests; `None` is for ever.
    pub maximum_connection_duration: Option<Duration>,
}

impl Default for PoolSettings {
    fn default() -> Self {
        PoolSettings {
            protocol: UpstreamProtocol::Http1,
            connect_timeout: Duration::from_secs(5),
            maximum_requests_per_connection: 0,
            maximum_concurrent_streams: 1024,
            idle_timeout: Some(Duration::from_secs(3600)),
            maximum_connection_duration: None,
        }
    }
}

impl ClusterSettings {
    /// A cluster with all of Envoy's defaults.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        ClusterSettings {
            name: name.into(),
            load_balancer: LoadBalancerSettings::RoundRobin(None),
            outlier: None,
            breakers: [BreakerSettings::default(); 2],
            pool: PoolSettings::default(),
            panic_threshold: 50,
            fail_traffic_on_panic: false,
            overprovisioning_factor: 140,
            locality_weighted: false,
            update_merge_window: Duration::from_secs(1),
        }
    }
}

/// The hosts of a cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterEndpoints {
    /// In the order of the configuration, which is the order of all picks.
    pub hosts: Vec<HostSettings>,
    /// The localities of the hosts, by `HostSettings::locality`.
    pub localities: Vec<LocalitySettings>,
}

/// A locality at a priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalitySettings {
    /// 0 is tried first.
    pub priority: u32,
    /// Its share beside the other localities of the priority; 0 is never picked.
    pub weight: u32,
}

/// One endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct HostSettings {
    /// Where it is.
    pub address: AddressId,
    /// Load-balancing weight, from 1.
    pub weight: u32,
    /// 0 is tried first.
    pub priority: u32,
    /// Position in `ClusterEndpoints::localities`.
    pub locality: u32,
    /// Its health by discovery.
    pub health: EndpointHealth,
    /// What ring hash and Maglev take instead of the address.
    pub hash_key: Option<Arc<str>>,
    /// The name that the endpoint was found by.
    pub hostname: Option<Arc<str>>,
}

impl HostSettings {
    /// A healthy endpoint of weight 1 in the first locality.
    #[must_use]
    pub fn new(address: AddressId) -> Self {
        HostSettings {
            address,
            weight: 1,
            priority: 0,
            locality: 0,
            health: EndpointHealth::Healthy,
            hash_key: None,
            hostname: None,
        }
    }
}

/// The health that endpoint discovery gives (`health_check.proto`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointHealth {
    /// HEALTHY or UNKNOWN.
    Healthy,
    /// UNHEALTHY, DRAINING or TIMEOUT.
    Unhealthy,
    /// DEGRADED: behind the healthy ones.
    Degraded,
}
