//! Least request: how often a busy host is chosen, among hosts of equal and of unequal weight.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::scratch::Scratch;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::upstream::{self, Answer, Asked};
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::{CompiledConfig, Time};
use serde_json::{Value, json};

use crate::band;

/// Requests to each cluster.
const REQUESTS: u64 = 1_000;
/// Requests with this header are kept by the first host; the others answer them.
const HOLD: &str = "x-hold";
/// The key of the first such request in the simulation.
const FIRST_HELD: u64 = 1_000_000;

struct Row {
    name: &'static str,
    settings: Value,
    weights: &'static [u32],
    /// How many requests the first host has not answered yet.
    held: usize,
    /// How often it is chosen nevertheless.
    share: f64,
}

/// Equal weights: the better one of some hosts drawn with replacement. Unequal ones: by weight / (active + 1)^bias.
fn rows() -> Vec<Row> {
    let row = |name, settings, weights, held, share| Row { name, settings, weights, held, share };
    vec![
        row("equal", json!({}), &[1, 1, 1], 0, 1.0 / 3.0),
        row("equal-busy", json!({}), &[1, 1, 1], 1, 1.0 / 9.0),
        row("equal-busier", json!({}), &[1, 1], 3, 1.0 / 4.0),
        row("three-choices", json!({"choice_count": 3}), &[1, 1, 1], 1, 1.0 / 27.0),
        row("weighted", json!({}), &[2, 1, 1], 0, 1.0 / 2.0),
        row("weighted-busy", json!({}), &[2, 1, 1], 1, 1.0 / 3.0),
        row("weighted-busier", json!({}), &[2, 1, 1], 2, 1.0 / 4.0),
        row(
            "bias-2",
            json!({"active_request_bias": {"default_value": 2.0, "runtime_key": "none"}}),
            &[6, 1, 1],
            1,
            1.5 / 3.5,
        ),
        row(
            "bias-0",
            json!({"active_request_bias": {"default_value": 0.0, "runtime_key": "none"}}),
            &[2, 1, 1],
            1,
            1.0 / 2.0,
        ),
    ]
}

fn config(rows: &[Row], ports: &[Vec<u16>]) -> ProxyConfig {
    let (mut routes, mut clusters) = (Vec::new(), Vec::new());
    for (row, ports) in rows.iter().zip(ports) {
        routes.push(
            json!({"match": {"path": format!("/{}", row.name)}, "route": {"cluster": row.name, "timeout": "0s"}}),
        );
        let host = |(weight, port): (&u32, &u16)| {
            let address = json!({"socket_address": {"address": "127.0.0.1", "port_value": port}});
            json!({"endpoint": {"address": address}, "load_balancing_weight": weight})
        };
        let hosts: Vec<Value> = row.weights.iter().zip(ports).map(host).collect();
        clusters.push(json!({"name": row.name, "lb_policy": "LEAST_REQUEST", "least_request_lb_config": row.settings,
            "load_assignment": {"cluster_name": row.name, "endpoints": [{"lb_endpoints": hosts}]}}));
    }
    let table =
        json!([{"name": "least-request", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]}]);
    serde_json::from_value(json!({"route_configurations": table, "clusters": clusters})).expect("a configuration")
}

#[test]
fn busy_hosts_are_chosen_as_often_as_by_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let rows = rows();
    let held: Vec<Arc<AtomicUsize>> = rows.iter().map(|_| Arc::default()).collect();
    let hosts = |(row, held): (&Row, &Arc<AtomicUsize>)| -> Vec<u16> {
        let first = keeping_host(held.clone());
        let others = row.weights[1..].iter().map(|_| upstream::start(Arc::new(|_: &Asked| Answer::status(200))));
        std::iter::once(first).chain(others).collect()
    };
    let ports: Vec<Vec<u16>> = rows.iter().zip(&held).map(hosts).collect();
    let config = config(&rows, &ports);
    let base_port = envoy::free_ports(2);
    let folder = Scratch::new("least-request");
    let options = Options { base_port, ..Options::default() };
    let envoy = Envoy::start(&program, &bootstrap(&config, &options).expect("a bootstrap"), &folder);
    for ((row, held), ports) in rows.iter().zip(&held).zip(&ports) {
        keep_busy(base_port, row, held);
        let mut counts = vec![count_envoy(base_port, row, ports[0])];
        if !band::holds(counts[0], REQUESTS, row.share) {
            counts.push(count_envoy(base_port, row, ports[0]));
        }
        let ours = count_simulated(&config, row, ports[0]);
        println!("{}: expected {:.3}, Envoy {counts:?}, here {ours} of {REQUESTS}", row.name, row.share);
        let envoys = counts.iter().any(|count| band::holds(*count, REQUESTS, row.share));
        assert!(envoys, "the real Envoy's share of the busy host in {}", row.name);
        assert!(band::holds(ours, REQUESTS, row.share), "the share of the busy host in {}", row.name);
    }
    drop(envoy);
}

/// A host that never answers requests to be held, and counts them.
fn keeping_host(held: Arc<AtomicUsize>) -> u16 {
    upstream::start(Arc::new(move |asked: &Asked| {
        if asked.header(HOLD).is_some() {
            held.fetch_add(1, Ordering::SeqCst);
            loop {
                std::thread::park();
            }
        }
        Answer::status(200)
    }))
}

/// Sends requests until the first host holds as many as it shall.
fn keep_busy(port: u16, row: &Row, held: &AtomicUsize) {
    let request = Request::get("a", &format!("/{}", row.name)).with(HOLD, "1");
    for wanted in 1..=row.held {
        while held.load(Ordering::SeqCst) < wanted {
            let request = request.clone();
            // One that is held ends with the test.
            let asked = std::thread::spawn(move || drop(Client::new(port).ask(&request)));
            while !asked.is_finished() && held.load(Ordering::SeqCst) < wanted {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

fn count_envoy(port: u16, row: &Row, busy: u16) -> u64 {
    let mut client = Client::new(port);
    let request = Request::get("a", &format!("/{}", row.name));
    let mut count = 0;
    for _ in 0..REQUESTS {
        let body = client.ask(&request).expect("an answer").body;
        let asked: Value = serde_json::from_str(&body).expect("what the host was asked");
        count += u64::from(asked["port"] == busy);
    }
    count
}

fn count_simulated(config: &ProxyConfig, row: &Row, busy: u16) -> u64 {
    let busy = format!("127.0.0.1:{busy}");
    let first = busy.clone();
    let mut simulated = Simulated::new(CompiledConfig::new(Arc::new(config.clone())), 11, move |send, host, _| {
        let kept = send.key >= FIRST_HELD && host == first;
        Does::Answer(200, if kept { Duration::from_secs(1 << 30) } else { Duration::ZERO })
    });
    let headers = HeaderMap::new();
    let (path, connection) = (format!("/{}", row.name), Connection::default());
    let request =
        route::Request { method: "GET", scheme: "http", authority: "a", path: &path, headers: &headers, connection };
    let mut now = 0;
    let mut ask = |key: u64| {
        let decision = simulated.decide("least-request", &request, key).brief();
        simulated.schedule(Scheduled { at: Time(now * 1_000_000), key, decision });
        now += 10;
        simulated.run_until(Time(now * 1_000_000 - 1))[&key].hosts == [busy.as_str()]
    };
    let mut held = 0;
    for key in FIRST_HELD.. {
        if held == row.held {
            break;
        }
        held += usize::from(ask(key));
    }
    (0..REQUESTS).filter(|key| ask(*key)).count() as u64
}
