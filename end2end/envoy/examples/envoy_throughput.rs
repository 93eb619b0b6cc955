//! How many requests a second the real Envoy proxies on this machine: one worker, the canary's weights and outlier
//! detection, in front of a second Envoy that answers 200 at once. A figure to hold the simulation's beside.
#![expect(clippy::disallowed_types, reason = "the real Envoy runs on the real clock")]

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::scratch::Scratch;
use serde_json::{Value, json};

const CONNECTIONS: usize = 8;
const MEASURED: Duration = Duration::from_secs(5);

fn main() {
    let Some(program) = envoy::program() else {
        eprintln!("no Envoy: `cargo test -p end2end-envoy` says how it is found");
        std::process::exit(1);
    };
    let ports = envoy::free_ports(4);
    let (proxy, host) = (Scratch::new("throughput-proxy"), Scratch::new("throughput-host"));
    let answers = json!({"match": {"prefix": "/"}, "direct_response": {"status": 200}});
    let _host = Envoy::start(&program, &bootstrap(ports + 1, ports + 2, answers, json!([])), &host);
    let weights = json!([{"name": "safe", "weight": 90}, {"name": "risky", "weight": 10}]);
    let proxies = json!({"match": {"prefix": "/"}, "route": {"weighted_clusters": {"clusters": weights}}});
    let clusters = json!([cluster("safe", ports + 2), cluster("risky", ports + 2)]);
    let _proxy = Envoy::start(&program, &bootstrap(ports - 1, ports, proxies, clusters), &proxy);
    println!("real Envoy {}, one worker: {:.0} proxied requests/s", envoy::VERSION, requests_per_second(ports));
}

/// Requests answered a second over connections that are kept, one request at a time on each.
fn requests_per_second(port: u16) -> f64 {
    let (ended, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut sender = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("Envoy listens");
                sender.set_nodelay(true).expect("a socket option");
                let mut reader = BufReader::new(sender.try_clone().expect("a second handle"));
                let mut line = String::new();
                while !ended.load(Ordering::Relaxed) {
                    sender.write_all(b"GET /api HTTP/1.1\r\nhost: staff-service\r\n\r\n").expect("Envoy reads");
                    // The answer has no body: it ends with an empty line.
                    while line != "\r\n" {
                        line.clear();
                        assert_ne!(reader.read_line(&mut line).expect("Envoy answers"), 0, "Envoy closed");
                    }
                    line.clear();
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(MEASURED);
        ended.store(true, Ordering::Relaxed);
    });
    answered.load(Ordering::Relaxed) as f64 / begin.elapsed().as_secs_f64()
}

fn cluster(name: &str, port: u16) -> Value {
    let endpoint = json!({"endpoint": {"address": address(port)}});
    json!({"name": name, "type": "STATIC", "connect_timeout": "1s", "lb_policy": "LEAST_REQUEST",
        "outlier_detection": {"consecutive_5xx": 2, "interval": "10s", "base_ejection_time": "30s"},
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}]}})
}

fn address(port: u16) -> Value {
    json!({"socket_address": {"address": "127.0.0.1", "port_value": port}})
}

fn bootstrap(admin: u16, port: u16, route: Value, clusters: Value) -> Value {
    let manager = json!({"@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "http", "generate_request_id": false,
        "route_config": {"name": "all", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
        "http_filters": [{"name": "envoy.filters.http.router", "typed_config":
            {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]});
    let filter = json!({"name": "envoy.filters.network.http_connection_manager", "typed_config": manager});
    json!({"admin": {"address": address(admin)}, "static_resources": {"clusters": clusters,
        "listeners": [{"name": "in", "address": address(port), "filter_chains": [{"filters": [filter]}]}]}})
}
