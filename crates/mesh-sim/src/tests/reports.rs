//! What `simulate` and `route` say.

use super::{STAFF, answers, mesh, run, world};
use crate::{Cancel, Exceeded, Limits, Request, Work, World, route, simulate};

const SUBSETS: &str = "
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: staff-service}
spec:
  host: staff-service
  subsets: [{name: safe, labels: {version: safe}}, {name: risky, labels: {version: risky}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: staff-service}
spec:
  hosts: [staff-service]
  http:
  - route:
    - {destination: {host: staff-service, subset: safe}, weight: 90}
    - {destination: {host: staff-service, subset: risky}, weight: 10}
";

const TRAFFIC: &str = "
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: users}
spec: {from: client, rate: 100, request: {url: 'http://staff-service:8080/'}}
";

#[test]
fn weights_are_kept_within_their_band() {
    let limits = Limits { requests: Some(1000), ..Limits::default() };
    let report = simulate(&world(&[STAFF, SUBSETS, TRAFFIC]), 1, &limits, &mut Work::unlimited());
    assert_eq!(report.requests, 1000);
    let risky: u64 = report.edges.iter().filter(|edge| edge.destination_version == "risky").map(|e| e.requests).sum();
    assert!((70..=132).contains(&risky), "{risky} of 1000");
    assert_eq!(report.edges.len(), 2);
    let edge = &report.edges[0];
    assert_eq!((edge.source.as_str(), edge.destination.as_str()), ("client", "staff-service"));
    assert_eq!(edge.service, "staff-service.default.svc.cluster.local");
    assert!((edge.p50 / 0.020 - 1.0).abs() < 0.07, "{}", edge.p50);
    assert_eq!(edge.attempts, edge.requests);
}

#[test]
fn a_run_reads_as_the_contract_says() {
    let json = serde_json::to_value(run(&[STAFF, SUBSETS, TRAFFIC], 1, 10)).unwrap();
    assert_eq!(json["digest"].as_str().map(str::len), Some(16));
    assert_eq!(json["duration"], 10.0);
    let edge = json["edges"][0].as_object().unwrap();
    let keys: Vec<_> = edge.keys().map(String::as_str).collect();
    for key in [
        "source",
        "sourceNamespace",
        "sourceVersion",
        "destination",
        "destinationNamespace",
        "destinationVersion",
        "service",
        "requests",
        "attempts",
        "rps",
        "codes",
        "flags",
        "p50",
        "p95",
        "p99",
    ] {
        assert!(keys.contains(&key), "{key} in {keys:?}");
    }
    assert!(edge["codes"]["200"].is_u64());
    assert!(json.get("stopped").is_none());
}

#[test]
fn refused_connections_are_tried_again_and_reported_once() {
    let deaf = "
apiVersion: playground.mesh/v1
kind: App
metadata: {name: deaf}
spec: {selector: {matchLabels: {app: staff-service}}, listen: [9999]}
";
    let report = run(&[STAFF, deaf, TRAFFIC], 1, 10);
    let edges: Vec<_> = report.edges.iter().collect();
    assert!(!edges.is_empty());
    for edge in edges {
        assert_eq!(edge.flags.get("URX,UF").copied(), Some(edge.requests), "{edge:?}");
        assert_eq!(edge.codes.get("503").copied(), Some(edge.requests));
        assert_eq!(edge.attempts, 3 * edge.requests);
    }
}

#[test]
fn an_empty_subset_and_an_unknown_host_have_their_own_destinations() {
    let empty = SUBSETS.replace("version: risky", "version: gone");
    let report = run(&[STAFF, &empty, TRAFFIC], 1, 10);
    let unreached: Vec<_> = report.edges.iter().filter(|edge| edge.flags.contains_key("UH")).collect();
    assert_eq!(unreached.len(), 1);
    assert_eq!(unreached[0].destination, "staff-service");
    assert_eq!(unreached[0].destination_version, "");
    let missing = SUBSETS.replace(", {name: risky, labels: {version: risky}}", "");
    let report = run(&[STAFF, &missing, TRAFFIC], 1, 10);
    assert!(answers(&report, "unknown", "503") > 0, "503 NC reaches nothing");
}

#[test]
fn the_limit_on_steps_ends_a_run_early_and_says_where() {
    let mut work = Work::new(500, u64::MAX);
    let report = simulate(&world(&[STAFF, TRAFFIC]), 1, &Limits::default(), &mut work);
    let stopped = report.stopped.unwrap();
    assert!(report.duration < 10.0 && stopped.at.seconds() == report.duration);
    assert_eq!(stopped.to_string().split(": ").last(), Some("the limit of 500 steps is used up"));
    assert_eq!(work.steps(), 0);
    let again = simulate(&world(&[STAFF, TRAFFIC]), 1, &Limits::default(), &mut work);
    assert_eq!((again.duration, again.requests), (0.0, 0), "what is used up is not granted again");
}

#[test]
fn a_run_that_nobody_waits_for_ends() {
    let cancel = Cancel::default();
    cancel.cancel();
    let report =
        simulate(&world(&[STAFF, TRAFFIC]), 1, &Limits::default(), &mut Work::unlimited().cancelled_by(&cancel));
    assert_eq!(report.stopped.unwrap().why, Exceeded::Cancelled);
    assert_eq!(report.requests, 0);
}

#[test]
fn decisions_end_with_the_steps() {
    let request = Request::new("GET", "http://staff-service:8080/driver/x", [("", ""); 0]).unwrap();
    let world: std::sync::Arc<World> = World::new(mesh(&[STAFF, SUBSETS])).into();
    let answer = route(&world, "client", &request, 1, u64::MAX, &mut Work::new(1000, u64::MAX)).unwrap();
    assert_eq!(answer.stopped.unwrap().why, Exceeded::Steps(1000));
    let decided = answer.responses.values().sum::<u64>();
    assert!((30..1000).contains(&decided), "{decided}");
}

#[test]
fn route_decides_separately_each_time() {
    let world: std::sync::Arc<World> = World::new(mesh(&[STAFF, SUBSETS])).into();
    let request = Request::new("GET", "http://staff-service:8080/driver/x", [("", ""); 0]).unwrap();
    let answer = route(&world, "client", &request, 1, 1000, &mut Work::unlimited()).unwrap();
    assert_eq!(answer.virtual_host, "staff-service.default.svc.cluster.local:8080");
    assert_eq!(answer.virtual_service.as_deref(), Some("default/staff-service"));
    assert_eq!(answer.route, "");
    assert_eq!(answer.responses.get("200 -"), Some(&1000));
    let risky = answer.clusters["outbound|8080|risky|staff-service.default.svc.cluster.local"];
    assert!((70..=132).contains(&risky), "{risky}");
    assert_eq!(answer.clusters.values().sum::<u64>(), 1000);
    assert!(
        answer.explain.iter().any(|line| line.contains("default/staff-service spec.http[0]")),
        "{:#?}",
        answer.explain
    );
    assert!(route(&world, "nobody", &request, 1, 1, &mut Work::unlimited()).is_err());
}
