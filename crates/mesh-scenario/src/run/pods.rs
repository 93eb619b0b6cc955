//! Pods, what each client's outlier detection knows of them, and pools that are limited.

use mesh_cluster::{PodIndex, WorkloadIndex};
use mesh_graph::{EjectedPod, Traffic, endpoint_id};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_proxy::proxy::{BreakerGauges, HostGauges};
use mesh_proxy::{Duration, Time};
use mesh_sim::{ProxyGauges, Telemetry};

use super::Run;
use crate::{Breaker, ConnectionFigures, EjectionArithmetic, Gauge, OutlierState, PodState};

/// What each client knows of each pod of the cluster.
pub(super) type Outliers = OrderedMap<PodIndex, Vec<OutlierState>>;

/// Clients whose outlier detection is told of each pod, beside those that put it out.
const CLIENTS_OF_A_POD: usize = 20;

/// Pools that are shown.
const MOST_BREAKERS: usize = 200;

/// What a limit reads where nobody set one (istio, `getDefaultCircuitBreakerThresholds`).
const UNLIMITED: u32 = u32::MAX;

/// The pods of the cluster by their IPs.
fn by_ip(run: &Run) -> OrderedMap<String, PodIndex> {
    let pods = &run.running.mesh.cluster().pods;
    (0..).map(PodIndex).zip(pods).map(|(index, pod)| (pod.ip.to_string(), index)).collect()
}

/// What a client keeps of each host that is a pod.
fn hosts<'a>(
    gauge: &'a ProxyGauges,
    by_ip: &'a OrderedMap<String, PodIndex>,
) -> impl Iterator<Item = (PodIndex, &'a HostGauges)> {
    gauge.cluster.hosts.iter().zip(&gauge.addresses).filter_map(|(host, address)| {
        let ip = address.rsplit_once(':').map_or(address.as_str(), |(ip, _)| ip);
        Some((*by_ip.get(ip)?, host))
    })
}

pub(super) fn outliers(run: &Run, gauges: &[ProxyGauges]) -> Outliers {
    let by_ip = by_ip(run);
    let mut outliers = Outliers::new();
    for gauge in gauges.iter().filter(|gauge| gauge.outlier.is_some()) {
        for (pod, host) in hosts(gauge, &by_ip) {
            let known = outliers.entry(pod).or_default();
            let worth = host.view.ejected || known.len() < CLIENTS_OF_A_POD;
            known.extend(outlier(run.simulation.now(), gauge, host).filter(|_| worth));
        }
    }
    outliers
}

fn outlier(now: Time, gauge: &ProxyGauges, host: &HostGauges) -> Option<OutlierState> {
    let settings = gauge.outlier.as_ref()?;
    let next_tick = gauge.cluster.next_tick.unwrap_or(now);
    let returns_at = host
        .view
        .ejected_until
        .filter(|_| host.view.ejected)
        .map(|until| tick_after(next_tick, settings.interval, until));
    let hosts = gauge.cluster.host_count;
    let ejected = gauge.cluster.active_ejections;
    let backoff = host.view.backoff;
    let enforced = |threshold: u32, enforcing: u32| if enforcing == 0 { 0 } else { threshold };
    Some(OutlierState {
        client: gauge.client.clone(),
        cluster: gauge.cluster.name.to_string(),
        consecutive_5xx: host.view.consecutive_5xx,
        threshold_5xx: enforced(settings.consecutive_5xx, settings.enforcing_consecutive_5xx),
        consecutive_gateway: host.view.consecutive_gateway_failure,
        threshold_gateway: enforced(
            settings.consecutive_gateway_failure,
            settings.enforcing_consecutive_gateway_failure,
        ),
        ejected_at: host.view.ejected_at.filter(|_| host.view.ejected).map(Time::seconds),
        ejected_until: host.view.ejected_until.filter(|_| host.view.ejected).map(Time::seconds),
        returns_at: returns_at.map(Time::seconds),
        seconds_left: returns_at.map_or(0.0, |at| at.since(now).as_secs_f64()),
        times_ejected: backoff,
        next_ejection: settings
            .base_ejection_time
            .saturating_mul(backoff.saturating_add(1))
            .min(settings.max_ejection_time)
            .as_secs_f64(),
        next_tick: next_tick.seconds(),
        arithmetic: EjectionArithmetic {
            ejected,
            hosts,
            max_percent: settings.max_ejection_percent,
            allowed: settings.always_eject_one_host && ejected == 0
                || u64::from(ejected + 1) * 100 <= u64::from(settings.max_ejection_percent) * u64::from(hosts),
        },
        span: gauge.outlier_source.as_ref().map(|source| source.span),
    })
}

