//! Clusters as Envoy's configuration states them, with every default filled in.

use std::time::Duration;

use super::outlier::OutlierSettings;
use super::settings::{
    BreakerSettings, ClusterEndpoints, ClusterSettings, EndpointHealth, HostSettings, LoadBalancerSettings,
    LocalitySettings, PoolSettings, RetryBudgetSettings, SlowStartSettings, UpstreamProtocol,
};
use crate::config::{
    CircuitBreakers, Cluster, ClusterLoadAssignment, DiscoveryType, ExplicitHttpConfig, HealthStatus,
    Http2ProtocolOptions, HttpProtocolOptions, LbPolicy, OutlierDetection, RoutingPriority, SlowStartConfig,
    Thresholds, UpstreamProtocolOptions,
};
use crate::proxy::{AddressId, Addresses};

impl From<&Cluster> for ClusterSettings {
    fn from(cluster: &Cluster) -> Self {
        let common = cluster.common_lb_config.clone().unwrap_or_default();
        let defaults = ClusterSettings::new(cluster.name.as_str());
        ClusterSettings {
            load_balancer: load_balancer(cluster),
            outlier: cluster.outlier_detection.as_ref().map(OutlierSettings::from),
            breakers: breakers(cluster.circuit_breakers.as_ref()),
            pool: pool(cluster),
            panic_threshold: common
                .healthy_panic_threshold
                .map_or(defaults.panic_threshold, |percent| libm::round(percent.value.clamp(0.0, 100.0)) as u32),
            locality_weighted: common.locality_weighted_lb_config.is_some(),
            update_merge_window: common.update_merge_window.unwrap_or(defaults.update_merge_window),
            ..defaults
        }
    }
}

fn load_balancer(cluster: &Cluster) -> LoadBalancerSettings {
    if cluster.discovery_type == Some(DiscoveryType::OriginalDst) {
        return LoadBalancerSettings::Passthrough;
    }
    let slow_start = |config: Option<&SlowStartConfig>| config.and_then(slow_start);
    match cluster.lb_policy {
        LbPolicy::RoundRobin => {
            let config = cluster.round_robin_lb_config.as_ref();
            LoadBalancerSettings::RoundRobin(slow_start(config.and_then(|config| config.slow_start_config.as_ref())))
        }
        LbPolicy::LeastRequest => {
            let config = cluster.least_request_lb_config.clone().unwrap_or_default();
            LoadBalancerSettings::LeastRequest {
                choice_count: config.choice_count.unwrap_or(2).max(2),
                active_request_bias: config.active_request_bias.map_or(1.0, |bias| bias.default_value.max(0.0)),
                slow_start: slow_start(config.slow_start_config.as_ref()),
            }
        }
        LbPolicy::Random => LoadBalancerSettings::Random,
        LbPolicy::RingHash => {
            let config = cluster.ring_hash_lb_config.clone().unwrap_or_default();
            LoadBalancerSettings::RingHash {
                minimum_ring_size: config.minimum_ring_size.unwrap_or(1024).clamp(1, MOST_RING_ENTRIES),
                maximum_ring_size: config.maximum_ring_size.unwrap_or(MOST_RING_ENTRIES).clamp(1, MOST_RING_ENTRIES),
                use_hostname_for_hashing: false,
            }
        }
        LbPolicy::Maglev => LoadBalancerSettings::Maglev {
            table_size: cluster
                .maglev_lb_config
                .as_ref()
                .and_then(|config| config.table_size)
                .unwrap_or(65_537)
                .min(MOST_TABLE_ENTRIES),
            use_hostname_for_hashing: false,
        },
        LbPolicy::ClusterProvided => LoadBalancerSettings::Passthrough,
    }
}

/// Envoy's upper bound of `minimum_ring_size` and `maximum_ring_size`.
const MOST_RING_ENTRIES: u64 = 8 * 1024 * 1024;

/// Envoy's upper bound of `table_size`.
const MOST_TABLE_ENTRIES: u64 = 5_000_011;

fn slow_start(config: &SlowStartConfig) -> Option<SlowStartSettings> {
    Some(SlowStartSettings {
        window: config.slow_start_window.filter(|window| !window.is_zero())?,
        aggression: config.aggression.as_ref().map_or(1.0, |aggression| aggression.default_value),
        minimum_weight_percent: config.min_weight_percent.map_or(10.0, |percent| percent.value),
    })
}

