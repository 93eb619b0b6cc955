//! Weights, fractions, faults and mirrors: how often each outcome comes, all that is drawn for a request together.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use end2end_envoy::access_log;
use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::generate::CLUSTERS;
use end2end_envoy::scratch::Scratch;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::world::World;
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::{CompiledConfig, Time};
use serde_json::{Value, json};

use crate::band;

/// Requests to each path.
const REQUESTS: u64 = 1_500;

/// A path, and its outcomes with their shares: status, flags, cluster, and the clusters of copies.
const SHARES: &[(&str, &[(&str, f64)])] = &[
    ("/weights", &[("200 - c0", 0.5), ("200 - c1", 0.3), ("200 - c2", 0.2)]),
    ("/fraction", &[("200 - c1", 0.35), ("200 - c0", 0.65)]),
    ("/abort", &[("418 FI ", 0.25), ("200 - c0", 0.75)]),
    ("/delay", &[("200 DI c0", 0.3), ("200 - c0", 0.7)]),
    // Both are drawn, each by itself.
    ("/faults", &[("418 DI,FI ", 0.1), ("200 DI c0", 0.3), ("418 FI ", 0.15), ("200 - c0", 0.45)]),
    ("/mirror", &[("200 - c0 c3", 0.4), ("200 - c0", 0.6)]),
    // The stream id decides about all copies and about the weights: what is rarer comes with what is more frequent.
    ("/mirrors", &[("200 - c0 c2 c3", 0.25), ("200 - c0 c3", 0.25), ("200 - c0", 0.5)]),
    ("/weights-and-mirror", &[("200 - c0 c3", 0.4), ("200 - c0", 0.2), ("200 - c1", 0.4)]),
];

type Counts = BTreeMap<String, u64>;

fn table() -> Value {
    let million = |numerator: u32| json!({"numerator": numerator, "denominator": "MILLION"});
    let percent = |numerator: u32| json!({"numerator": numerator});
    let mirror =
        |cluster: &str, share: Value| json!({"cluster": cluster, "runtime_fraction": {"default_value": share}});
    let fault = |delay: Option<Value>, abort: Option<Value>| {
        let mut fault = json!({"@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault"});
        if let Some(share) = delay {
            fault["delay"] = json!({"fixed_delay": "0.001s", "percentage": share});
        }
        if let Some(share) = abort {
            fault["abort"] = json!({"http_status": 418, "percentage": share});
        }
        json!({"envoy.filters.http.fault": fault})
    };
    let weights = |weights: &[u32]| {
        let clusters =
            weights.iter().enumerate().map(|(index, weight)| json!({"name": CLUSTERS[index], "weight": weight}));
        json!({"clusters": clusters.collect::<Vec<_>>()})
    };
    let fraction = json!({"default_value": percent(35), "runtime_key": "none"});
    json!({"name": "shares", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
        {"match": {"path": "/weights"}, "route": {"weighted_clusters": weights(&[50, 30, 20])}},
        {"match": {"path": "/fraction", "runtime_fraction": fraction}, "route": {"cluster": "c1"}},
        {"match": {"path": "/abort"}, "route": {"cluster": "c0"},
            "typed_per_filter_config": fault(None, Some(million(250_000)))},
        {"match": {"path": "/delay"}, "route": {"cluster": "c0"},
            "typed_per_filter_config": fault(Some(json!({"numerator": 3000, "denominator": "TEN_THOUSAND"})), None)},
        {"match": {"path": "/faults"}, "route": {"cluster": "c0"},
            "typed_per_filter_config": fault(Some(percent(40)), Some(percent(25)))},
        {"match": {"path": "/mirror"},
            "route": {"cluster": "c0", "request_mirror_policies": [mirror("c3", million(400_000))]}},
        {"match": {"path": "/mirrors"}, "route": {"cluster": "c0",
            "request_mirror_policies": [mirror("c2", percent(25)), mirror("c3", percent(50))]}},
        {"match": {"path": "/weights-and-mirror"}, "route": {"weighted_clusters": weights(&[60, 40]),
            "request_mirror_policies": [mirror("c3", percent(40))]}},
        {"match": {"prefix": "/"}, "route": {"cluster": "c0"}},
    ]}]})
}

/// What a request came to, as a key.
fn outcome(status: u16, flags: &str, cluster: Option<&str>, mut copies: Vec<&str>) -> String {
    copies.sort_unstable();
    let copies: String = copies.iter().map(|copy| format!(" {copy}")).collect();
    format!("{status} {flags} {}{copies}", cluster.unwrap_or_default())
}

