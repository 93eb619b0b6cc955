//! What is read is what is written.

use serde_json::{Value, json};

use super::{Action, Cluster, HttpConnectionManager, Listener, Route, RouteConfiguration};

fn same<T: serde::Serialize + serde::de::DeserializeOwned>(value: &Value) -> T {
    let read: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error} in {value}"));
    assert_eq!(&serde_json::to_value(&read).expect("it can be written"), value);
    read
}

#[test]
fn a_route_reads_and_writes() {
    let route: Route = same(&json!({
        "name": "canary",
        "match": {
            "prefix": "/a", "case_sensitive": false,
            "headers": [
                {"name": ":method", "string_match": {"exact": "GET"}},
                {"name": "x-user", "present_match": true, "invert_match": true, "treat_missing_header_as_empty": true},
                {"name": "x-n", "range_match": {"start": "1", "end": "10"}},
                {"name": "x-r", "string_match": {"safe_regex": {"regex": "a.*"}, "ignore_case": true}},
            ],
            "query_parameters": [{"name": "q", "string_match": {"prefix": "k"}}, {"name": "p", "present_match": true}],
            "runtime_fraction": {"default_value": {"numerator": 5, "denominator": "MILLION"}},
        },
        "route": {
            "weighted_clusters": {"clusters": [{"name": "a", "weight": 90}, {"name": "b", "weight": 10, "request_headers_to_add": [
                {"header": {"key": "x", "value": "y"}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}]}]},
            "host_rewrite_literal": "other", "prefix_rewrite": "/", "timeout": "2.500s",
            "retry_policy": {
                "retry_on": "5xx", "num_retries": 2, "host_selection_retry_max_attempts": "5", "per_try_timeout": "0.250s",
                "retry_host_predicate": [{"name": "envoy.retry_host_predicates.previous_hosts", "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"}}],
                "retry_priority": {"name": "envoy.retry_priorities.previous_priorities", "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig",
                    "update_frequency": 2}},
            },
            "request_mirror_policies": [{"cluster": "m", "runtime_fraction": {"default_value": {"numerator": 100}}, "trace_sampled": false,
                "disable_shadow_host_suffix_append": true}],
            "hash_policy": [{"header": {"header_name": "x"}, "terminal": true}, {"cookie": {"name": "s", "ttl": "0s", "path": "/"}},
                {"connection_properties": {"source_ip": true}}, {"query_parameter": {"name": "q"}}],
        },
        "typed_per_filter_config": {
            "envoy.filters.http.fault": {"@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault",
                "delay": {"fixed_delay": "0.050s", "percentage": {}}, "abort": {"http_status": 418, "percentage": {"numerator": 1}}},
            "envoy.filters.http.cors": {"@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
                "allow_origin_string_match": [{"exact": "https://a"}], "max_age": "86400", "allow_credentials": false,
                "forward_not_matching_preflights": true},
        },
        "response_headers_to_remove": ["server"],
    }));
    assert!(matches!(route.action, Action::Route(_)));
}

#[test]
fn local_answers_read_and_write() {
    same::<Route>(
        &json!({"match": {"path": "/"}, "redirect": {"path_redirect": "", "scheme_redirect": "https", "port_redirect": 8443, "response_code": "FOUND"}}),
    );
    same::<Route>(
        &json!({"match": {"safe_regex": {"regex": "/a"}}, "direct_response": {"status": 503, "body": {"inline_string": "down"}}}),
    );
    same::<Route>(
        &json!({"match": {"path_separated_prefix": "/a"}, "redirect": {"regex_rewrite": {"pattern": {"regex": "a"}, "substitution": "b"}, "https_redirect": true}}),
    );
}

#[test]
fn unknown_fields_are_ignored() {
    let read: RouteConfiguration = serde_json::from_value(json!({"name": "80", "vhds": {"x": 1},
        "virtual_hosts": [{"name": "a", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "c", "max_grpc_timeout": "0s"},
            "decorator": {"operation": "o"}, "metadata": {"filter_metadata": {}}}]}]})).expect("it can be read");
    assert_eq!(read.virtual_hosts[0].routes.len(), 1);
}

#[test]
fn a_cluster_reads_and_writes() {
    same::<Cluster>(&json!({
        "name": "outbound|80||a", "type": "EDS", "lb_policy": "LEAST_REQUEST", "connect_timeout": "10s", "respect_dns_ttl": true, "dns_lookup_family": "V4_ONLY",
        "circuit_breakers": {"thresholds": [{"max_retries": 4_294_967_295_u32, "retry_budget": {"budget_percent": {"value": 20}, "min_retry_concurrency": 3}}]},
        "common_lb_config": {"healthy_panic_threshold": {}, "locality_weighted_lb_config": {}},
        "least_request_lb_config": {"slow_start_config": {"slow_start_window": "60s", "aggression": {"default_value": 1.5, "runtime_key": "("}, "min_weight_percent": {"value": 20}}},
        "maglev_lb_config": {"table_size": "1009"}, "ring_hash_lb_config": {"minimum_ring_size": "1024"},
        "outlier_detection": {"consecutive_5xx": 0, "interval": "5s", "enforcing_success_rate": 0, "split_external_local_origin_errors": true},
        "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
            "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
            "common_http_protocol_options": {"idle_timeout": "30s", "max_requests_per_connection": 1},
            "explicit_http_config": {"http2_protocol_options": {"max_concurrent_streams": 7}}}},
        "upstream_connection_options": {"tcp_keepalive": {"keepalive_time": 7200}},
        "load_assignment": {"cluster_name": "outbound|80||a", "endpoints": [{"priority": 1, "load_balancing_weight": 2, "locality": {"region": "r"},
            "lb_endpoints": [{"endpoint": {"address": {"socket_address": {"address": "10.1.0.2", "port_value": 80}}}, "load_balancing_weight": 3}]}]},
    }));
}

#[test]
fn a_listener_reads_and_writes() {
    let manager =
        "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
    same::<Listener>(&json!({
        "name": "0.0.0.0_80", "address": {"socket_address": {"address": "0.0.0.0", "port_value": 80}}, "bind_to_port": false,
        "filter_chains": [{"filter_chain_match": {"transport_protocol": "raw_buffer", "application_protocols": ["http/1.1", "h2c"]}, "filters": [
            {"name": "envoy.filters.network.http_connection_manager", "typed_config": {"@type": manager, "stat_prefix": "x", "use_remote_address": false,
                "rds": {"route_config_name": "80"}, "normalize_path": true, "path_with_escaped_slashes_action": "KEEP_UNCHANGED",
                "http_filters": [{"name": "envoy.filters.http.router", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}],
        "default_filter_chain": {"name": "PassthroughFilterChain", "filters": [{"name": "envoy.filters.network.tcp_proxy", "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy", "stat_prefix": "P", "cluster": "PassthroughCluster"}}]},
    }));
    let default = serde_json::to_value(HttpConnectionManager::default()).expect("it can be written");
    assert_eq!(default, json!({"stat_prefix": ""}));
}
