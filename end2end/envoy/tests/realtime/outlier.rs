//! Outlier detection in real time: the same ejections and returns in the same order.
//!
//! Where round robin begins and where the interval stands when the first request comes is the real Envoy's own affair:
//! one beginning and one phase must give what it did. Hosts that return in one tick come in no order. All schedules
//! run side by side; what differs is run again, for a request that came too late proves nothing.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::scratch::Scratch;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::upstream::{self, Answer};
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::proxy::ClusterEventKind;
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::{CompiledConfig, Time};
use serde_json::{Value, json};

/// Milliseconds between requests, and how many there are. No time of a schedule is a multiple of another one, nor of
/// the second in which changes of health are gathered: what falls together only the real clock decides. A host that
/// returned is ejected again within an interval, for whether its back-off decays after just one is a toss.
const STEP: u64 = 110;
const REQUESTS: u64 = 90;

/// `EJECT`, `UNEJECT` and the host's position; an ejection that is not enforced has a question mark.
type Events = Vec<String>;

/// Outlier detection's settings, and what each host always answers.
fn schedules() -> Vec<(Value, &'static [u16])> {
    let settings = |consecutive: u32, base: &str, percent: u32| {
        json!({"consecutive_5xx": consecutive, "interval": "1.700s", "base_ejection_time": base, "max_ejection_percent": percent,
            "enforcing_success_rate": 0})
    };
    const LAST: &[u16] = &[200, 200, 503];
    const FIRST: &[u16] = &[500, 200];
    const TWO: &[u16] = &[200, 503, 200, 502];
    const ALL: &[u16] = &[503, 503];
    let mut all = Vec::new();
    for hosts in [LAST, FIRST, TWO, ALL] {
        for (consecutive, base, percent) in [
            (1, "1.300s", 100),
            (2, "1.300s", 100),
            (3, "2.200s", 100),
            (5, "1.300s", 100),
            (2, "1.300s", 50),
            (1, "2.200s", 34),
            (2, "1.300s", 10),
        ] {
            // The one of two that is kept in would return to its ejection long after an interval.
            if hosts != ALL || percent != 50 {
                all.push((settings(consecutive, base, percent), hosts));
            }
        }
    }
    let mut gateway = settings(0, "1.300s", 100);
    gateway["consecutive_gateway_failure"] = json!(2);
    gateway["enforcing_consecutive_gateway_failure"] = json!(100);
    let mut unenforced = settings(2, "1.300s", 100);
    unenforced["enforcing_consecutive_5xx"] = json!(0);
    let mut one = settings(2, "1.300s", 10);
    one["always_eject_one_host"] = json!(true);
    let mut longest = settings(1, "1.300s", 100);
    longest["max_ejection_time"] = json!("1.300s");
    for settings in [gateway, unenforced, one, longest] {
        all.push((settings.clone(), LAST));
        all.push((settings, TWO));
    }
    all
}

fn config(schedules: &[(Value, &[u16])], ports: &HashMap<u16, Vec<u16>>) -> ProxyConfig {
    let (mut routes, mut clusters) = (Vec::new(), Vec::new());
    for (index, (settings, hosts)) in schedules.iter().enumerate() {
        routes.push(json!({"match": {"path": format!("/{index}")}, "route": {"cluster": format!("o{index}")}}));
        let endpoint = |port: &u16| json!({"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}});
        let hosts: Vec<Value> = addresses(hosts, ports).iter().map(endpoint).collect();
        // Of two hosts that return in one tick the load balancer would learn one a second later, and which one is up to
        // Envoy's hash map: where two can, nothing is gathered.
        let failing = hosts.iter().filter(|status| **status != 200).count();
        let window = if failing > 1 { "0s" } else { "1s" };
        clusters.push(json!({"name": format!("o{index}"), "outlier_detection": settings,
            "common_lb_config": {"healthy_panic_threshold": {}, "update_merge_window": window},
            "load_assignment": {"cluster_name": "o", "endpoints": [{"lb_endpoints": hosts}]}}));
    }
    let table = json!([{"name": "outlier", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]}]);
    serde_json::from_value(json!({"route_configurations": table, "clusters": clusters})).expect("a configuration")
}

/// A port for each host: one that always answers so, another one for each repetition.
fn addresses(hosts: &[u16], ports: &HashMap<u16, Vec<u16>>) -> Vec<u16> {
    let nth = |index: usize| hosts[..index].iter().filter(|status| **status == hosts[index]).count();
    (0..hosts.len()).map(|index| ports[&hosts[index]][nth(index)]).collect()
}

#[test]
fn ejections_and_returns_are_those_of_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let schedules = schedules();
    let start = |status: u16| upstream::start(Arc::new(move |_| Answer::status(status)));
    let ports: HashMap<u16, Vec<u16>> =
        [200, 500, 502, 503].map(|status| (status, (0..2).map(|_| start(status)).collect())).into();
    let config = config(&schedules, &ports);
    let mut left: Vec<usize> = (0..schedules.len()).collect();
    for round in 0..3 {
        let real =
            if left.is_empty() { Vec::new() } else { run_envoy(&program, &config, &schedules, &ports, &left, round) };
        let mut still = Vec::new();
        for (index, real) in left.iter().zip(&real) {
            let (settings, hosts) = &schedules[*index];
            if !simulations(&config, hosts, &ports, *index).any(|ours| ours == *real) {
                println!("round {round}, schedule {index}: {settings} hosts {hosts:?}\n  Envoy: {real:?}");
                println!("  here, e. g.: {:?}", simulations(&config, hosts, &ports, *index).next());
                still.push(*index);
            }
        }
        left = still;
    }
    println!("{} of {} schedules eject alike", schedules.len() - left.len(), schedules.len());
    assert!(left.is_empty(), "schedules {left:?} eject otherwise than the real Envoy");
}