/// How often the real Envoy came to each outcome.
fn count_envoy(world: &World, client: &mut Client, log: &std::path::Path, path: &str, lines: &mut usize) -> Counts {
    let first = *lines;
    let name = |number: usize| format!("{path}-{number}");
    for number in first..first + REQUESTS as usize {
        client.ask(&Request::get("a", path).with(access_log::NAME, &name(number))).expect("an answer");
    }
    *lines += REQUESTS as usize;
    let log = access_log::read(log, *lines);
    // Copies are on their way still.
    std::thread::sleep(Duration::from_millis(300));
    let seen = world.seen.lock().expect("no host panics");
    let mut counts = Counts::new();
    for number in first..*lines {
        let entry = &log[&name(number)];
        let asked = seen.get(&name(number)).map(Vec::as_slice).unwrap_or_default();
        // The copy says that it is internal; what went up on the request's own behalf does not.
        let (copies, own): (Vec<_>, Vec<_>) =
            asked.iter().partition(|asked| asked.header("x-envoy-internal").is_some());
        let cluster = |asked: &&end2end_envoy::upstream::Asked| world.cluster_by_port[&asked.port];
        let copies = copies.iter().map(cluster).collect();
        let own = own.first().map(cluster);
        *counts.entry(outcome(entry.status, &entry.flags, own, copies)).or_default() += 1;
    }
    counts
}

fn count_simulated(simulated: &mut Simulated, path: &str, keys: std::ops::Range<u64>) -> Counts {
    let headers = HeaderMap::new();
    let connection = Connection::default();
    let request = route::Request { method: "GET", scheme: "http", authority: "a", path, headers: &headers, connection };
    let mut counts = Counts::new();
    for key in keys {
        let decision = simulated.decide("shares", &request, key).brief();
        let at = Time(key * 1_000_000_000);
        simulated.schedule(Scheduled { at, key, decision });
        let answer = &simulated.run_until(Time(at.0 + 900_000_000))[&key];
        let response = answer.response.expect("an answer");
        let cluster = |host: &String| {
            let index: usize = host.trim_start_matches("10.1.0.").trim_end_matches(":80").parse().expect("a host");
            CLUSTERS[index - 2]
        };
        let copies = answer.mirrors.iter().map(cluster).collect();
        let own = answer.hosts.first().map(cluster);
        *counts.entry(outcome(response.status, &response.flags.to_string(), own, copies)).or_default() += 1;
    }
    counts
}

fn all_hold(counts: &Counts, shares: &[(&str, f64)]) -> bool {
    let count = |outcome: &str| counts.get(outcome).copied().unwrap_or(0);
    counts.keys().all(|outcome| shares.iter().any(|(expected, _)| expected == outcome))
        && shares.iter().all(|(outcome, share)| band::holds(count(outcome), REQUESTS, *share))
}

#[test]
fn outcomes_come_as_often_as_with_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let world = World::start();
    let config = world.config(&[table()]);
    let base_port = envoy::free_ports(2);
    let options = Options { base_port, endpoint_map: world.endpoint_map.clone() };
    let folder = Scratch::new("shares");
    let mut value = bootstrap(&config, &options).expect("a bootstrap");
    let log = folder.join("access.log");
    access_log::add(&mut value, &log);
    let envoy = Envoy::start(&program, &value, &folder);
    let mut simulated =
        Simulated::new(CompiledConfig::new(Arc::new(config)), 7, |_, _, _| Does::Answer(200, Duration::ZERO));
    let mut client = Client::new(base_port);
    let (mut key, mut lines) = (0, 0);
    for (path, shares) in SHARES {
        let mut counts = vec![count_envoy(&world, &mut client, &log, path, &mut lines)];
        if !all_hold(&counts[0], shares) {
            counts.push(count_envoy(&world, &mut client, &log, path, &mut lines));
        }
        let ours = count_simulated(&mut simulated, path, key..key + REQUESTS);
        key += REQUESTS;
        println!("{path}: of {REQUESTS} expected {shares:?}\n  Envoy {counts:?}\n  here  {ours:?}");
        assert!(counts.iter().any(|counts| all_hold(counts, shares)), "the real Envoy's shares of {path}");
        assert!(all_hold(&ours, shares), "the shares of {path}");
    }
    drop(envoy);
}
