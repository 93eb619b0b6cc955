//! Clusters that take any address, and clusters that speak what their clients speak: all that a route and a
//! DestinationRule say holds for them too.

use super::{STAFF, run, world};
use crate::{Request, Work, route};

/// A host whose address is taken as it is.
const OUTSIDE: &str = "
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: outside}
spec:
  hosts: [outside.example.com]
  ports: [{number: 8080, name: http, protocol: HTTP, targetPort: 9090}]
  location: MESH_EXTERNAL
  resolution: NONE
";

fn headless() -> String {
    STAFF.replace("{selector: {app: staff-service}, ports", "{clusterIP: None, selector: {app: staff-service}, ports")
}

fn unnamed() -> String {
    STAFF.replace("name: http, ", "")
}

fn app(does: &str) -> String {
    format!(
        "apiVersion: playground.mesh/v1\nkind: App\nmetadata: {{name: staff}}\n\
         spec: {{selector: {{matchLabels: {{app: staff-service}}}}, {does}}}\n"
    )
}

/// A VirtualService of a host whose one route says something more.
fn rule(host: &str, says: &str) -> String {
    format!(
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: rule}}\n\
         spec: {{hosts: [{host}], http: [{{{says}, route: [{{destination: {{host: {host}}}}}]}}]}}\n"
    )
}

/// A DestinationRule of a host.
fn policy(host: &str, says: &str) -> String {
    format!(
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: policy}}\n\
         spec: {{host: {host}, trafficPolicy: {{{says}}}}}\n"
    )
}

/// Requests, tries, and answers by status and flags, of 100 requests in 10 s.
fn told(texts: &[&str], host: &str, headers: &str) -> String {
    let traffic = format!(
        "{{apiVersion: playground.mesh/v1, kind: Traffic, metadata: {{name: t}}, spec: {{from: client, rate: 10, \
         arrival: uniform, count: 100, request: {{url: 'http://{host}:8080/', headers: {{{headers}}}}}}}}}"
    );
    let report = run(&[texts, &[&traffic]].concat(), 1, 20);
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
fn routes_and_rules_hold_where_addresses_are_taken_as_they_are() {
    let staff = "staff-service";
    let outside = "outside.example.com";
    // asked for | the app | the rule | requests in tries: answers and flags
    let rows = [
        (staff, "latency: 10ms", String::new(), r#"100 in 100: {"200": 100}"#),
        (staff, "latency: 300ms", rule(staff, "timeout: 200ms"), r#"100 in 100: {"504": 100, "UT": 100}"#),
        (staff, "status: 503", rule(staff, "retries: {attempts: 2, retryOn: 5xx}"), r#"100 in 300: {"503": 100, "URX": 100}"#),
        (staff, "latency: 300ms", rule(staff, "retries: {attempts: 1, perTryTimeout: 100ms, retryOn: reset}"), r#"100 in 200: {"504": 100, "URX,UT": 100}"#),
        (staff, "latency: 250ms", policy(staff, "connectionPool: {http: {http2MaxRequests: 1}}"), r#"100 in 100: {"200": 34, "503": 66, "UO": 66}"#),
        // Whom a client asks for is not the load balancer's to say.
        (staff, "status: 500", policy(staff, "outlierDetection: {consecutive5xxErrors: 1}"), r#"100 in 100: {"500": 100}"#),
        (outside, "latency: 10ms", String::new(), r#"100 in 100: {"200": 100}"#),
        (outside, "latency: 10ms", rule(outside, "timeout: 10ms"), r#"100 in 100: {"504": 100, "UT": 100}"#),
    ];
    for (host, does, rule, expected) in rows {
        assert_eq!(told(&[&headless(), OUTSIDE, &app(does), &rule], host, "a: b"), expected, "{host} {does} {rule}");
    }
}

/// The upstream host of the access log and the answer.
fn host_and_answer(texts: &[&str], from: &str, url: &str) -> (String, String) {
    let request = Request::new("GET", url, [("a", "b")]).unwrap();
    let told = route(&world(texts), from, &request, 1, 1, &mut Work::unlimited()).unwrap();
    let log = &told.record.as_ref().unwrap().hops[0].access_log;
    let host = log.trim().trim_end_matches('"').rsplit('"').next().unwrap_or_default().to_owned();
    (host, told.responses.keys().cloned().collect())
}

#[test]
fn the_host_is_the_address_that_was_asked_for() {
    let gateway = "
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge}
spec:
  selector: {matchLabels: {istio: ingressgateway}}
  template:
    metadata: {labels: {istio: ingressgateway}, annotations: {inject.istio.io/templates: gateway}}
    spec: {containers: [{name: istio-proxy, image: auto}]}
---
apiVersion: v1
kind: Service
metadata: {name: edge}
spec: {selector: {istio: ingressgateway}, ports: [{name: http2, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: edge}
spec: {hosts: ['*'], gateways: [edge], http: [{route: [{destination: {host: staff-service}}]}]}
";
    let passes = policy("staff-service", "loadBalancer: {simple: PASSTHROUGH}");
    let (headless, staff) = (headless(), STAFF.to_owned());
    // text | more | from | URL | host | answer
    for (text, more, from, url, host, answer) in [
        (&headless, "", "client", "http://10.1.0.2:8080/", "10.1.0.2:8080", "200 -"),
        // The ServiceEntry's targetPort takes the place of the port.
        (&headless, OUTSIDE, "client", "http://outside.example.com:8080/", "outside.example.com:9090", "200 -"),
        // Where nothing else has the port, bytes are passed on, and no status is read.
        (&headless, "", "client", "http://elsewhere.example.com:4321/", "elsewhere.example.com:4321", "0 -"),
        // Nothing redirects connections to a gateway: it does not know what was asked for.
        (&staff, &passes, "ingress", "http://staff.example.com/", "-", "503 UH"),
    ] {
        let edge = if from == "ingress" { gateway } else { "" };
        let told = host_and_answer(&[text, more, edge], from, url);
        assert_eq!(told, (host.to_owned(), answer.to_owned()), "{url}");
    }
}

#[test]
#[rustfmt::skip]
fn an_unnamed_port_has_a_pool_for_each_protocol() {
    let limits = policy("staff-service", "connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}");
    let app = app("latency: 2s");
    let (grpc, plain) = ("content-type: application/grpc", "a: b");
    // The port | the client | whether all are answered: over one connection, at once
    for (text, headers, all) in [(unnamed(), grpc, true), (unnamed(), plain, false), (STAFF.to_owned(), grpc, false), (STAFF.to_owned(), plain, false)] {
        let told = told(&[&text, &app, &limits], "staff-service", headers);
        assert_eq!(told.contains(r#"{"200": 100}"#), all, "{headers}: {told}");
        assert_eq!(told.contains("UO"), !all, "{headers}: {told}");
    }
}