/// The first interval tick at or after a time.
fn tick_after(next: Time, interval: Duration, until: Time) -> Time {
    let interval = u64::try_from(interval.as_nanos()).unwrap_or(u64::MAX).max(1);
    let ticks = until.0.saturating_sub(next.0).div_ceil(interval);
    Time(next.0.saturating_add(ticks.saturating_mul(interval)))
}

/// The pods that some client has put out and none may pick: for up to a second after an ejection it still may, and in panic.
fn barred(run: &Run, gauges: &[ProxyGauges], outliers: &Outliers) -> OrderedSet<PodIndex> {
    let is_out = |states: &[OutlierState]| states.iter().any(|state| state.returns_at.is_some());
    let mut barred: OrderedSet<PodIndex> =
        outliers.iter().filter(|(_, states)| is_out(states)).map(|(pod, _)| *pod).collect();
    if barred.is_empty() {
        return barred;
    }
    let by_ip = by_ip(run);
    let may_pick = |(_, host): &(PodIndex, &HostGauges)| host.view.eligible;
    for (pod, _) in gauges.iter().flat_map(|gauge| hosts(gauge, &by_ip)).filter(may_pick) {
        barred.remove(&pod);
    }
    barred
}

/// Writes ejected pods on their workloads.
pub(super) fn mark_ejected(run: &Run, traffic: &mut Traffic, gauges: &[ProxyGauges], outliers: &Outliers) {
    let pods = &run.running.mesh.cluster().pods;
    for pod in barred(run, gauges, outliers).iter().filter_map(|index| pods.get(index.index())) {
        let is_ready = run.simulation.pod(&pod.namespace, &pod.name).is_none_or(|figures| figures.ready);
        if let Some(workload) = traffic.workloads.get_mut(pod.workload.index()).filter(|_| pod.ready && is_ready) {
            workload.pods_barred += 1;
        }
    }
    for (index, states) in outliers {
        let Some(pod) = pods.get(index.index()) else { continue };
        let Some(workload) = traffic.workloads.get_mut(pod.workload.index()) else { continue };
        let ejected = states.iter().filter(|state| state.returns_at.is_some()).map(|state| EjectedPod {
            pod: pod.name.clone(),
            client: state.client.clone(),
            seconds_left: state.seconds_left,
        });
        workload.badges.ejected.extend(ejected);
    }
}

/// Leaves out pods that the kubelet does not take for ready where ready ones are counted.
pub(super) fn count_ready(run: &Run, traffic: &mut Traffic) {
    for pod in &run.running.mesh.cluster().pods {
        let figures = run.simulation.pod(&pod.namespace, &pod.name);
        if pod.ready
            && figures.is_some_and(|figures| !figures.ready)
            && let Some(workload) = traffic.workloads.get_mut(pod.workload.index())
        {
            workload.pods_ready = workload.pods_ready.saturating_sub(1);
        }
    }
}

pub(super) fn pods(run: &Run, outliers: &Outliers) -> Vec<PodState> {
    let cluster = run.running.mesh.cluster();
    let state = |(index, pod): (PodIndex, &mesh_cluster::Pod)| {
        let figures = run.simulation.pod(&pod.namespace, &pod.name);
        let node = pod.node.and_then(|node| cluster.nodes.get(node.index()));
        PodState {
            name: pod.name.clone(),
            namespace: pod.namespace.clone(),
            ip: pod.ip.to_string(),
            workload: cluster
                .workloads
                .get(pod.workload.index())
                .map(|workload| workload.name.clone())
                .unwrap_or_default(),
            node: node_of(run, pod.workload),
            machine: node.map(|node| node.name.clone()).unwrap_or_default(),
            ready: pod.ready && figures.is_none_or(|figures| figures.ready),
            sidecar: pod.sidecar,
            active: figures.map_or(0, |figures| figures.active),
            answered: figures.map_or(0, |figures| figures.answered),
            outliers: outliers.get(&index).cloned().unwrap_or_default(),
        }
    };
    (0..).map(PodIndex).zip(&cluster.pods).map(state).collect()
}

