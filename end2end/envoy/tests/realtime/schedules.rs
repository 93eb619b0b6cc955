//! Retries, timeouts and circuit breakers in real time: the same status, flags and number of tries.
//!
//! All schedules run side by side, each with a cluster of its own. Times are far enough apart for a busy machine; what
//! differs nevertheless is asked once more, for a request that came too late proves nothing.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::generated;
use end2end_envoy::access_log;
use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::random::Random;
use end2end_envoy::reproduction::reproduction;
use end2end_envoy::scratch::Scratch;
use end2end_envoy::settings;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::upstream::{self, Answer, Asked};
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::{CompiledConfig, Time};
use serde_json::{Value, json};

/// What a host does with a try of a request: a status, and after how many milliseconds; status 0 closes the connection.
pub(crate) type Step = (u16, u64);

/// Schedules that are generated in the ordinary run, and how many run side by side.
const GENERATED: u64 = 60;
const TOGETHER: usize = 120;

/// A route's settings, a cluster's settings, the host's script, and when requests come, in milliseconds.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) route: Value,
    pub(crate) cluster: Value,
    /// What is done with the first, second, … try; the last step also with all others.
    pub(crate) script: Vec<Step>,
    pub(crate) at: Vec<u64>,
    /// Whether the host refuses connections.
    pub(crate) refused: bool,
}

const ONCE: &[u64] = &[0];
const FAILS: &[Step] = &[(503, 0), (503, 0), (503, 0), (503, 0), (503, 0)];
const SLOW: &[Step] = &[(200, 800), (200, 800), (200, 800)];

fn retry(retry: Value, script: &[Step]) -> Schedule {
    Schedule {
        route: json!({"timeout": "0s", "retry_policy": retry}),
        cluster: json!({}),
        script: script.to_vec(),
        at: ONCE.to_vec(),
        refused: false,
    }
}

fn breaker(thresholds: Value, script: &[Step], at: &[u64]) -> Schedule {
    let cluster = json!({"circuit_breakers": {"thresholds": [thresholds]}});
    Schedule { route: json!({"timeout": "0s"}), cluster, script: script.to_vec(), at: at.to_vec(), refused: false }
}

fn schedules() -> Vec<Schedule> {
    let mut all = vec![
        retry(json!({"retry_on": "5xx", "num_retries": 2}), FAILS),
        retry(json!({"retry_on": "5xx", "num_retries": 2}), &[(503, 0), (200, 0)]),
        retry(json!({"retry_on": "5xx", "num_retries": 2}), &[(503, 0), (500, 0), (200, 0)]),
        retry(json!({"retry_on": "5xx"}), FAILS),
        retry(json!({"retry_on": "5xx", "num_retries": 0}), FAILS),
        retry(json!({"retry_on": "5xx", "num_retries": 4}), FAILS),
        retry(json!({"retry_on": "5xx", "num_retries": 2}), &[(0, 0), (0, 0), (200, 0)]),
        retry(json!({"retry_on": "5xx", "num_retries": 1}), &[(0, 0), (0, 0)]),
        retry(json!({"retry_on": "5xx", "num_retries": 3}), &[(503, 0), (404, 0)]),
        retry(json!({"retry_on": "gateway-error", "num_retries": 2}), FAILS),
        retry(json!({"retry_on": "gateway-error", "num_retries": 2}), &[(500, 0)]),
        retry(json!({"retry_on": "gateway-error", "num_retries": 2}), &[(502, 0), (504, 0), (200, 0)]),
        retry(json!({"retry_on": "reset", "num_retries": 2}), &[(0, 0), (200, 0)]),
        retry(json!({"retry_on": "reset", "num_retries": 2}), FAILS),
        retry(json!({"retry_on": "connect-failure", "num_retries": 2}), &[(0, 0)]),
        retry(json!({"retry_on": "connect-failure,refused-stream", "num_retries": 2}), FAILS),
        retry(json!({"retry_on": "retriable-4xx", "num_retries": 2}), &[(409, 0), (409, 0), (200, 0)]),
        retry(json!({"retry_on": "retriable-4xx", "num_retries": 2}), &[(404, 0)]),
        retry(
            json!({"retry_on": "retriable-status-codes", "retriable_status_codes": [418, 503], "num_retries": 2}),
            &[(418, 0), (503, 0), (200, 0)],
        ),
        retry(json!({"retry_on": "retriable-status-codes", "retriable_status_codes": [418], "num_retries": 2}), FAILS),
        retry(json!({"retry_on": "5xx", "num_retries": 1, "per_try_timeout": "0.300s"}), SLOW),
        retry(json!({"retry_on": "5xx", "num_retries": 2, "per_try_timeout": "0.300s"}), &[(200, 800), (200, 0)]),
        retry(json!({"retry_on": "connect-failure", "num_retries": 2, "per_try_timeout": "0.300s"}), SLOW),
        retry(
            json!({"retry_on": "retriable-status-codes", "retriable_status_codes": [504], "num_retries": 2, "per_try_timeout": "0.300s"}),
            SLOW,
        ),
        retry(json!({"retry_on": "unknown, 5xx ,x", "num_retries": 1}), FAILS),
    ];
    for (timeout, script) in [("0.300s", SLOW), ("2s", SLOW)] {
        let route = json!({"timeout": timeout});
        all.push(Schedule { route, cluster: json!({}), script: script.to_vec(), at: ONCE.to_vec(), refused: false });
    }
    let both = json!({"timeout": "0.500s", "retry_policy": {"retry_on": "5xx", "num_retries": 5, "per_try_timeout": "0.300s"}});
    all.push(Schedule { route: both, cluster: json!({}), script: SLOW.to_vec(), at: ONCE.to_vec(), refused: false });
    for policy in [
        json!({"retry_on": "connect-failure", "num_retries": 2}),
        json!({"retry_on": "retriable-4xx", "num_retries": 2}),
        json!({"retry_on": "5xx"}),
    ] {
        let mut schedule = retry(policy, &[(200, 0)]);
        schedule.refused = true;
        all.push(schedule);
    }
    const TOGETHER: &[u64] = &[0, 250, 500, 750, 1000, 1250];
    const APART: &[u64] = &[0, 250, 3000, 3250, 3500];
    for thresholds in [
        json!({"max_requests": 1}),
        json!({"max_requests": 3}),
        json!({"max_connections": 1, "max_pending_requests": 1}),
        json!({"max_connections": 1, "max_pending_requests": 2}),
        json!({"max_connections": 2, "max_pending_requests": 1}),
        json!({"max_connections": 2, "max_pending_requests": 3}),
        json!({"max_connections": 1, "max_pending_requests": 0}),
        json!({"max_connections": 3, "max_requests": 2}),
        json!({"max_connections": 1, "max_pending_requests": 5, "max_requests": 4}),
        json!({"max_requests": 0}),
    ] {
        for at in [TOGETHER, APART] {
            all.push(breaker(thresholds.clone(), &[(200, 2200)], at));
        }
    }
    for retries in [0, 1, 2] {
        let mut schedule =
            breaker(json!({"max_retries": retries}), &[(503, 1500), (503, 1500), (200, 0)], &[0, 250, 500, 750]);
        schedule.route = json!({"timeout": "0s", "retry_policy": {"retry_on": "5xx", "num_retries": 1}});
        all.push(schedule);
    }
    all
}

