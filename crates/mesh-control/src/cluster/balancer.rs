//! How a cluster chooses a host (`applyLoadBalancer`).

use mesh_config::model::{ConsistentHashLb, LoadBalancerSettings, SimpleLb};
use mesh_proxy::config::{
    Cluster, DiscoveryType, LbPolicy, LeastRequestLbConfig, LocalityWeightedLbConfig, MaglevLbConfig, Percent,
    RingHashLbConfig, RoundRobinLbConfig, RuntimeDouble, SlowStartConfig,
};

use super::locality::LocalitySetting;

/// Sets the load balancer, `LEAST_REQUEST` unless told otherwise, and whether localities are weighted.
pub(super) fn apply(cluster: &mut Cluster, written: Option<&LoadBalancerSettings>, setting: Option<&LocalitySetting>) {
    let common = cluster.common_lb_config.get_or_insert_default();
    // Unready hosts are known to the proxy; panic would send them requests.
    common.healthy_panic_threshold.get_or_insert(Percent { value: 0.0 });
    if let Some(setting) = setting {
        let failover = setting.force || cluster.outlier_detection.is_some();
        let explicit = !setting.failover.is_empty() || !setting.failover_priority.is_empty();
        if (failover && explicit) || !setting.distribute.is_empty() {
            common.locality_weighted_lb_config = Some(LocalityWeightedLbConfig {});
        }
    }
    if cluster.discovery_type == Some(DiscoveryType::OriginalDst) {
        cluster.lb_policy = LbPolicy::ClusterProvided;
        return;
    }
    let slow_start = written.and_then(slow_start);
    match written.and_then(|written| written.simple.as_ref()).map_or(SimpleLb::Unspecified, |simple| simple.value) {
        SimpleLb::Random => cluster.lb_policy = LbPolicy::Random,
        SimpleLb::RoundRobin => {
            cluster.lb_policy = LbPolicy::RoundRobin;
            cluster.round_robin_lb_config =
                slow_start.map(|config| RoundRobinLbConfig { slow_start_config: Some(config) });
        }
        SimpleLb::Passthrough => {
            cluster.lb_policy = LbPolicy::ClusterProvided;
            cluster.discovery_type = Some(DiscoveryType::OriginalDst);
            cluster.load_assignment = None;
        }
        SimpleLb::Unspecified | SimpleLb::LeastConn | SimpleLb::LeastRequest => {
            cluster.lb_policy = LbPolicy::LeastRequest;
            cluster.least_request_lb_config = slow_start.map(|config| LeastRequestLbConfig {
                slow_start_config: Some(config),
                ..LeastRequestLbConfig::default()
            });
        }
    }
    if let Some(hash) = written.and_then(|written| written.consistent_hash.as_ref()) {
        consistent_hash(cluster, hash);
    }
}

/// `warmup`, else the older `warmupDurationSecs`.
fn slow_start(written: &LoadBalancerSettings) -> Option<SlowStartConfig> {
    let Some(warmup) = &written.warmup else {
        let window = written.warmup_duration_secs.as_ref()?.value;
        return Some(SlowStartConfig { slow_start_window: Some(window), ..SlowStartConfig::default() });
    };
    Some(SlowStartConfig {
        slow_start_window: warmup.duration.as_ref().map(|duration| duration.value),
        aggression: Some(RuntimeDouble {
            default_value: warmup.aggression.as_ref().map_or(1.0, |aggression| aggression.value),
            // Envoy wants a key; this one no runtime can have.
            runtime_key: "(".to_owned(),
        }),
        min_weight_percent: Some(Percent {
            value: warmup.minimum_percent.as_ref().map_or(10.0, |percent| percent.value),
        }),
    })
}

/// Ring hash of 1,024 unless Maglev or a size is named; a size of 0 leaves it to Envoy (`ApplyRingHashLoadBalancer`).
fn consistent_hash(cluster: &mut Cluster, hash: &ConsistentHashLb) {
    let ring = |size: u64| RingHashLbConfig { minimum_ring_size: Some(size), ..RingHashLbConfig::default() };
    // The hash takes the place of the default algorithm's configuration.
    cluster.least_request_lb_config = None;
    if let Some(maglev) = &hash.maglev {
        cluster.lb_policy = LbPolicy::Maglev;
        let size = maglev.table_size.as_ref().map_or(0, |size| size.value);
        cluster.maglev_lb_config = (size != 0).then_some(MaglevLbConfig { table_size: Some(size) });
        return;
    }
    cluster.lb_policy = LbPolicy::RingHash;
    if let Some(ring_hash) = &hash.ring_hash {
        let size = ring_hash.minimum_ring_size.as_ref().map_or(0, |size| size.value);
        cluster.ring_hash_lb_config = (size != 0).then(|| ring(size));
        return;
    }
    let size = hash.minimum_ring_size.as_ref().map(|size| size.value).filter(|size| *size != 0);
    cluster.ring_hash_lb_config = Some(ring(size.unwrap_or(1024)));
}
