//! Whatever a world says, a run of it ends, and its figures add up.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{STAFF, world};
use crate::telemetry::{EdgeId, EdgeKey};
use crate::{FlightStep, Limits, Simulation, Work, simulate};
use mesh_proxy::{Duration, Time};

/// An App, a rule and a Traffic with anything in their fields that YAML can hold there.
fn documents() -> impl Strategy<Value = String> {
    let app = (any::<u16>(), 0u32..3000, -10.0f64..120.0, 0u64..5, 0u64..5, 0.0f64..30.0, 0u32..4, any::<bool>());
    let rule = (
        0u32..4,
        0u32..3,
        0u32..3,
        0u32..120,
        0u32..5,
        0u32..5,
        prop::sample::select(vec!["ROUND_ROBIN", "LEAST_REQUEST", "RANDOM", "PASSTHROUGH", "NONSENSE"]),
    );
    let route = (
        0u32..150,
        0u32..150,
        0u32..4,
        0u32..2000,
        0.0f64..100.0,
        200u32..600,
        prop::sample::select(vec!["5xx", "gateway-error,reset", "connect-failure", "503,retriable-status-codes"]),
    );
    let traffic = (
        0.0f64..200.0,
        any::<bool>(),
        0u32..5,
        0u32..50,
        prop::sample::select(vec!["client", "safe", "nodeport", "nobody"]),
    );
    (app, rule, route, traffic).prop_map(|(app, rule, route, traffic)| {
        let (status, latency, share, every, run, hang, concurrency, parallel) = app;
        let (errors, pending, connections, base, first, requests, balancer) = rule;
        let (safe, risky, attempts, timeout, abort, code, retry_on) = route;
        let (rate, closed, connections_of, think, from) = traffic;
        let load = if closed { format!("connections: {connections_of}, thinkTime: {think}ms") } else { format!("rate: {rate}") };
        format!(
            "
apiVersion: playground.mesh/v1
kind: App
metadata: {{name: risky}}
spec:
  selector: {{matchLabels: {{version: risky}}}}
  status: {status}
  latency: {latency}ms
  errors: [{{status: 503, share: {share}}}, {{status: 500, first: {first}}}, {{status: 502, every: {every}, run: {run}}}]
  hang: {hang}
  reset: {hang}
  concurrency: {concurrency}
  parallel: {parallel}
  calls: [{{url: 'http://staff-service:8080/', share: 20, timeout: 50ms}}, {{url: 'http://nowhere/', onError: ignore}}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {{name: staff-service}}
spec:
  host: staff-service
  trafficPolicy:
    loadBalancer: {{simple: {balancer}}}
    connectionPool: {{tcp: {{maxConnections: {connections}}}, http: {{http1MaxPendingRequests: {pending}, maxRequestsPerConnection: {requests}}}}}
    outlierDetection: {{consecutive5xxErrors: {errors}, interval: 1s, baseEjectionTime: {base}s, maxEjectionPercent: 100}}
  subsets: [{{name: safe, labels: {{version: safe}}}}, {{name: risky, labels: {{version: risky}}}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: staff-service}}
spec:
  hosts: [staff-service]
  http:
  - fault: {{abort: {{httpStatus: {code}, percentage: {{value: {abort}}}}}, delay: {{fixedDelay: 10ms, percentage: {{value: {abort}}}}}}}
    match: [{{uri: {{prefix: /a}}}}]
    route: [{{destination: {{host: staff-service}}}}]
  - retries: {{attempts: {attempts}, retryOn: '{retry_on}', perTryTimeout: 100ms}}
    timeout: {timeout}ms
    mirror: {{host: staff-service, subset: safe}}
    route:
    - {{destination: {{host: staff-service, subset: safe}}, weight: {safe}}}
    - {{destination: {{host: staff-service, subset: risky}}, weight: {risky}}}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {{name: users}}
spec: {{from: {from}, {load}, request: {{url: 'http://staff-service:8080/x'}}}}
"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_ends_and_its_figures_add_up(text in documents()) {
        let world = world(&[STAFF, &text]);
        let limits = Limits { duration: Some(Duration::from_secs(5)), ..Limits::default() };
        let work = || Work::new(100_000, u64::MAX);
        let report = simulate(&world, 1, &limits, &mut work());
        prop_assert_eq!(report.digest, simulate(&world, 1, &limits, &mut work()).digest);
        let sent = report.edges.iter().filter(|edge| ["client", "nodeport"].contains(&edge.source.as_str()));
        let sent: u64 = sent.map(|edge| edge.requests).sum();
        if sent > 0 {
            prop_assert_eq!(sent, report.requests, "each answered request is on one edge");
        }
        for edge in &report.edges {
            prop_assert_eq!(edge.codes.values().sum::<u64>(), edge.requests);
            prop_assert!(edge.flags.values().sum::<u64>() <= edge.requests);
            prop_assert!(edge.p50 <= edge.p95 && edge.p95 <= edge.p99);
        }
    }

    /// Requests in are responses and what is in flight, on each edge, in each second.
    #[test]
    fn what_goes_in_comes_out_or_is_in_flight(text in documents()) {
        let mut simulation = Simulation::new(world(&[STAFF, &text]), 1);
        let (mut sent, mut answered) = (BTreeMap::<EdgeId, i64>::new(), BTreeMap::<EdgeId, u64>::new());
        let (mut begun, mut open, mut from) = (BTreeSet::new(), BTreeMap::new(), Time(0));
        for second in 1..=5_u64 {
            let to = Time(second * 1_000_000_000);
            if simulation.run(to, &mut Work::new(50_000, u64::MAX)).is_err() {
                break;
            }
            for flight in simulation.flights(from, to) {
                match flight.step {
                    FlightStep::Begun(_) => prop_assert!(begun.insert(flight.call)),
                    FlightStep::Sent { edge, .. } => {
                        *sent.entry(edge).or_default() += 1;
                        prop_assert_eq!(open.insert(flight.call, edge), None);
                    }
                    FlightStep::Back { .. } => *sent.entry(open.remove(&flight.call).unwrap()).or_default() -= 1,
                    FlightStep::Ended { edge, .. } => {
                        begun.remove(&flight.call);
                        edge.into_iter().for_each(|edge| *answered.entry(edge).or_default() += 1);
                    }
                }
            }
            from = to;
            let figures = simulation.telemetry().figures(Time(0), to);
            let counted: BTreeMap<EdgeId, u64> =
                figures.iter().filter(|edge| edge.requests > 0).map(|edge| (edge.edge, edge.requests)).collect();
            prop_assert_eq!(&counted, &answered);
            prop_assert_eq!(simulation.core().calls.len(), begun.len());
            let mut under_way = BTreeMap::<EdgeId, i64>::new();
            for (_, call) in simulation.core().calls.iter() {
                let Some(leg) = &call.leg else { continue };
                let world = simulation.world();
                let source = world.plan.client(call.client).unwrap().party;
                let key = EdgeKey {
                    source: world.party(source),
                    destination: world.party(world.party_of(leg.target, leg.service)),
                    service: world.plan.service(leg.service).map(|it| it.fqdn.to_string()).unwrap_or_default(),
                };
                let edge = simulation.telemetry().edges().iter().position(|edge| *edge == key).unwrap();
                *under_way.entry(EdgeId(edge as u32)).or_default() += 1;
            }
            sent.retain(|_, count| *count != 0);
            prop_assert_eq!(&sent, &under_way);
        }
    }

    #[test]
    fn a_snapshot_of_any_world_goes_on_as_the_run_did(text in documents(), cut in 0u64..3_000_000_000) {
        let mut simulation = Simulation::new(world(&[STAFF, &text]), 1);
        let _ = simulation.run(Time(cut), &mut Work::new(50_000, u64::MAX));
        let snapshot = simulation.snapshot();
        let _ = simulation.run(Time(3_000_000_000), &mut Work::new(50_000, u64::MAX));
        let digest = simulation.digest();
        simulation.restore(&snapshot);
        let _ = simulation.run(Time(3_000_000_000), &mut Work::new(50_000, u64::MAX));
        prop_assert_eq!(simulation.digest(), digest);
    }
}
