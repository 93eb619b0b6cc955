//! The short way to a decision gives the same as the long one; every route configuration is found.

use std::sync::Arc;

use serde_json::json;

use super::{Connection, Decision, HeaderMap, Request, decide, decide_again};
use crate::compiled::CompiledConfig;
use crate::config::ProxyConfig;
use crate::proxy::{Push, StreamNumber, Unobserved};
use crate::time::Time;

fn compiled() -> CompiledConfig {
    let cluster = |name: &str, policy: &str| json!({"name": name, "type": "STATIC", "lb_policy": policy});
    let weighted = |use_hash: bool| {
        json!({"weighted_clusters": {"use_hash_policy": use_hash, "header_name": "x-value", "clusters": [
            {"name": "ring", "weight": 30}, {"name": "b", "weight": 50}, {"cluster_header": "x-cluster", "weight": 20}]},
            "hash_policy": [{"header": {"header_name": "x-user"}}]})
    };
    let cors = json!({"cors": {"@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": [{"exact": "http://a"}]}});
    let routes = json!([
        {"match": {"path": "/exact"}, "route": {"cluster": "b"}},
        {"match": {"prefix": "/weighted"}, "route": weighted(false)},
        {"match": {"prefix": "/hashed"}, "route": weighted(true)},
        {"match": {"prefix": "/header"}, "route": {"cluster_header": "x-cluster", "cluster_not_found_response_code": "NOT_FOUND"}},
        {"match": {"prefix": "/sticky"}, "route": {"cluster": "ring", "hash_policy": [{"cookie": {"name": "u", "ttl": "10s"}}]}},
        {"match": {"prefix": "/cors"}, "route": {"cluster": "b"}, "typed_per_filter_config": {"envoy.filters.http.cors": cors["cors"]}},
        {"match": {"prefix": "/gone"}, "redirect": {"path_redirect": "/there", "response_code": "FOUND"}},
        {"match": {"prefix": "/direct"}, "direct_response": {"status": 418}},
        {"match": {"safe_regex": {"regex": "/re/[0-9]+"}, "headers": [{"name": "x-a", "present_match": true}]}, "route": {"cluster": "nobody"}},
    ]);
    let inline = json!({"name": "inline", "virtual_hosts": [{"name": "any", "domains": ["*"],
        "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "b", "timeout": "7s"}}]}]});
    let manager = json!({"@type":
        "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "x", "route_config": inline});
    let config: ProxyConfig = serde_json::from_value(json!({
        "clusters": [cluster("ring", "RING_HASH"), cluster("b", "ROUND_ROBIN")],
        "route_configurations": [{"name": "80", "virtual_hosts": [
            {"name": "a", "domains": ["a.com"], "routes": routes},
            {"name": "tls", "domains": ["tls.com"], "require_tls": "ALL", "routes": routes}]}],
        "listeners": [{"name": "l", "address": {"socket_address": {"address": "0.0.0.0", "port_value": 15001}},
            "filter_chains": [{"filters": [{"name": "hcm", "typed_config": manager}]}]}],
    }))
    .expect("a configuration");
    CompiledConfig::new(Arc::new(config))
}

/// All that a decision says, as one text.
fn told(decision: &Decision<'_>) -> String {
    let Decision { weighted, cluster, outcome, hash, uses_hash, local, .. } = decision;
    let host = decision.virtual_host.map(|(position, _)| position);
    let route = decision.route.map(|(position, _)| position);
    let brief = decision.brief();
    format!("{host:?} {route:?} {weighted:?} {cluster:?} {outcome:?} {hash:?} {uses_hash} {local:?} {brief:?}")
}

#[test]
fn a_known_route_decides_as_a_sought_one() {
    let compiled = compiled();
    let table = compiled.route_configuration("80").expect("it is there");
    let header_sets: [&[(&str, &str)]; 6] = [
        &[],
        &[("x-user", "alice"), ("x-a", "1")],
        &[("x-value", "99"), ("x-cluster", "b")],
        &[("x-cluster", "nobody"), ("cookie", "u=1")],
        &[("origin", "http://a"), ("access-control-request-method", "GET")],
        &[("content-type", "application/grpc"), ("x-a", "")],
    ];
    let paths =
        ["/exact", "/exact?q", "/weighted", "/hashed", "/header", "/sticky", "/cors", "/gone", "/direct", "/re/1", "/"];
    let (mut short, mut long) = (0, 0);
    for headers in header_sets.map(|headers| headers.iter().copied().collect::<HeaderMap>()) {
        for (path, authority, method) in
            paths.iter().flat_map(|path| [(path, "a.com", "GET"), (path, "a.com", "OPTIONS"), (path, "tls.com", "GET")])
        {
            let connection = Connection { remote: "10.0.0.1:1", local: "10.0.0.2:2" };
            let request = Request { method, scheme: "http", authority, path, headers: &headers, connection };
            let before = decide(&compiled, table, &request, StreamNumber(3), &mut Unobserved);
            for stream_number in [0, 1, 29, 30, 79, 80, 99, u64::MAX].map(StreamNumber) {
                let sought = decide(&compiled, table, &request, stream_number, &mut Unobserved);
                assert_eq!(sought.position(), before.position(), "the text alone finds the route");
                let Some(found) = before.position() else {
                    long += 1;
                    assert_eq!(told(&sought), told(&before));
                    continue;
                };
                short += 1;
                let known = decide_again(&compiled, table, found, before.brief(), &request, stream_number);
                let expected = (sought.brief(), sought.weighted);
                assert_eq!(known, expected, "{method} {authority}{path} {headers:?} {stream_number:?}");
            }
        }
    }
    assert!(short > 800 && long > 400, "{short} on known routes, {long} without one");
}

#[test]
fn route_configurations_in_listeners_are_found() {
    let compiled = compiled();
    let table = compiled.route_configuration("inline").expect("it is there");
    let headers = HeaderMap::new();
    let connection = Connection::default();
    let request = Request { method: "GET", scheme: "http", authority: "x", path: "/", headers: &headers, connection };
    let decision = decide(&compiled, table, &request, StreamNumber(0), &mut Unobserved);
    assert_eq!(decision.cluster, compiled.cluster("b"));
    let push = Push::from_config(Time::ZERO, None, &compiled);
    let policy = push.policy(decision.brief().route).expect("its policy is numbered with the others");
    assert_eq!(policy.timeout.as_secs(), 7);
    assert_eq!(compiled.route_count(), 2 * 9 + 1);
    assert!(compiled.route_configuration("nobody").is_none());
}