fn breakers(config: Option<&CircuitBreakers>) -> [BreakerSettings; 2] {
    [RoutingPriority::Default, RoutingPriority::High].map(|priority| {
        let thresholds = config.iter().flat_map(|config| &config.thresholds);
        thresholds.into_iter().find(|thresholds| thresholds.priority == priority).map(breaker).unwrap_or_default()
    })
}

fn breaker(thresholds: &Thresholds) -> BreakerSettings {
    let defaults = BreakerSettings::default();
    BreakerSettings {
        maximum_connections: thresholds.max_connections.unwrap_or(defaults.maximum_connections),
        maximum_pending_requests: thresholds.max_pending_requests.unwrap_or(defaults.maximum_pending_requests),
        maximum_requests: thresholds.max_requests.unwrap_or(defaults.maximum_requests),
        maximum_retries: thresholds.max_retries.unwrap_or(defaults.maximum_retries),
        maximum_connections_per_host: defaults.maximum_connections_per_host,
        retry_budget: thresholds.retry_budget.as_ref().map(|budget| RetryBudgetSettings {
            percent: budget.budget_percent.map_or(20.0, |percent| percent.value),
            minimum_concurrency: budget.min_retry_concurrency.unwrap_or(3),
        }),
    }
}

fn pool(cluster: &Cluster) -> PoolSettings {
    let defaults = PoolSettings::default();
    let http = cluster.typed_extension_protocol_options.http.as_ref();
    let common = http.and_then(|http| http.common_http_protocol_options.clone()).unwrap_or_default();
    let (protocol, http2) = protocol(http);
    PoolSettings {
        protocol,
        connect_timeout: cluster.connect_timeout.unwrap_or(defaults.connect_timeout),
        maximum_requests_per_connection: common.max_requests_per_connection.unwrap_or(0),
        maximum_concurrent_streams: http2
            .and_then(|http2| http2.max_concurrent_streams)
            .unwrap_or(defaults.maximum_concurrent_streams),
        // Zero switches the timeout off.
        idle_timeout: match common.idle_timeout {
            None => defaults.idle_timeout,
            Some(timeout) => Some(timeout).filter(|timeout| !timeout.is_zero()),
        },
        maximum_connection_duration: common.max_connection_duration,
    }
}

/// What a cluster is spoken to in, and its settings of HTTP/2. Without any for clients that speak it a cluster takes the
/// defaults.
fn protocol(http: Option<&HttpProtocolOptions>) -> (UpstreamProtocol, Option<&Http2ProtocolOptions>) {
    match http.and_then(|http| http.upstream_protocol_options.as_ref()) {
        Some(UpstreamProtocolOptions::ExplicitHttpConfig(ExplicitHttpConfig::Http2ProtocolOptions(http2))) => {
            (UpstreamProtocol::Http2, Some(http2))
        }
        Some(UpstreamProtocolOptions::UseDownstreamProtocolConfig(both)) => {
            (UpstreamProtocol::Downstream, both.http2_protocol_options.as_ref())
        }
        _ => (UpstreamProtocol::Http1, None),
    }
}

