//! Chains of apps.

use super::{answers, run};

pub(super) fn service(name: &str, extra: &str) -> String {
    format!(
        "
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {name}}}, ports: [{{name: http, port: 80}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: app, image: example/{name}, ports: [{{containerPort: 80}}]}}]}}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  latency: 10ms
{extra}
"
    )
}

pub(super) fn traffic(spec: &str) -> String {
    format!("{{apiVersion: playground.mesh/v1, kind: Traffic, metadata: {{name: t}}, spec: {{{spec}}}}}")
}

const BY_HEADER: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: back}
spec:
  hosts: [back]
  http:
  - match: [{headers: {x-my-header: {exact: canary}}}]
    fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
    route: [{destination: {host: back}}]
  - route: [{destination: {host: back}}]
";

#[test]
fn a_header_decides_behind_an_app_that_passes_it_on() {
    let sends = traffic(
        "from: client, rate: 10, arrival: uniform, request: {url: 'http://front/', headers: {x-my-header: canary}}",
    );
    let calls = "  calls: [{url: 'http://back/', onError: pass}]";
    for (propagate, status) in [("  propagateHeaders: ['x-*']\n", "418"), ("", "200")] {
        let front = service("front", &format!("{propagate}{calls}"));
        let report = run(&[&front, &service("back", ""), BY_HEADER, &sends], 1, 10);
        let edge = report.edges.iter().find(|edge| edge.source == "front").unwrap();
        assert_eq!(edge.codes.keys().collect::<Vec<_>>(), [status], "{propagate}");
        assert_eq!(answers(&report, "front", status), report.requests, "the app passes the status it got");
    }
}

#[test]
fn a_failed_call_fails_passes_or_is_ignored() {
    let back = service("back", "  status: 502");
    let sends = traffic("from: client, rate: 10, arrival: uniform, request: {url: 'http://front/'}");
    for (on_error, status) in [("fail", "500"), ("pass", "502"), ("ignore", "200")] {
        let front = service("front", &format!("  calls: [{{url: 'http://back/', onError: {on_error}}}]"));
        let report = run(&[&front, &back, &sends], 1, 10);
        assert_eq!(answers(&report, "front", status), report.requests, "{on_error}");
    }
}

#[test]
fn calls_take_their_time_in_order_or_at_once() {
    let back = service("back", "");
    let sends = traffic("from: client, rate: 10, arrival: uniform, request: {url: 'http://front/'}");
    for (parallel, expected) in [(false, 0.030), (true, 0.020)] {
        let calls = format!("  parallel: {parallel}\n  calls: [{{url: 'http://back/'}}, {{url: 'http://back/b'}}]");
        let report = run(&[&service("front", &calls), &back, &sends], 1, 10);
        let edge = report.edges.iter().find(|edge| edge.destination == "front").unwrap();
        assert!((edge.p50 / expected - 1.0).abs() < 0.07, "parallel {parallel}: {}", edge.p50);
    }
}

#[test]
fn an_app_gives_a_call_up_in_time() {
    let back = service("back", "  hang: 100");
    let front = service("front", "  calls: [{url: 'http://back/', timeout: 100ms}]");
    let sends = traffic("from: client, rate: 10, arrival: uniform, request: {url: 'http://front/'}");
    let report = run(&[&front, &back, &sends], 1, 10);
    let edge = report.edges.iter().find(|edge| edge.destination == "front").unwrap();
    assert_eq!(edge.codes.keys().collect::<Vec<_>>(), ["500"]);
    assert!((edge.p50 / 0.110 - 1.0).abs() < 0.07, "{}", edge.p50);
}

#[test]
fn a_pod_that_is_busy_lets_the_rest_wait_in_line() {
    let front = service("front", "  concurrency: 1");
    let sends = traffic("from: client, connections: 4, request: {url: 'http://front/'}");
    let report = run(&[&front, &sends], 1, 10);
    let edge = &report.edges[0];
    assert!((edge.rps / 100.0 - 1.0).abs() < 0.02, "one at a time, 10 ms each: {}", edge.rps);
    assert!((edge.p50 / 0.040 - 1.0).abs() < 0.07, "four in line: {}", edge.p50);
}

#[test]
fn a_client_without_a_proxy_is_spread_by_kube_proxy_and_knows_no_rules() {
    let back = service("back", "").replacen("spec:\n  selector", "spec:\n  replicas: 2\n  selector", 1);
    let back = back.replace("port: 80}", "port: 80, nodePort: 30080}");
    let sends =
        traffic("from: nodeport, rate: 100, request: {url: 'http://localhost:30080/', headers: {x-my-header: canary}}");
    let report = run(&[&back, BY_HEADER, &sends], 1, 10);
    assert_eq!(answers(&report, "back", "200"), report.requests);
    assert_eq!(report.edges[0].source, "nodeport");
}

#[test]
fn apps_that_call_each_other_come_to_an_end() {
    let ping = service("ping", "  calls: [{url: 'http://pong/'}]");
    let pong = service("pong", "  calls: [{url: 'http://ping/'}]");
    let sends = traffic("from: client, rate: 1, arrival: uniform, count: 3, request: {url: 'http://ping/'}");
    let report = run(&[&ping, &pong, &sends], 1, 10);
    assert_eq!(report.requests, 3);
    assert!(answers(&report, "ping", "500") > 0);
}