/// The configuration: each schedule has a route by path, a cluster and a host.
fn config(schedules: &[Schedule], ports: &[u16]) -> ProxyConfig {
    let (mut routes, mut clusters) = (Vec::new(), Vec::new());
    for (index, (schedule, port)) in schedules.iter().zip(ports).enumerate() {
        let mut action = schedule.route.clone();
        action["cluster"] = json!(format!("s{index}"));
        routes.push(json!({"match": {"path": format!("/{index}")}, "route": action}));
        let mut cluster = schedule.cluster.clone();
        cluster["name"] = json!(format!("s{index}"));
        let address =
            json!({"socket_address": {"address": "127.0.0.1", "port_value": if schedule.refused { 1 } else { *port }}});
        cluster["load_assignment"] =
            json!({"cluster_name": "s", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address}}]}]});
        clusters.push(cluster);
    }
    let host = json!({"name": "all", "domains": ["*"], "routes": routes, "include_request_attempt_count": true});
    let table = json!([{"name": "schedules", "virtual_hosts": [host]}]);
    serde_json::from_value(json!({"route_configurations": table, "clusters": clusters})).expect("a configuration")
}

fn step(script: &[Step], attempt: u32) -> Step {
    let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(script.len() - 1);
    script[index]
}

fn host(script: &[Step]) -> u16 {
    let script = script.to_vec();
    upstream::start(Arc::new(move |asked: &Asked| {
        let attempt = asked.header("x-envoy-attempt-count").and_then(|count| count.parse().ok()).unwrap_or(1);
        match step(&script, attempt) {
            (0, _) => Answer::Close,
            (status, after) => Answer::Status { status, after: Duration::from_millis(after), headers: Vec::new() },
        }
    }))
}

#[test]
fn retries_timeouts_and_breakers_are_those_of_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let mut all = schedules();
    let mut random = Random::new(settings::seed());
    let generated = settings::cases().map_or(GENERATED, |cases| cases.div_ceil(10));
    all.extend((0..generated).map(|_| generated::schedule(&mut random)));
    let differs: usize = all.chunks(TOGETHER).map(|schedules| run(&program, schedules)).sum();
    println!("{} of {} schedules end alike", all.len() - differs, all.len());
    assert_eq!(differs, 0, "schedules end otherwise than with the real Envoy");
}