impl From<&OutlierDetection> for OutlierSettings {
    fn from(config: &OutlierDetection) -> Self {
        let defaults = OutlierSettings::default();
        let base = config.base_ejection_time.unwrap_or(defaults.base_ejection_time);
        let or = |value: Option<u32>, default: u32| value.unwrap_or(default);
        OutlierSettings {
            interval: config.interval.filter(|interval| *interval >= SHORTEST_INTERVAL).unwrap_or(defaults.interval),
            base_ejection_time: base,
            max_ejection_time: config.max_ejection_time.unwrap_or(defaults.max_ejection_time.max(base)).max(base),
            max_ejection_time_jitter: config.max_ejection_time_jitter.unwrap_or_default(),
            max_ejection_percent: or(config.max_ejection_percent, defaults.max_ejection_percent),
            always_eject_one_host: config.always_eject_one_host.unwrap_or(defaults.always_eject_one_host),
            consecutive_5xx: or(config.consecutive_5xx, defaults.consecutive_5xx),
            consecutive_gateway_failure: or(config.consecutive_gateway_failure, defaults.consecutive_gateway_failure),
            consecutive_local_origin_failure: or(
                config.consecutive_local_origin_failure,
                defaults.consecutive_local_origin_failure,
            ),
            enforcing_consecutive_5xx: or(config.enforcing_consecutive_5xx, defaults.enforcing_consecutive_5xx),
            enforcing_consecutive_gateway_failure: or(
                config.enforcing_consecutive_gateway_failure,
                defaults.enforcing_consecutive_gateway_failure,
            ),
            enforcing_consecutive_local_origin_failure: or(
                config.enforcing_consecutive_local_origin_failure,
                defaults.enforcing_consecutive_local_origin_failure,
            ),
            enforcing_success_rate: or(config.enforcing_success_rate, defaults.enforcing_success_rate),
            enforcing_local_origin_success_rate: or(
                config.enforcing_local_origin_success_rate,
                defaults.enforcing_local_origin_success_rate,
            ),
            enforcing_failure_percentage: or(config.enforcing_failure_percentage, 0),
            enforcing_failure_percentage_local_origin: or(config.enforcing_failure_percentage_local_origin, 0),
            success_rate_minimum_hosts: or(config.success_rate_minimum_hosts, defaults.success_rate_minimum_hosts),
            success_rate_request_volume: or(config.success_rate_request_volume, defaults.success_rate_request_volume),
            success_rate_stdev_factor: or(config.success_rate_stdev_factor, defaults.success_rate_stdev_factor),
            failure_percentage_threshold: or(
                config.failure_percentage_threshold,
                defaults.failure_percentage_threshold,
            ),
            failure_percentage_minimum_hosts: or(
                config.failure_percentage_minimum_hosts,
                defaults.failure_percentage_minimum_hosts,
            ),
            failure_percentage_request_volume: or(
                config.failure_percentage_request_volume,
                defaults.failure_percentage_request_volume,
            ),
            split_external_local_origin_errors: config.split_external_local_origin_errors,
            detect_degraded_hosts: false,
        }
    }
}

/// Envoy refuses an interval of zero; ticks that are closer than this would only keep the engine busy.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(1);

impl ClusterEndpoints {
    /// The hosts of an assignment. New addresses get an id.
    pub(crate) fn from_config(assignment: &ClusterLoadAssignment, addresses: &mut Addresses) -> Self {
        Self::of_assignment(assignment, &mut |address| addresses.intern(address))
    }

    /// The same with ids of addresses from elsewhere.
    pub(crate) fn of_assignment(assignment: &ClusterLoadAssignment, id_of: &mut dyn FnMut(&str) -> AddressId) -> Self {
        let mut endpoints = ClusterEndpoints::default();
        for (locality, group) in (0u32..).zip(&assignment.endpoints) {
            endpoints.localities.push(LocalitySettings {
                priority: group.priority.min(MOST_PRIORITIES),
                weight: group.load_balancing_weight.unwrap_or(0),
            });
            for host in &group.lb_endpoints {
                let address = &host.endpoint.address.socket_address;
                let text = match address.address.contains(':') {
                    true => format!("[{}]:{}", address.address, address.port_value),
                    false => format!("{}:{}", address.address, address.port_value),
                };
                endpoints.hosts.push(HostSettings {
                    address: id_of(&text),
                    weight: host.load_balancing_weight.unwrap_or(1).max(1),
                    priority: group.priority.min(MOST_PRIORITIES),
                    locality,
                    health: match host.health_status {
                        HealthStatus::Unknown | HealthStatus::Healthy => EndpointHealth::Healthy,
                        HealthStatus::Degraded => EndpointHealth::Degraded,
                        HealthStatus::Unhealthy | HealthStatus::Draining | HealthStatus::Timeout => {
                            EndpointHealth::Unhealthy
                        }
                    },
                    hash_key: None,
                    hostname: Some(host.endpoint.hostname.as_str()).filter(|name| !name.is_empty()).map(Into::into),
                });
            }
        }
        // An address counts once, where it comes first.
        let mut seen = std::collections::BTreeSet::new();
        endpoints.hosts.retain(|host| seen.insert(host.address));
        endpoints
    }
}

/// Envoy's upper bound of `priority`.
const MOST_PRIORITIES: u32 = 128;
