//! Outlier detection in real time: the same ejections and returns in the same order, as many refused ones.
//!
//! Where round robin begins and where the interval stands when the first request comes is the real Envoy's own affair:
//! one beginning and one phase must give what it did. Hosts that return in one tick come in no order. All schedules
//! run side by side; what differs is run again, for a request that came too late proves nothing. What must be the same besides
//! is the host that answers each request, so round robin, the merge window and panic too.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use end2end_envoy::client::{Client, Request};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::random::Random;
use end2end_envoy::reproduction::reproduction;
use end2end_envoy::scratch::Scratch;
use end2end_envoy::settings;
use end2end_envoy::simulated::{Does, Scheduled, Simulated};
use end2end_envoy::upstream::{self, Answer};
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use mesh_proxy::proxy::ClusterEventKind;
use mesh_proxy::route::{self, Connection, HeaderMap};
use mesh_proxy::upstream::EjectionType;
use mesh_proxy::{CompiledConfig, Time};
use serde_json::{Value, json};

/// Milliseconds between requests, and how many there are. No time of a schedule is a multiple of another one, nor of
/// the second in which changes of health are gathered: what falls together only the real clock decides. A host that
/// returned is ejected again within an interval, for whether its back-off decays after just one is a toss.
const STEP: u64 = 110;
const REQUESTS: u64 = 90;
/// Requests that come before the first tick, wherever it is.
const BEFORE_A_TICK: usize = 6;
/// Milliseconds between the phases that are tried. All times of a schedule are multiples of ten of them, so which of two
/// things comes first is the same for all phases between two multiples of ten: one in each is all there is.
const BETWEEN_PHASES: u64 = 10;
/// The last phase that is tried: the real Envoy begins to count when its cluster is made, well before the first request.
const LAST_PHASE: u64 = 900;

/// What happened: the log of events, and what is only counted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Happened {
    /// `EJECT`, `UNEJECT` and the host's position; an ejection that is not enforced has a question mark.
    events: Vec<String>,
    /// How often `max_ejection_percent` kept a host in (`ejections_overflow`).
    refused: u64,
    /// How often the two detectors of consecutive failures fired, whatever came of it.
    detected: [u64; 2],
    /// The position of the host that answered each request; a hyphen where none did.
    hosts: String,
}

impl Happened {
    /// Whether this is what happened; on a machine that is too busy hosts are left out, for they are a matter of a few
    /// milliseconds.
    fn is(&self, real: &Self, busy: bool) -> bool {
        let hosts = busy || self.hosts == real.hosts;
        hosts && (&self.events, self.refused, self.detected) == (&real.events, real.refused, real.detected)
    }
}

/// The counters of the real Envoy for what is only counted.
const COUNTERS: [&str; 3] =
    ["ejections_overflow", "ejections_detected_consecutive_5xx", "ejections_detected_consecutive_gateway_failure"];

/// Seeds that are tried for where round robin begins: five hosts of which two go and come have sixty beginnings.
const SEEDS: u64 = 400;

/// Schedules that are generated in the ordinary run, and how many run side by side.
const GENERATED: u64 = 15;
const TOGETHER: usize = 80;

/// How often a schedule is run until it comes out alike; of a run in which an answer was later than this nothing is
/// concluded.
const ROUNDS: u32 = 4;
const LATE: Duration = Duration::from_millis(50);

