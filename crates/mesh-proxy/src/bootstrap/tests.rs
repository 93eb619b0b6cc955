//! The shape of a bootstrap; that Envoy accepts it is end2end/envoy's business.

use std::sync::Arc;

use serde_json::json;

use super::{Error, Options, bootstrap, ports};
use crate::config::ProxyConfig;

fn config() -> ProxyConfig {
    let manager =
        "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
    serde_json::from_value(json!({
        "listeners": [{"name": "0.0.0.0_8080", "address": {"socket_address": {"address": "0.0.0.0", "port_value": 8080}}, "filter_chains": [
            {"filters": [{"name": "h", "typed_config": {"@type": manager, "stat_prefix": "s", "use_remote_address": true, "server_name": "istio-envoy",
                "rds": {"route_config_name": "http.8080"}}}]}]}],
        "route_configurations": [
            {"name": "80", "virtual_hosts": [{"name": "a", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "y"}}]}]},
            {"name": "http.8080"}],
        "clusters": [{"name": "y", "type": "EDS"}, {"name": "n", "type": "STRICT_DNS", "load_assignment": {"cluster_name": "n", "endpoints": [
            {"lb_endpoints": [{"endpoint": {"address": {"socket_address": {"address": "one.example.com", "port_value": 80}}}}]}]}}],
        "endpoints": [{"cluster_name": "y", "endpoints": [{"lb_endpoints": [
            {"endpoint": {"address": {"socket_address": {"address": "10.1.0.5", "port_value": 8080}}}},
            {"endpoint": {"address": {"socket_address": {"address": "10.1.0.6", "port_value": 8080}}}}]}]}],
    }))
    .expect("a configuration")
}

fn options(endpoint: &str, target: &str) -> Options {
    Options { base_port: 30_000, endpoint_map: [(endpoint.to_owned(), target.to_owned())].into() }
}

#[test]
fn each_route_configuration_gets_a_listener() {
    let value = bootstrap(&config(), &options("10.1.0.5:8080", "127.0.0.1:21000")).expect("a bootstrap");
    assert_eq!(value["admin"]["address"]["socket_address"]["port_value"], 29_999);
    let listeners = value["static_resources"]["listeners"].as_array().expect("listeners");
    assert_eq!((&listeners[0]["name"], &listeners[1]["name"]), (&json!("80"), &json!("http.8080")));
    assert_eq!(listeners[1]["address"]["socket_address"], json!({"address": "127.0.0.1", "port_value": 30_001}));
    let manager = |index: usize| &listeners[index]["filter_chains"][0]["filters"][0]["typed_config"];
    assert_eq!((&manager(0)["normalize_path"], &manager(1)["use_remote_address"]), (&json!(true), &json!(true)));
    assert_eq!(manager(0)["route_config"]["validate_clusters"], false);
    assert_eq!(manager(1)["http_filters"][2]["name"], "envoy.filters.http.router");
    let ports = ports(&config(), &Options::default()).expect("ports");
    assert_eq!(ports, [("80".to_owned(), 20_000), ("http.8080".to_owned(), 20_001)]);
}

#[test]
fn hosts_are_written_where_they_can_be_reached() {
    let value = bootstrap(&config(), &options("10.1.0.5:8080", "127.0.0.1:21000")).expect("a bootstrap");
    let clusters = value["static_resources"]["clusters"].as_array().expect("clusters");
    assert_eq!((&clusters[0]["type"], &clusters[1]["type"]), (&json!("STATIC"), &json!("STRICT_DNS")));
    let hosts = clusters[0]["load_assignment"]["endpoints"][0]["lb_endpoints"].as_array().expect("hosts");
    let addresses: Vec<_> = hosts.iter().map(|host| &host["endpoint"]["address"]["socket_address"]).collect();
    let expected =
        [json!({"address": "127.0.0.1", "port_value": 21_000}), json!({"address": "10.1.0.6", "port_value": 8080})];
    assert_eq!(addresses, expected.iter().collect::<Vec<_>>());
    let value = bootstrap(&config(), &options("one.example.com:80", "127.0.0.1:21000")).expect("a bootstrap");
    assert_eq!(value["static_resources"]["clusters"][1]["type"], "STATIC");
}

#[test]
fn what_cannot_be_is_told() {
    let error = bootstrap(&config(), &options("10.1.0.5:8080", "localhost")).expect_err("no address");
    assert_eq!(
        error.to_string(),
        "endpoint map: 10.1.0.5:8080 is mapped to \"localhost\", which is not as 127.0.0.1:21000"
    );
    for base_port in [0, 1, 65_535] {
        let options = Options { base_port, ..Options::default() };
        assert_eq!(bootstrap(&config(), &options), Err(Error::Ports { base_port, listeners: 2 }));
    }
    let mut many = config();
    many.route_configurations = vec![Arc::default(); 70_000];
    assert!(bootstrap(&many, &Options::default()).is_err());
}
