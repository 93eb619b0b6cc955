//! The process of a pod ends: who learns of it when.

use std::collections::BTreeMap;

use mesh_proxy::Time;

use super::apps::{service, traffic};
use super::mesh;
use crate::{Command, EventKind, PodFault, Simulation, Work, World};

/// A mill whose requests take a second, asked ten times a second.
fn mill(extra: &str) -> String {
    service("mill", extra).replace("latency: 10ms", "latency: 1s")
}

fn asks(from: &str) -> String {
    traffic(&format!("from: {from}, rate: 10, arrival: uniform, request: {{url: 'http://mill.default:80/'}}"))
}

fn start(texts: &[&str]) -> Simulation {
    Simulation::new(World::new(mesh(texts)).into(), 1)
}

fn run_to(simulation: &mut Simulation, milliseconds: u64) {
    simulation.run(Time(milliseconds * 1_000_000), &mut Work::unlimited()).unwrap();
}

/// The names of a workload's pods.
fn pods(simulation: &Simulation, workload: &str) -> Vec<String> {
    let cluster = simulation.world().mesh().cluster();
    let (index, _) = cluster.workload(workload, None).unwrap();
    cluster.pods_of(index).map(|pod| pod.name.clone()).collect()
}

fn change(simulation: &mut Simulation, pod: &str, fault: PodFault) {
    let command = Command::ChangePod { namespace: "default".into(), pod: pod.into(), fault };
    simulation.apply(command).unwrap();
}

/// What was answered in `from..to` (whole seconds), as `503 UC`.
fn answered(simulation: &Simulation, from: u64, to: u64) -> BTreeMap<String, u64> {
    let mut answers = BTreeMap::new();
    let at = |seconds: u64| Time(seconds * 1_000_000_000);
    for edge in simulation.telemetry().figures(at(from), at(to)) {
        for response in &edge.responses {
            *answers.entry(format!("{} {}", response.status, response.flags)).or_default() += response.count;
        }
    }
    answers
}

/// When something became of a pod's readiness.
fn readiness(simulation: &Simulation) -> Vec<(f64, String)> {
    let events = simulation.events(Time::ZERO, Time::NEVER).into_iter();
    let of_pod = events.filter_map(|event| match event.kind {
        EventKind::Pod { change, .. } => Some((event.at.seconds(), change.to_string())),
        _ => None,
    });
    of_pod.filter(|(_, change)| change.ends_with("ready")).collect()
}

const CHECKED: &str = "readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 2, failureThreshold: 2, \
                       successThreshold: 3, initialDelaySeconds: 1}, ports:";

#[test]
fn what_it_answered_is_reset_and_it_leaves_the_endpoints_when_its_check_says_so() {
    // readinessProbe | not ready after | ready again after
    for (probe, fails_after, ready_after) in [("ports:", 0, 0), (CHECKED, 4, 5)] {
        let mill = mill("").replace("ports: [{c", &format!("{probe} [{{c"));
        let mut simulation = start(&[&mill, &asks("client")]);
        run_to(&mut simulation, 5_000);
        let pod = pods(&simulation, "mill").remove(0);
        change(&mut simulation, &pod, PodFault::Kill);
        let figures = simulation.pod("default", &pod).unwrap();
        assert_eq!((figures.active, figures.ready), (0, true), "the kubelet does not know yet");

        run_to(&mut simulation, 20_000);
        assert_eq!(answered(&simulation, 0, 5).keys().collect::<Vec<_>>(), ["200 -"]);
        let answers = answered(&simulation, 5, 20);
        assert_eq!(answers["503 UC"], 10, "{answers:?}");
        assert!((1..=3).contains(&(answers["503 URX,UF"] - 10 * fails_after)), "{answers:?}");
        assert_eq!(answered(&simulation, 6 + fails_after, 20).keys().collect::<Vec<_>>(), ["503 UH"]);
        assert!(!simulation.pod("default", &pod).unwrap().ready);

        change(&mut simulation, &pod, PodFault::None);
        run_to(&mut simulation, 40_000);
        assert_eq!(answered(&simulation, 27 + ready_after, 40).keys().collect::<Vec<_>>(), ["200 -"]);
        let expected = [(5 + fails_after, "not ready"), (20 + ready_after, "ready")]
            .map(|(at, what)| (at as f64, what.to_owned()));
        assert_eq!(readiness(&simulation), expected);
        assert!(simulation.pod("default", &pod).unwrap().ready);
        let pushes = simulation.events(Time::ZERO, Time::NEVER).into_iter();
        let pushes = pushes.filter(|event| matches!(event.kind, EventKind::Push { proxies: 1 }));
        let at = pushes.map(|event| event.at.seconds()).collect::<Vec<_>>();
        assert_eq!(at, [5.1 + fails_after as f64, 20.1 + ready_after as f64]);
    }
}