/// Outlier detection's settings, what each host always answers, and the panic threshold in percent.
type Schedule = (Value, &'static [u16], u32);

/// A schedule like those of the list, with other numbers.
fn generated(random: &mut Random) -> Schedule {
    const HOSTS: &[&[u16]] = &[
        &[503, 200],
        &[200, 200, 500],
        &[200, 502, 200, 200],
        &[500, 503, 200],
        &[200, 503, 200, 502, 200],
        &[502, 200, 500, 200],
    ];
    let hosts = random.pick(HOSTS);
    // All failures in a row within less than an interval.
    let most = (11 / hosts.len() as u64).min(4);
    // One that is kept in while others are out would return to its own ejection long after an interval.
    let failing = hosts.iter().filter(|status| **status != 200).count();
    let fits = |percent: usize| percent * hosts.len() < 100 || percent * hosts.len() >= failing * 100;
    let percent = std::iter::repeat_with(|| random.pick(&[0, 10, 20, 25, 33, 34, 40, 50, 60, 67, 100, 100]))
        .find(|percent| fits(*percent));
    let mut settings = json!({"consecutive_5xx": 1 + random.below(most), "interval": "1.700s",
        "base_ejection_time": random.pick(&["1.300s", "2.200s"]), "enforcing_success_rate": 0,
        "max_ejection_percent": percent});
    if random.percent(30) {
        settings["consecutive_gateway_failure"] = json!(1 + random.below(most));
        settings["enforcing_consecutive_gateway_failure"] = json!(random.pick(&[0, 100]));
    }
    if random.percent(20) {
        settings["enforcing_consecutive_5xx"] = json!(0);
    }
    if failing == 1 && random.percent(30) {
        settings["always_eject_one_host"] = json!(true);
    }
    (settings, hosts, random.pick(&[0, 0, 34, 50, 51, 100]))
}

fn schedules() -> Vec<Schedule> {
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
                all.push((settings(consecutive, base, percent), hosts, 0));
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
    for settings in [gateway, unenforced, longest] {
        all.push((settings.clone(), LAST, 0));
        all.push((settings, TWO, 0));
    }
    all.extend([(one.clone(), LAST, 0), (one, FIRST, 0)]);
    all
}

fn config(schedules: &[Schedule], ports: &HashMap<u16, Vec<u16>>) -> ProxyConfig {
    let (mut routes, mut clusters) = (Vec::new(), Vec::new());
    for (index, (settings, statuses, panic)) in schedules.iter().enumerate() {
        routes.push(json!({"match": {"path": format!("/{index}")}, "route": {"cluster": format!("o{index}")}}));
        let endpoint = |port: &u16| json!({"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}});
        let hosts: Vec<Value> = addresses(statuses, ports).iter().map(endpoint).collect();
        // Of two hosts that return in one tick the load balancer would learn one a second later, and which one is up to
        // Envoy's hash map: where two can, nothing is gathered.
        let failing = statuses.iter().filter(|status| **status != 200).count();
        let window = if failing > 1 { "0s" } else { "1s" };
        clusters.push(json!({"name": format!("o{index}"), "outlier_detection": settings,
            "common_lb_config": {"healthy_panic_threshold": {"value": panic}, "update_merge_window": window},
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

/// Ports that nobody listens on: in a simulated run the host's number says all.
fn ports_of_nobody() -> HashMap<u16, Vec<u16>> {
    [200, 500, 502, 503].map(|status| (status, (1..4).map(|nth| status * 10 + nth).collect())).into()
}

#[test]
fn whatever_the_phase_is_it_is_tried() {
    // The hosts return in ticks of their own, and the load balancer panics while both are out: where a tick stands between
    // two requests shows in the order of the hosts.
    let settings = json!({"consecutive_5xx": 1, "interval": "1.700s", "base_ejection_time": "1.300s",
        "max_ejection_percent": 100, "enforcing_success_rate": 0});
    let schedule: Schedule = (settings, &[502, 200, 500, 200], 51);
    let ports = ports_of_nobody();
    let config = Arc::new(config(std::slice::from_ref(&schedule), &ports));
    let hosts = addresses(schedule.1, &ports).into_iter().map(|port| format!("127.0.0.1:{port}"));
    let hosts: Vec<(String, u16)> = hosts.zip(schedule.1.iter().copied()).collect();
    for phase in (0..LAST_PHASE).step_by(47).filter(|phase| phase % 10 != 0) {
        let real = happened(&mut run(&config, &hosts, phase, 1_000_000 + phase), &hosts);
        let found = simulations(&schedule, &ports, &real.hosts).any(|ours| ours.is(&real, false));
        assert!(found, "{phase} ms before the first request: {real:?}");
    }
}

#[test]
fn ejections_and_returns_are_those_of_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let mut all = schedules();
    let mut random = Random::new(settings::seed());
    let count = settings::cases().map_or(GENERATED, |cases| cases.div_ceil(40));
    all.extend((0..count).map(|_| generated(&mut random)));
    let start = |status: u16| upstream::start(Arc::new(move |_| Answer::status(status)));
    let ports: HashMap<u16, Vec<u16>> =
        [200, 500, 502, 503].map(|status| (status, (0..3).map(|_| start(status)).collect())).into();
    let differs: usize = all.chunks(TOGETHER).map(|schedules| compare(&program, schedules, &ports)).sum();
    println!("{} of {} schedules eject alike", all.len() - differs, all.len());
    assert_eq!(differs, 0, "schedules eject otherwise than with the real Envoy");
}

/// Runs schedules side by side; gives the number of those that come out otherwise again and again.
fn compare(program: &Path, schedules: &[Schedule], ports: &HashMap<u16, Vec<u16>>) -> usize {
    let all = config(schedules, ports);
    let mut left: Vec<usize> = (0..schedules.len()).collect();
    for round in 0..ROUNDS {
        let real = if left.is_empty() { Vec::new() } else { run_envoy(program, &all, schedules, ports, &left, round) };
        let mut still = Vec::new();
        for (index, (real, late)) in left.iter().zip(&real) {
            let schedule @ (settings, hosts, panic) = &schedules[*index];
            if *late > LATE && round + 1 < ROUNDS {
                still.push(*index);
            } else if !simulations(schedule, ports, &real.hosts).any(|ours| ours.is(real, *late > LATE)) {
                println!("round {round}, late by {late:?}, schedule {index}: {settings} hosts {hosts:?} panic {panic}");
                println!("  Envoy: {real:?}");
                // The one that goes along longest.
                let alike =
                    |ours: &Happened| ours.hosts.bytes().zip(real.hosts.bytes()).take_while(|(a, b)| a == b).count();
                println!("  here:  {:?}", simulations(schedule, ports, &real.hosts).max_by_key(alike));
                still.push(*index);
            }
        }
        left = still;
    }
    for index in &left {
        let alone = config(&schedules[*index..=*index], ports);
        println!("schedule {index} alone, asked every {STEP} ms, {REQUESTS} times:");
        println!("{}", reproduction(&alone, "outlier", &Request::get("a", "/0"), &Options::default()));
    }
    left.len()
}

/// What the real Envoy did in each schedule, and by how much the latest answer was late.
fn run_envoy(
    program: &Path,
    config: &ProxyConfig,
    schedules: &[Schedule],
    ports: &HashMap<u16, Vec<u16>>,
    indexes: &[usize],
    round: u32,
) -> Vec<(Happened, Duration)> {
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
            let mut late = Duration::ZERO;
            let answers = (0..REQUESTS).map(|number| {
                let at = begin + Duration::from_millis(number * STEP);
                std::thread::sleep(at.saturating_duration_since(Instant::now()));
                let body = client.ask(&Request::get("a", &format!("/{index}"))).expect("an answer").body;
                late = late.max(Instant::now() - at);
                let asked: Value = serde_json::from_str(&body).unwrap_or_default();
                format!("127.0.0.1:{}", asked["port"])
            });
            let answers: Vec<String> = answers.collect();
            (answers, late)
        }
    };
    let threads: Vec<_> = indexes.iter().map(|index| std::thread::spawn(ask(*index))).collect();
    let answers = threads.into_iter().map(|thread| thread.join().expect("the requests are answered"));
    let answers: Vec<(Vec<String>, Duration)> = answers.collect();
    // The log is flushed now and then.
    std::thread::sleep(Duration::from_millis(400));
    let counters = counters(envoy.admin());
    drop(envoy);
    let text = std::fs::read_to_string(&log).unwrap_or_default();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    let happened = |(index, (answers, late)): (&usize, &(Vec<String>, Duration))| {
        let (cluster, hosts) = (format!("o{index}"), addresses(schedules[*index].1, ports));
        let own = lines.iter().filter(|line| line["cluster_name"] == cluster.as_str());
        let position = |host: &str| hosts.iter().position(|port| host == format!("127.0.0.1:{port}"));
        let event = |line: &Value| {
            let action = line["action"].as_str().unwrap_or("");
            let doubt = if action == "EJECT" && line["enforced"] == false { "?" } else { "" };
            let host = line["upstream_url"].as_str().and_then(position).expect("a host");
            format!("{action}{doubt} {host}")
        };
        let counter = |counter| counters.get(&(cluster.clone(), counter)).copied().unwrap_or(0);
        let [refused, detected @ ..] = COUNTERS.map(counter);
        let hosts = answers.iter().map(|host| position(host).map_or("-".to_owned(), |at| at.to_string())).collect();
        (Happened { events: in_order(own.map(event).collect()), refused, detected, hosts }, *late)
    };
    indexes.iter().zip(&answers).map(happened).collect()
}

/// The real Envoy's counters of outlier detection, by cluster and name.
fn counters(admin: u16) -> HashMap<(String, &'static str), u64> {
    let answer = Client::new(admin).ask(&Request::get("admin", "/stats?filter=outlier_detection")).expect("counters");
    let mut counters = HashMap::new();
    for (name, value) in answer.body.lines().filter_map(|line| line.split_once(": ")) {
        let counter = COUNTERS.iter().find(|counter| name.ends_with(**counter));
        let cluster = name.strip_prefix("cluster.").and_then(|name| name.split('.').next());
        if let (Some(cluster), Some(counter), Ok(value)) = (cluster, counter, value.parse()) {
            counters.insert((cluster.to_owned(), *counter), value);
        }
    }
    counters
}

/// Hosts that return in one tick come in no order; returns at the end depend on when one stops looking.
fn in_order(mut events: Vec<String>) -> Vec<String> {
    while events.last().is_some_and(|event| event.starts_with("UNEJECT")) {
        events.pop();
    }
    for run in events.chunk_by_mut(|a, b| a.starts_with("UNEJECT") && b.starts_with("UNEJECT")) {
        run.sort();
    }
    events
}

/// What the simulated proxy does, for all beginnings of round robin and many phases of the interval.
///
/// Only those beginnings are tried that begin with the hosts that the real Envoy began with.
fn simulations(schedule: &Schedule, ports: &HashMap<u16, Vec<u16>>, real: &str) -> impl Iterator<Item = Happened> {
    let config = Arc::new(config(std::slice::from_ref(schedule), ports));
    let hosts = addresses(schedule.1, ports).into_iter().map(|port| format!("127.0.0.1:{port}"));
    let hosts: Vec<(String, u16)> = hosts.zip(schedule.1.iter().copied()).collect();
    // Where round robin stands shows in full only when hosts have come and gone.
    let mut beginnings = HashSet::new();
    let course = |seed: u64| happened(&mut run(&config, &hosts, 5, seed), &hosts).hosts;
    let alike = |course: &String| course.bytes().zip(real.bytes()).take(BEFORE_A_TICK).all(|(a, b)| a == b);
    let courses = (0..SEEDS).map(|seed| (seed, course(seed))).filter(|(_, course)| alike(course));
    let seeds: Vec<u64> =
        courses.filter(|(_, course)| beginnings.insert(course.clone())).map(|(seed, _)| seed).collect();
    let phases = seeds.into_iter().flat_map(|seed| phases().map(move |phase| (phase, seed)));
    phases.map(move |(phase, seed)| happened(&mut run(&config, &hosts, phase, seed), &hosts))
}

/// A phase from each two multiples of ten milliseconds.
fn phases() -> impl Iterator<Item = u64> {
    (0..LAST_PHASE / BETWEEN_PHASES).map(|number| number * BETWEEN_PHASES + BETWEEN_PHASES / 2)
}

/// A run whose first request comes so many milliseconds after the cluster was made.
fn run(config: &Arc<ProxyConfig>, hosts: &[(String, u16)], phase: u64, seed: u64) -> Simulated {
    let answers: HashMap<String, u16> = hosts.iter().cloned().collect();
    let answer = move |host: &str| Does::Answer(answers[host], Duration::ZERO);
    let mut simulated = Simulated::new(CompiledConfig::new(config.clone()), seed, move |_, host, _| answer(host));
    let headers = HeaderMap::new();
    let connection = Connection::default();
    let request =
        route::Request { method: "GET", scheme: "http", authority: "a", path: "/0", headers: &headers, connection };
    for key in 0..REQUESTS {
        let decision = simulated.decide("outlier", &request, key).brief();
        simulated.schedule(Scheduled { at: Time((phase + key * STEP) * 1_000_000), key, decision });
    }
    simulated.run_until(Time((phase + (REQUESTS - 1) * STEP + 300) * 1_000_000));
    simulated
}

fn happened(simulated: &mut Simulated, hosts: &[(String, u16)]) -> Happened {
    let answers = simulated.run_until(Time(0));
    let answered = |key: u64| {
        let host = answers[&key].hosts.first().and_then(|answered| hosts.iter().position(|(host, _)| host == answered));
        host.map_or("-".to_owned(), |host| host.to_string())
    };
    let answered = (0..REQUESTS).map(answered).collect();
    let position = |address| {
        let text = simulated.address(address);
        hosts.iter().position(|(host, _)| text == host).expect("a host")
    };
    let (mut events, mut refused, mut detected) = (Vec::new(), 0, [0; 2]);
    let mut count = |reason| match reason {
        EjectionType::Consecutive5xx => detected[0] += 1,
        EjectionType::ConsecutiveGatewayFailure => detected[1] += 1,
        _ => {}
    };
    for (_, event) in simulated.events() {
        match event.kind {
            ClusterEventKind::Ejection { address, enforced, reason, .. } => {
                events.push(format!("EJECT{} {}", if enforced { "" } else { "?" }, position(address)));
                count(reason);
            }
            ClusterEventKind::EjectionRefused { reason, .. } => {
                refused += 1;
                count(reason);
            }
            ClusterEventKind::Unejection { address } => events.push(format!("UNEJECT {}", position(address))),
            _ => {}
        }
    }
    Happened { events: in_order(events), refused, detected, hosts: answered }
}