/// What the real Envoy did in each schedule.
fn run_envoy(
    program: &Path,
    config: &ProxyConfig,
    schedules: &[(Value, &[u16])],
    ports: &HashMap<u16, Vec<u16>>,
    indexes: &[usize],
    round: u32,
) -> Vec<Events> {
    let base_port = envoy::free_ports(2);
    let mut value = bootstrap(config, &Options { base_port, ..Options::default() }).expect("a bootstrap");
    let folder = Scratch::new(&format!("outlier-{round}"));
    let log = folder.join("events.log");
    value["cluster_manager"] = json!({"outlier_detection": {"event_log_path": log}});
    let envoy = Envoy::start(program, &value, &folder);
    let begin = Instant::now() + Duration::from_millis(200);
    let ask = |index: usize| {
        move || {
            let mut client = Client::new(base_port);
            for number in 0..REQUESTS {
                let at = begin + Duration::from_millis(number * STEP);
                std::thread::sleep(at.saturating_duration_since(Instant::now()));
                client.ask(&Request::get("a", &format!("/{index}"))).expect("an answer");
            }
        }
    };
    let threads: Vec<_> = indexes.iter().map(|index| std::thread::spawn(ask(*index))).collect();
    threads.into_iter().for_each(|thread| thread.join().expect("the requests are answered"));
    // The log is flushed now and then.
    std::thread::sleep(Duration::from_millis(400));
    drop(envoy);
    let text = std::fs::read_to_string(&log).unwrap_or_default();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    let events = |index: &usize| {
        let (cluster, hosts) = (format!("o{index}"), addresses(schedules[*index].1, ports));
        let own = lines.iter().filter(|line| line["cluster_name"] == cluster.as_str());
        let position = |line: &Value| hosts.iter().position(|port| line["upstream_url"] == format!("127.0.0.1:{port}"));
        let event = |line: &Value| {
            let action = line["action"].as_str().unwrap_or("");
            let doubt = if action == "EJECT" && line["enforced"] == false { "?" } else { "" };
            format!("{action}{doubt} {}", position(line).expect("a host"))
        };
        in_order(own.map(event).collect())
    };
    indexes.iter().map(events).collect()
}

/// Hosts that return in one tick come in no order; returns at the end depend on when one stops looking.
fn in_order(mut events: Events) -> Events {
    while events.last().is_some_and(|event| event.starts_with("UNEJECT")) {
        events.pop();
    }
    for run in events.chunk_by_mut(|a, b| a.starts_with("UNEJECT") && b.starts_with("UNEJECT")) {
        run.sort();
    }
    events
}

/// What the simulated proxy does, for several beginnings of round robin and phases of the interval.
fn simulations<'a>(
    config: &'a ProxyConfig,
    hosts: &'a [u16],
    ports: &'a HashMap<u16, Vec<u16>>,
    index: usize,
) -> impl Iterator<Item = Events> + 'a {
    let phases = (0..30).flat_map(|seed| (0..90).map(move |phase| (phase * 10 + 5, seed)));
    phases.map(move |(phase, seed)| simulate(config, hosts, ports, index, phase, seed))
}

fn simulate(
    config: &ProxyConfig,
    hosts: &[u16],
    ports: &HashMap<u16, Vec<u16>>,
    index: usize,
    phase: u64,
    seed: u64,
) -> Events {
    let mut config = config.clone();
    config.clusters.retain(|cluster| cluster.name == format!("o{index}"));
    let addresses = addresses(hosts, ports);
    let answers: HashMap<String, u16> =
        addresses.iter().map(|port| format!("127.0.0.1:{port}")).zip(hosts.iter().copied()).collect();
    let answer = move |host: &str| Does::Answer(answers[host], Duration::ZERO);
    let mut simulated = Simulated::new(CompiledConfig::new(Arc::new(config)), seed, move |_, host, _| answer(host));
    let headers = HeaderMap::new();
    let (path, connection) = (format!("/{index}"), Connection::default());
    let request =
        route::Request { method: "GET", scheme: "http", authority: "a", path: &path, headers: &headers, connection };
    for key in 0..REQUESTS {
        let decision = simulated.decide("outlier", &request, key).brief();
        simulated.schedule(Scheduled { at: Time((phase + key * STEP) * 1_000_000), key, decision });
    }
    simulated.run_until(Time((phase + (REQUESTS - 1) * STEP + 300) * 1_000_000));
    let position = |address| {
        let text = simulated.address(address);
        addresses.iter().position(|port| text == format!("127.0.0.1:{port}")).expect("a host")
    };
    let events = simulated.events().iter().filter_map(|(_, event)| match event.kind {
        ClusterEventKind::Ejection { address, enforced, .. } => {
            Some(format!("EJECT{} {}", if enforced { "" } else { "?" }, position(address)))
        }
        ClusterEventKind::Unejection { address } => Some(format!("UNEJECT {}", position(address))),
        _ => None,
    });
    in_order(events.collect())
}
