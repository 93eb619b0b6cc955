//! gRPC calls beside plain requests: what Istio's default retries, deadlines and outlier detection make of them.

use super::{STAFF, run};

const APP: &str = "
apiVersion: playground.mesh/v1
kind: App
metadata: {name: staff}
spec:
  selector: {matchLabels: {app: staff-service}}
";

/// Requests, tries, and answers by status and flags, of 100 requests to an app.
fn told(app: &str, rules: &str, headers: &str) -> String {
    let app = format!("{APP}{app}");
    let traffic = format!(
        "{{apiVersion: playground.mesh/v1, kind: Traffic, metadata: {{name: t}}, spec: {{from: client, rate: 10, \
         arrival: uniform, count: 100, request: {{url: 'http://staff-service:8080/', headers: {{{headers}}}}}}}}}"
    );
    let report = run(&[STAFF, &app, rules, &traffic], 1, 20);
    let (mut requests, mut attempts, mut codes) = (0, 0, std::collections::BTreeMap::new());
    for edge in &report.edges {
        (requests, attempts) = (requests + edge.requests, attempts + edge.attempts);
        for (code, count) in edge.codes.iter().chain(&edge.flags) {
            *codes.entry(code.clone()).or_insert(0) += count;
        }
    }
    format!("{requests} in {attempts}: {codes:?}")
}

#[test]
#[rustfmt::skip]
fn calls_and_plain_requests() {
    let grpc = "content-type: application/grpc";
    let fails = "  latency: 10ms\n  status: 503\n";
    let slow = "  latency: 300ms\n";
    let timeout = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: s}
spec: {hosts: [staff-service], http: [{timeout: 200ms, retries: {attempts: 0}, route: [{destination: {host: staff-service}}]}]}
";
    // app | rules | headers | requests in tries: answers and flags
    let rows = [
        // `unavailable` is one of Istio's default conditions; a plain 503 is not retried any more.
        (fails, "", grpc.to_owned(), r#"100 in 300: {"503": 100, "URX": 100}"#),
        (fails, "", "a: b".to_owned(), r#"100 in 100: {"503": 100}"#),
        // A call's own deadline holds where no timeout is set, and never beyond one that is.
        (slow, "", format!("{grpc}, grpc-timeout: 100m"), r#"100 in 100: {"504": 100, "UT": 100}"#),
        (slow, "", "grpc-timeout: 100m".to_owned(), r#"100 in 100: {"200": 100}"#),
        (slow, timeout, format!("{grpc}, grpc-timeout: 1S"), r#"100 in 100: {"504": 100, "UT": 100}"#),
        (slow, timeout, grpc.to_owned(), r#"100 in 100: {"504": 100, "UT": 100}"#),
        ("  latency: 10ms\n", timeout, grpc.to_owned(), r#"100 in 100: {"200": 100}"#),
        // Clients cannot set a timeout by Envoy's header.
        (slow, "", "x-envoy-upstream-rq-timeout-ms: '100'".to_owned(), r#"100 in 100: {"200": 100}"#),
    ];
    for (app, rules, headers, expected) in rows {
        assert_eq!(told(app, rules, &headers), expected, "{app} {headers} {rules}");
    }
}