/// Runs schedules side by side; gives the number of those that end otherwise.
fn run(program: &Path, schedules: &[Schedule]) -> usize {
    let ports: Vec<u16> = schedules.iter().map(|schedule| host(&schedule.script)).collect();
    let all = config(schedules, &ports);
    let base_port = envoy::free_ports(2);
    let options = Options { base_port, ..Options::default() };
    let folder = Scratch::new("schedules");
    let mut value = bootstrap(&all, &options).expect("a bootstrap");
    access_log::add(&mut value, &folder.join("access.log"));
    let envoy = Envoy::start(program, &value, &folder);
    let scripts: Vec<(u16, Vec<Step>)> =
        ports.iter().copied().zip(schedules.iter().map(|schedule| schedule.script.clone())).collect();
    let mut simulated = Simulated::new(CompiledConfig::new(Arc::new(all)), 3, move |send, host, _| {
        let script = &scripts.iter().find(|(port, _)| host == format!("127.0.0.1:{port}")).expect("a host").1;
        match step(script, send.attempt.number) {
            (0, _) => Does::Close,
            (status, after) => Does::Answer(status, Duration::from_millis(after)),
        }
    });
    simulated.refuses = vec!["127.0.0.1:1".to_owned()];
    let headers = HeaderMap::new();
    for (index, schedule) in schedules.iter().enumerate() {
        let path = format!("/{index}");
        let connection = Connection::default();
        let request = route::Request {
            method: "GET",
            scheme: "http",
            authority: "a",
            path: &path,
            headers: &headers,
            connection,
        };
        for (number, at) in schedule.at.iter().enumerate() {
            let key = (index * 100 + number) as u64;
            let decision = simulated.decide("schedules", &request, key).brief();
            simulated.schedule(Scheduled { at: Time(at * 1_000_000), key, decision });
        }
    }
    let answers = simulated.run_until(Time(60_000_000_000));
    let ours: Vec<Vec<String>> = schedules
        .iter()
        .enumerate()
        .map(|(index, schedule)| {
            let answer = |number: usize| {
                let answer = answers[&((index * 100 + number) as u64)].response.expect("an answer");
                format!("{} {} {} x{}", answer.status, answer.flags, answer.details, answer.attempts)
            };
            (0..schedule.at.len()).map(answer).collect()
        })
        .collect();

    let mut left: Vec<usize> = (0..schedules.len()).collect();
    let mut lines = 0;
    for round in 0..2 {
        lines += ask(schedules, &left, base_port, round);
        let log = access_log::read(&folder.join("access.log"), lines);
        left.retain(|index| {
            let real = |number: usize| {
                let entry = &log[&format!("{round}-{index}-{number}")];
                let details = without_text(entry.details.as_deref().unwrap_or("-"));
                format!("{} {} {details} x{}", entry.status, entry.flags, entry.attempts)
            };
            let schedule = &schedules[*index];
            let real: Vec<String> = (0..schedule.at.len()).map(real).collect();
            if real != ours[*index] {
                println!("round {round}, schedule {index}: route {} cluster {}", schedule.route, schedule.cluster);
                println!("  script {:?} at {:?}", schedule.script, schedule.at);
                println!("  Envoy: {real:?}\n  here:  {:?}", ours[*index]);
            }
            real != ours[*index]
        });
    }
    drop(envoy);
    for index in &left {
        println!("schedule {index} alone, its host at {} with this script: {:?}", ports[*index], schedules[*index]);
        let alone = config(&schedules[*index..=*index], &ports[*index..=*index]);
        println!("{}", reproduction(&alone, "schedules", &Request::get("a", "/0"), &options));
    }
    left.len()
}

/// Lets the real Envoy run schedules side by side; gives the number of requests.
fn ask(schedules: &[Schedule], indexes: &[usize], port: u16, round: u32) -> usize {
    let begin = Instant::now() + Duration::from_millis(500);
    let mut threads = Vec::new();
    for index in indexes {
        for (number, at) in schedules[*index].at.iter().enumerate() {
            let at = begin + Duration::from_millis(*at);
            let name = format!("{round}-{index}-{number}");
            let request = Request::get("a", &format!("/{index}")).with(access_log::NAME, &name);
            threads.push(std::thread::spawn(move || {
                std::thread::sleep(at.saturating_duration_since(Instant::now()));
                Client::new(port).ask(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
            }));
        }
    }
    let count = threads.len();
    for thread in threads {
        thread.join().expect("the request is answered");
    }
    count
}

/// The details without what the operating system said of a connection, which Envoy adds behind a bar.
fn without_text(details: &str) -> String {
    details.split_once('|').map_or_else(|| details.to_owned(), |(start, _)| format!("{start}}}"))
}