#[test]
fn a_check_that_has_not_failed_yet_says_nothing() {
    let mill = mill("").replace("ports: [{c", &format!("{CHECKED} [{{c"));
    let mut simulation = start(&[&mill, &asks("client")]);
    let pod = pods(&simulation, "mill").remove(0);
    for (at, fault) in
        [(2_000, PodFault::Kill), (5_000, PodFault::None), (7_000, PodFault::Kill), (10_500, PodFault::Hang)]
    {
        run_to(&mut simulation, at);
        change(&mut simulation, &pod, fault);
    }
    run_to(&mut simulation, 20_000);
    assert_eq!(readiness(&simulation), []);
}

#[test]
fn others_take_what_it_would_have_got() {
    let mill = mill("").replacen("spec:\n  selector", "spec:\n  replicas: 3\n  selector", 1);
    for from in ["client", "nodeport"] {
        let mut simulation = start(&[&mill, &asks(from)]);
        run_to(&mut simulation, 5_000);
        let killed = pods(&simulation, "mill");
        for pod in &killed[..2] {
            change(&mut simulation, pod, PodFault::Kill);
        }
        run_to(&mut simulation, 20_000);
        let before = simulation.pod("default", &killed[0]).unwrap().answered;
        let all = answered(&simulation, 6, 20);
        assert_eq!(all.keys().collect::<Vec<_>>(), ["200 -"], "{from}: {all:?}");
        let late = answered(&simulation, 5, 6);
        let reset = if from == "client" { "503 UC" } else { "0 -" };
        assert!(late[reset] > 2, "{from}: {late:?}");
        let pushes = simulation.events(Time::ZERO, Time::NEVER).into_iter();
        let pushes = pushes.filter(|event| matches!(event.kind, EventKind::Push { .. })).count();
        assert_eq!(pushes, 1, "one for both");
        assert_eq!(simulation.pod("default", &killed[0]).unwrap().answered, before);
    }
}

#[test]
fn what_it_asked_for_itself_is_given_up() {
    let ledger = service("ledger", "").replace("latency: 10ms", "latency: 1h");
    let mill = service("mill", "  calls: [{url: 'http://ledger/'}]");
    let mut simulation = start(&[&mill, &ledger, &asks("client")]);
    run_to(&mut simulation, 5_000);
    let (mill, ledger) = (pods(&simulation, "mill").remove(0), pods(&simulation, "ledger").remove(0));
    assert!(simulation.pod("default", &ledger).unwrap().active > 40);
    change(&mut simulation, &mill, PodFault::Kill);
    assert_eq!(simulation.pod("default", &ledger).unwrap().active, 0);
}

#[test]
fn a_run_with_a_death_in_it_is_done_again_as_it_was() {
    let mut simulation = start(&[&mill(""), &asks("client")]);
    run_to(&mut simulation, 12_000);
    let pod = pods(&simulation, "mill").remove(0);
    change(&mut simulation, &pod, PodFault::Kill);
    run_to(&mut simulation, 13_000);
    change(&mut simulation, &pod, PodFault::None);
    run_to(&mut simulation, 30_000);
    let digest = simulation.digest();
    for second in [3, 12, 29] {
        simulation.seek(Time(second * 1_000_000_000), &mut Work::unlimited()).unwrap();
        simulation.seek(Time(30_000_000_000), &mut Work::unlimited()).unwrap();
        assert_eq!(simulation.digest(), digest);
    }
}

#[test]
fn nobody_answers_at_the_address_of_a_pod_that_is_gone() {
    let asks = traffic("from: nodeport, rate: 10, arrival: uniform, request: {url: 'http://10.1.0.2:80/'}");
    let mut simulation = start(&[&service("mill", ""), &asks]);
    run_to(&mut simulation, 5_000);
    simulation
        .apply(Command::Push(mesh(&[
            &service("mill", "").replacen("spec:\n  selector", "spec:\n  replicas: 0\n  selector", 1),
            &asks,
        ])))
        .unwrap();
    run_to(&mut simulation, 10_000);
    assert_eq!(answered(&simulation, 1, 5).keys().collect::<Vec<_>>(), ["200 -"]);
    assert_eq!(answered(&simulation, 6, 10).keys().collect::<Vec<_>>(), ["0 UF"]);
}
