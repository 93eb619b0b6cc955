//! gRPC calls, headers with which clients try to steer the proxy, and retries that keep away from priorities: row by row.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use end2end_envoy::access_log;
use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::scratch::Scratch;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::upstream::{self, Answer, Asked};
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::connection_manager::clean_internal_headers;
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::{CompiledConfig, Time};
use serde_json::{Value, json};

/// What the host does with every try: a status, a `grpc-status` instead, and after how many milliseconds.
#[derive(Clone, Copy)]
enum Host {
    Status(u16, u64),
    Grpc(u32),
}

/// A route without its match, further headers of the request, and what the host does.
type Row = (Value, &'static [(&'static str, &'static str)], Host);

const GRPC: (&str, &str) = ("content-type", "application/grpc");

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    let well = Host::Status(200, 0);
    let slow = Host::Status(200, 400);
    let to = |cluster: &str| json!({"route": {"cluster": cluster, "timeout": "0s"}});
    let timed = |timeout: &str, most: &str| json!({"route": {"cluster": "a", "timeout": timeout, "max_grpc_timeout": most}});
    let retried = |retry_on: &str| json!({"route": {"cluster": "a", "timeout": "0s", "retry_policy": {"retry_on": retry_on, "num_retries": 2}}});
    let fault = |abort: Value| json!({"route": {"cluster": "a", "timeout": "0s"}, "typed_per_filter_config": {"envoy.filters.http.fault": {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault", "abort": abort}}});
    let all = json!({"numerator": 100, "denominator": "HUNDRED"});
    let priorities = |frequency: u32| json!({"route": {"cluster": "three", "timeout": "0s", "retry_policy": {"retry_on": "5xx", "num_retries": 4,
        "retry_priority": {"name": "envoy.retry_priorities.previous_priorities", "typed_config": {"update_frequency": frequency,
            "@type": "type.googleapis.com/envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig"}}}}});
    vec![
        // The proxy's own answers.
        (json!({"direct_response": {"status": 403, "body": {"inline_string": "no"}}}), &[GRPC], well),
        (json!({"direct_response": {"status": 200}}), &[GRPC], well),
        (json!({"redirect": {"path_redirect": "/there"}}), &[GRPC], well),
        (to("nobody"), &[GRPC], well),
        (to("empty"), &[GRPC], well),
        (to("refused"), &[GRPC], well),
        (fault(json!({"http_status": 500, "percentage": all})), &[GRPC], well),
        (fault(json!({"http_status": 429, "percentage": all})), &[("content-type", "application/grpc+proto")], well),
        (fault(json!({"grpc_status": 8, "percentage": all})), &[GRPC], well),
        (fault(json!({"grpc_status": 8, "percentage": all})), &[], well),
        (fault(json!({"http_status": 503, "percentage": all})), &[("content-type", "application/grpc-web")], well),
        // Deadlines.
        (timed("0.1s", "0s"), &[GRPC], slow),
        (timed("0s", "0.1s"), &[GRPC], slow),
        (timed("0s", "0s"), &[GRPC, ("grpc-timeout", "100m")], slow),
        (timed("0.1s", "9s"), &[GRPC, ("grpc-timeout", "8S")], slow),
        (timed("0s", "0.1s"), &[GRPC, ("grpc-timeout", "1H")], slow),
        (timed("0s", "0s"), &[GRPC, ("grpc-timeout", "100")], slow),
        (timed("0s", "0s"), &[("grpc-timeout", "100m")], slow),
        // Failures of hosts.
        (to("a"), &[GRPC], Host::Grpc(0)),
        (to("a"), &[GRPC], Host::Grpc(5)),
        (to("a"), &[GRPC], Host::Status(503, 0)),
        (retried("unavailable"), &[GRPC], Host::Grpc(14)),
        (retried("cancelled,deadline-exceeded"), &[GRPC], Host::Grpc(4)),
        (retried("internal"), &[GRPC], Host::Grpc(14)),
        (retried("5xx"), &[GRPC], Host::Grpc(14)),
        (retried("resource-exhausted"), &[GRPC], Host::Grpc(8)),
        // Headers of clients that are not trusted.
        (to("a"), &[("x-envoy-retry-on", "5xx"), ("x-envoy-max-retries", "3")], Host::Status(503, 0)),
        (retried("5xx"), &[("x-envoy-max-retries", "0")], Host::Status(503, 0)),
        (to("a"), &[("x-envoy-upstream-rq-timeout-ms", "50")], slow),
        (to("a"), &[("x-envoy-upstream-rq-per-try-timeout-ms", "50")], slow),
        (to("a"), &[("x-envoy-retry-grpc-on", "unavailable"), GRPC], Host::Grpc(14)),
        // Other priorities for retries.
        (priorities(1), &[], Host::Status(500, 0)),
        (priorities(2), &[], Host::Status(500, 0)),
        (priorities(3), &[], Host::Status(500, 0)),
    ]
}

fn config(rows: &[Row], ports: &[u16]) -> ProxyConfig {
    let endpoint =
        |port: u16| json!({"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}});
    let cluster = |name: &str, ports: &[u16]| {
        let priorities =
            (0..).zip(ports).map(|(priority, port)| json!({"priority": priority, "lb_endpoints": [endpoint(*port)]}));
        let endpoints: Vec<Value> = priorities.collect();
        json!({"name": name, "type": "STATIC", "connect_timeout": "1s",
            "load_assignment": {"cluster_name": name, "endpoints": endpoints}})
    };
    let routes: Vec<Value> = (0..)
        .zip(rows)
        .map(|(index, (route, ..))| {
            let mut route = route.clone();
            let path: String = format!("/{index}");
            route["match"] = json!({"path": path});
            route
        })
        .collect();
    serde_json::from_value(json!({
        "clusters": [cluster("a", &ports[..1]), cluster("empty", &[]), cluster("refused", &[1]), cluster("three", ports)],
        "route_configurations": [{"name": "calls", "validate_clusters": false,
            "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]}],
    }))
    .expect("a configuration")
}

/// What is compared of an answer: status, flags, `grpc-status`, and the hosts of the tries by number.
fn told(status: u16, flags: &str, grpc_status: Option<String>, hosts: &[usize]) -> String {
    format!("{status} {flags} grpc-status {} hosts {hosts:?}", grpc_status.as_deref().unwrap_or("-"))
}

#[test]
fn calls_end_as_with_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let rows = rows();
    let hosts: Vec<Host> = rows.iter().map(|(.., host)| *host).collect();
    let asked: Arc<Mutex<HashMap<String, Vec<u16>>>> = Arc::default();
    let ports: Vec<u16> = (0..3)
        .map(|_| {
            let (asked, hosts) = (asked.clone(), hosts.clone());
            upstream::start(Arc::new(move |request: &Asked| {
                asked.lock().expect("unpoisoned").entry(request.path.clone()).or_default().push(request.port);
                let row: usize = request.path[1..].parse().expect("a row");
                match hosts[row] {
                    Host::Status(status, after) => {
                        Answer::Status { status, after: Duration::from_millis(after), headers: Vec::new() }
                    }
                    Host::Grpc(status) => Answer::Status {
                        status: 200,
                        after: Duration::ZERO,
                        headers: vec![("grpc-status".to_owned(), status.to_string())],
                    },
                }
            }))
        })
        .collect();
    let config = config(&rows, &ports);
    let base_port = envoy::free_ports(2);
    let folder = Scratch::new("calls");
    let mut value = bootstrap(&config, &Options { base_port, ..Options::default() }).expect("a bootstrap");
    access_log::add(&mut value, &folder.join("access.log"));
    let envoy = Envoy::start(&program, &value, &folder);
    let mut simulated = Simulated::new(CompiledConfig::new(Arc::new(config)), 3, move |send, _, _| {
        match hosts[usize::try_from(send.key).expect("a row")] {
            Host::Status(status, after) => Does::Answer(status, Duration::from_millis(after)),
            Host::Grpc(status) => Does::Grpc(status, Duration::ZERO),
        }
    });
    simulated.refuses = vec!["127.0.0.1:1".to_owned()];
    let number = |port: u16| ports.iter().position(|other| *other == port).unwrap_or(9);
    let mut differ = 0;
    for (index, (route, headers, _)) in rows.iter().enumerate() {
        let (key, path) = (index as u64, format!("/{index}"));
        let mut map: HeaderMap = headers.iter().copied().collect();
        clean_internal_headers(&mut map, false);
        let connection = Connection::default();
        let request =
            route::Request { method: "GET", scheme: "http", authority: "a", path: &path, headers: &map, connection };
        let decision = simulated.decide("calls", &request, key).brief();
        simulated.schedule_call(Scheduled { at: Time(key * 5_000_000_000), key, decision }, request.grpc_call());
        let answered = &simulated.run_until(Time((key + 1) * 5_000_000_000))[&key];
        let response = answered.response.expect("an answer");
        let host = |host: &String| number(host.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(0));
        let hosts: Vec<usize> = answered.hosts.iter().map(host).collect();
        let grpc_status = response.grpc_status.map(|status| status.to_string());
        let ours = told(response.http_status(), &response.flags.to_string(), grpc_status, &hosts);

        let mut request = Request::get("a", &path).with(access_log::NAME, &path);
        for (name, value) in *headers {
            request = request.with(name, value);
        }
        let response = Client::new(base_port).ask(&request).expect("an answer");
        let log = access_log::read(&folder.join("access.log"), index + 1);
        let hosts: Vec<usize> = asked
            .lock()
            .expect("unpoisoned")
            .get(&path)
            .map_or_else(Vec::new, |ports| ports.iter().map(|port| number(*port)).collect());
        let grpc_status = response.header("grpc-status").map(str::to_owned);
        let real = told(response.status, &log[&path].flags, grpc_status, &hosts);
        if ours != real {
            differ += 1;
            println!("row {index}: {route} {headers:?}\n  Envoy: {real}\n  here:  {ours}");
        }
    }
    drop(envoy);
    println!("{} of {} calls end alike", rows.len() - differ, rows.len());
    assert_eq!(differ, 0, "calls end otherwise than with the real Envoy");
}
