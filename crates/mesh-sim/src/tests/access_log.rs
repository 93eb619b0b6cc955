//! Envoy's access log lines, for requests that end in every way.

use super::{STAFF, world};
use crate::{Request, Work, route};

const RULES: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: staff-service}
spec:
  hosts: [staff-service]
  http:
  - match: [{uri: {prefix: /down}}]
    directResponse: {status: 503, body: {string: 'down for now'}}
  - match: [{uri: {prefix: /fault}}]
    fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
    route: [{destination: {host: staff-service}}]
  - match: [{uri: {prefix: /slow}}]
    fault: {delay: {fixedDelay: 2s, percentage: {value: 100}}}
    route: [{destination: {host: staff-service, subset: safe}}]
  - match: [{uri: {prefix: /rewritten}}]
    rewrite: {uri: /new, authority: other.example.com}
    route: [{destination: {host: staff-service, subset: safe}}]
  - match: [{uri: {prefix: /nowhere}}]
    route: [{destination: {host: staff-service, subset: none}}]
  - match: [{uri: {prefix: /x-envoy}, headers: {x-envoy-max-retries: {}}}]
    directResponse: {status: 500}
  - match: [{uri: {prefix: /}}]
    route: [{destination: {host: staff-service, subset: safe}}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: staff-service}
spec:
  host: staff-service
  subsets: [{name: safe, labels: {version: safe}}]
";

#[test]
#[rustfmt::skip]
fn lines_in_the_default_format() {
    let grpc = &[("content-type", "application/grpc")][..];
    let agent = &[("user-agent", "curl/8"), ("x-request-id", "mine"), ("x-forwarded-for", "1.2.3.4")][..];
    let steering = &[("x-envoy-max-retries", "3")][..];
    // path | headers | the line from the quoted request on; H is the host's address, I an id that was made
    let rows = [
        ("/", &[][..], r#""GET / HTTP/1.1" 200 - 0 0 0 0 "-" "-" "I" "staff-service:8080" "H""#),
        ("/a?b=c", agent, r#""GET /a?b=c HTTP/1.1" 200 - 0 0 0 0 "1.2.3.4" "curl/8" "mine" "staff-service:8080" "H""#),
        ("/rewritten/x", &[], r#""GET /rewritten/x HTTP/1.1" 200 - 0 0 0 0 "-" "-" "I" "other.example.com" "H""#),
        ("/slow", &[], r#""GET /slow HTTP/1.1" 200 DI 0 0 2000 0 "-" "-" "I" "staff-service:8080" "H""#),
        ("/down", &[], r#""GET /down HTTP/1.1" 503 - 0 12 0 - "-" "-" "I" "staff-service:8080" "-""#),
        ("/down", grpc, r#""GET /down HTTP/2" 200 - 0 0 0 - "-" "-" "I" "staff-service:8080" "-""#),
        ("/fault", &[], r#""GET /fault HTTP/1.1" 418 FI 0 18 0 - "-" "-" "I" "staff-service:8080" "-""#),
        ("/fault", grpc, r#""GET /fault HTTP/2" 200 FI 0 0 0 - "-" "-" "I" "staff-service:8080" "-""#),
        ("/nowhere", &[], r#""GET /nowhere HTTP/1.1" 503 NC 0 0 0 - "-" "-" "I" "staff-service:8080" "-""#),
        ("/x-envoy", steering, r#""GET /x-envoy HTTP/1.1" 200 - 0 0 0 0 "-" "-" "I" "staff-service:8080" "H""#),
    ];
    let world = world(&[STAFF, RULES]);
    for (path, headers, expected) in rows {
        let url = format!("http://staff-service:8080{path}");
        let request = Request::new("GET", &url, headers.iter().copied()).unwrap();
        let record = route(&world, "client", &request, 1, 1, &mut Work::unlimited()).unwrap().record.unwrap();
        let line = &record.hops[0].access_log;
        let quoted: Vec<&str> = line.split('"').collect();
        let (id, host) = (quoted[7], quoted[11]);
        let mut line = line.replace(&format!(" \"{host}\""), if host == "-" { " \"-\"" } else { " \"H\"" });
        if id != "mine" {
            assert_eq!(id.len(), 36, "{line}");
            line = line.replace(id, "I");
        }
        assert_eq!(line, format!("[1970-01-01T00:00:00.000Z] {expected}"), "{path} {headers:?}");
    }
}