/// Id of the graph's node that a workload's pods belong to.
pub(super) fn node_of(run: &Run, workload: WorkloadIndex) -> String {
    let facts = run.running.facts.workloads.get(workload.index());
    facts.map(|facts| endpoint_id(&facts.endpoint, run.graph_type)).unwrap_or_default()
}

/// Indices of the pods of a node of the graph.
pub(super) fn of_node(run: &Run, id: &str) -> Vec<u32> {
    let pods = run.running.mesh.cluster().pods.iter().enumerate();
    pods.filter(|(_, pod)| node_of(run, pod.workload) == id).map(|(index, _)| index as u32).collect()
}

/// Pools with a limit that somebody set, and how often they refused.
pub(super) fn breakers(gauges: &[ProxyGauges], telemetry: &Telemetry) -> Vec<Breaker> {
    let limited = |gauge: &&ProxyGauges| gauge.cluster.breakers.first().is_some_and(is_limited);
    let breaker = |gauge: &ProxyGauges| {
        let cluster = gauge.cluster.name.to_string();
        Breaker {
            client: gauge.client.clone(),
            node: service_node(&cluster),
            figures: gauge.cluster.breakers.first().map(figures).unwrap_or_default(),
            overflows: telemetry.overflows(&gauge.client, &cluster),
            span: gauge.pool_source.as_ref().map(|source| source.span),
            cluster,
        }
    };
    gauges.iter().filter(limited).take(MOST_BREAKERS).map(breaker).collect()
}

fn is_limited(gauges: &BreakerGauges) -> bool {
    let limits = &gauges.limits;
    [limits.maximum_connections, limits.maximum_pending_requests, limits.maximum_requests, gauges.maximum_retries]
        .iter()
        .any(|limit| *limit < UNLIMITED)
}

fn figures(gauges: &BreakerGauges) -> ConnectionFigures {
    let gauge = |value, limit| Gauge { value, limit: (limit < UNLIMITED).then_some(limit) };
    ConnectionFigures {
        connections: gauge(gauges.connections, gauges.limits.maximum_connections),
        pending: gauge(gauges.pending_requests, gauges.limits.maximum_pending_requests),
        requests: gauge(gauges.requests, gauges.limits.maximum_requests),
        retries: gauge(gauges.retries, gauges.maximum_retries),
    }
}

/// The graph's node of a cluster's service: `outbound|8080|v1|reviews.default.svc.cluster.local`.
fn service_node(cluster: &str) -> String {
    let host = cluster.rsplit('|').next().unwrap_or(cluster);
    let (name, namespace) = crate::facts::names::service_of(host);
    format!("service:{namespace}/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_returns_on_a_tick() {
        let second = |seconds: u64| Time(seconds * 1_000_000_000);
        let ten = Duration::from_secs(10);
        assert_eq!(tick_after(second(40), ten, second(32)), second(40));
        assert_eq!(tick_after(second(40), ten, second(61)), second(70));
        assert_eq!(tick_after(second(40), ten, second(60)), second(60));
    }

    #[test]
    fn a_branch_is_unused_once_each_client_has_put_its_pod_out() {
        let mut session = crate::Session::open(crate::preset("circuit-breaking").unwrap().scenario());
        // One client ejects at 0.1 s, the other at 1.1 s; 40.05 s is between their ticks and their next failures.
        for (milliseconds, expected) in [(600, false), (20_000, true), (40_050, false), (60_000, true)] {
            session.seek(Time(milliseconds * 1_000_000), &mut mesh_sim::Work::unlimited()).unwrap();
            let frame = session.frame();
            let edge = frame.graph.edges.iter().find(|edge| edge.target == "app:default/staff-service/risky").unwrap();
            assert_eq!(edge.unused, expected, "{milliseconds} ms");
        }
    }

    #[test]
    fn a_cluster_belongs_to_its_service() {
        assert_eq!(service_node("outbound|80|v1|a.b.svc.cluster.local"), "service:b/a");
    }
}
