//! Limits of connections and requests (`applyConnectionPool`).

use mesh_config::Spanned;
use mesh_config::model::{
    ConnectionPoolSettings, H2UpgradePolicy, HttpSettings, RetryBudget as WrittenBudget,
    TcpKeepalive as WrittenKeepalive,
};
use mesh_proxy::config::{
    CircuitBreakers, Origin, Percent, RetryBudget, TcpKeepalive, Thresholds, UpstreamConnectionOptions,
};

use super::draft::Draft;
use crate::destination_rule::Policy;
use crate::protocol::Protocol;
use crate::settings::MeshSettings;

/// Istio lifts Envoy's own limits of 1,024 and 3.
fn unlimited() -> Thresholds {
    Thresholds {
        max_connections: Some(u32::MAX),
        max_pending_requests: Some(u32::MAX),
        max_requests: Some(u32::MAX),
        max_retries: Some(u32::MAX),
        track_remaining: true,
        ..Thresholds::default()
    }
}

/// A limit that was set; 0 counts as not set.
fn limit(written: Option<&Spanned<i32>>) -> Option<u32> {
    written.and_then(|value| u32::try_from(value.value).ok()).filter(|value| *value > 0)
}

/// Applies the limits, timeouts and protocol of a policy.
pub(super) fn apply(draft: &mut Draft, policy: &Policy, settings: &MeshSettings) {
    let origin = policy.connection_pool.as_ref().map_or(Origin::NONE, |block| block.origin);
    let block = policy.connection_pool.as_ref().map(|block| block.value.as_ref());
    let tcp = block.and_then(|block| block.tcp.as_ref());
    let http = block.and_then(|block| block.http.as_ref());

    let mut thresholds = unlimited();
    thresholds.retry_budget = policy.retry_budget.as_ref().map(|budget| retry_budget(&budget.value));
    if let Some(http) = http {
        thresholds.max_requests = limit(http.http2_max_requests.as_ref()).or(thresholds.max_requests);
        thresholds.max_pending_requests =
            limit(http.http1_max_pending_requests.as_ref()).or(thresholds.max_pending_requests);
        thresholds.max_retries = limit(http.max_retries.as_ref()).or(thresholds.max_retries);
    }
    let max_connections = tcp.and_then(|tcp| limit(tcp.max_connections.as_ref()));
    thresholds.max_connections = max_connections.or(thresholds.max_connections);
    draft.cluster.circuit_breakers = Some(CircuitBreakers { thresholds: vec![thresholds], origin });

    let connect_timeout = tcp.and_then(|tcp| tcp.connect_timeout.as_ref()).map(|timeout| timeout.value);
    draft.cluster.connect_timeout = Some(connect_timeout.unwrap_or(settings.connect_timeout));
    keepalive(draft, settings.tcp_keepalive.as_ref());
    keepalive(draft, tcp.and_then(|tcp| tcp.tcp_keepalive.as_ref()));
    http_options(draft, block.unwrap_or(&ConnectionPoolSettings::default()), http);
}

fn http_options(draft: &mut Draft, block: &ConnectionPoolSettings, http: Option<&HttpSettings>) {
    let tcp = block.tcp.as_ref();
    let idle_timeout =
        http.and_then(|http| http.idle_timeout.as_ref()).or(tcp.and_then(|tcp| tcp.idle_timeout.as_ref()));
    let idle_timeout = idle_timeout.map(|timeout| timeout.value);
    let max_duration = tcp.and_then(|tcp| tcp.max_connection_duration.as_ref()).map(|duration| duration.value);
    let max_requests = http.and_then(|http| limit(http.max_requests_per_connection.as_ref()));
    let max_streams = http.and_then(|http| limit(http.max_concurrent_streams.as_ref()));
    let pings = http.is_some_and(|http| http.http2_keep_alive.is_some());
    if idle_timeout.is_some() || max_duration.is_some() || max_requests.is_some() || max_streams.is_some() || pings {
        let common = draft.common_http();
        common.idle_timeout = idle_timeout.or(common.idle_timeout);
        common.max_connection_duration = max_duration;
        common.max_requests_per_connection = max_requests;
        if let (Some(options), Some(max_streams)) = (draft.http2(), max_streams) {
            options.max_concurrent_streams = Some(max_streams);
        }
    }
    if http.and_then(|http| http.use_client_protocol.as_ref()).is_some_and(|keep| keep.value) {
        draft.use_downstream();
    }
}

fn retry_budget(budget: &WrittenBudget) -> RetryBudget {
    let concurrency = budget.min_retry_concurrency.as_ref().map(|value| value.value).filter(|value| *value > 0);
    RetryBudget {
        budget_percent: Some(Percent { value: budget.percent.as_ref().map_or(20.0, |percent| percent.value) }),
        min_retry_concurrency: Some(concurrency.unwrap_or(3)),
    }
}

fn keepalive(draft: &mut Draft, written: Option<&WrittenKeepalive>) {
    let Some(written) = written else { return };
    let options = draft
        .cluster
        .upstream_connection_options
        .get_or_insert_with(|| UpstreamConnectionOptions { tcp_keepalive: Some(TcpKeepalive::default()) });
    let Some(keepalive) = &mut options.tcp_keepalive else { return };
    let seconds = |duration: &Spanned<std::time::Duration>| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX);
    if let Some(probes) = written.probes.as_ref().filter(|probes| probes.value > 0) {
        keepalive.keepalive_probes = Some(probes.value);
    }
    if let Some(time) = &written.time {
        keepalive.keepalive_time = Some(seconds(time));
    }
    if let Some(interval) = &written.interval {
        keepalive.keepalive_interval = Some(seconds(interval));
    }
}

/// Whether HTTP/1 is carried over HTTP/2 (`shouldH2Upgrade`).
pub(super) fn upgrades_to_http2(policy: &Policy, protocol: Protocol, settings: &MeshSettings) -> bool {
    let http = policy.connection_pool.as_ref().and_then(|block| block.value.http.as_ref());
    if let Some(http) = http {
        if http.use_client_protocol.as_ref().is_some_and(|keep| keep.value) {
            return false;
        }
        match http.h2_upgrade_policy.as_ref().map(|policy| policy.value) {
            Some(H2UpgradePolicy::Upgrade) => return true,
            Some(H2UpgradePolicy::DoNotUpgrade) => return false,
            _ => {}
        }
    }
    protocol.is_http() && settings.h2_upgrade
}
