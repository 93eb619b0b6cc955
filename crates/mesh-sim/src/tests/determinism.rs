//! The same run is the same, however it is cut, watched or wound back.

use mesh_proxy::{Duration, Time};

use super::{STAFF, mesh, world};
use crate::engine::{Core, Unwatched};
use crate::{Command, PodFault, Request, Simulation, Work};

const TRAFFIC: &str = "
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: users}
spec: {from: client, rate: 50, request: {url: 'http://staff-service:8080/'}}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {name: all}
spec:
  selector: {matchLabels: {app: staff-service}}
  latency: {p50: 20ms, p90: 60ms, p99: 200ms}
  errors: [{status: 503, share: 5}]
";

fn at(seconds: f64) -> Time {
    Time((seconds * 1e9) as u64)
}

fn simulation(seed: u64) -> Simulation {
    Simulation::new(world(&[STAFF, TRAFFIC]), seed)
}

#[test]
fn a_seed_is_a_run() {
    let digest = |seed| {
        let mut simulation = simulation(seed);
        simulation.run(at(30.0), &mut Work::unlimited()).unwrap();
        simulation.digest()
    };
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}

#[test]
fn cutting_a_run_into_steps_changes_nothing() {
    let (mut whole, mut cut) = (simulation(1), simulation(1));
    whole.run(at(20.0), &mut Work::unlimited()).unwrap();
    for step in 1..=200 {
        cut.run(at(f64::from(step) / 10.0), &mut Work::unlimited()).unwrap();
    }
    assert_eq!(whole.digest(), cut.digest());
    assert_eq!(whole.telemetry().figures(at(0.0), at(20.0)), cut.telemetry().figures(at(0.0), at(20.0)));
}

#[test]
fn watching_changes_nothing() {
    let mut watched = simulation(1);
    watched.run(at(20.0), &mut Work::unlimited()).unwrap();
    let mut core = Core::new(world(&[STAFF, TRAFFIC]), 1);
    while core.next_time().is_some_and(|next| next < at(20.0)) {
        core.step(&mut Unwatched::default());
    }
    assert_eq!(watched.digest(), core.course.trace.digest());
}

#[test]
fn a_snapshot_goes_on_as_the_run_did() {
    let mut simulation = simulation(1);
    simulation.run(at(7.3), &mut Work::unlimited()).unwrap();
    let snapshot = simulation.snapshot();
    simulation.run(at(30.0), &mut Work::unlimited()).unwrap();
    let (digest, figures) = (simulation.digest(), simulation.telemetry().figures(at(0.0), at(30.0)));
    simulation.restore(&snapshot);
    assert_eq!(simulation.now(), at(7.3));
    simulation.run(at(30.0), &mut Work::unlimited()).unwrap();
    assert_eq!(simulation.digest(), digest);
    assert_eq!(simulation.telemetry().figures(at(0.0), at(30.0)), figures);
}

#[test]
fn seeking_does_commands_again_at_their_times() {
    let mut simulation = simulation(1);
    simulation.run(at(11.0), &mut Work::unlimited()).unwrap();
    let pod = simulation.world().mesh().cluster().pods[0].name.clone();
    let kill = Command::ChangePod { namespace: "default".into(), pod, fault: PodFault::Kill };
    simulation.apply(kill).unwrap();
    simulation.run(at(40.0), &mut Work::unlimited()).unwrap();
    let digest = simulation.digest();
    simulation.seek(at(8.0), &mut Work::unlimited()).unwrap();
    assert_eq!(simulation.now(), at(8.0));
    simulation.seek(at(40.0), &mut Work::unlimited()).unwrap();
    assert_eq!(simulation.digest(), digest);
}

#[test]
fn one_changed_host_pick_changes_the_digest() {
    let mut simulation = simulation(1);
    simulation.run(at(10.0), &mut Work::unlimited()).unwrap();
    let mut other = simulation.clone();
    simulation.core_mut().fold_pick(7);
    other.core_mut().fold_pick(8);
    assert_ne!(simulation.digest(), other.digest());
    let (one, two) = (simulation.digest(), other.digest());
    simulation.run(at(20.0), &mut Work::unlimited()).unwrap();
    other.run(at(20.0), &mut Work::unlimited()).unwrap();
    assert_ne!((one, simulation.digest()), (two, other.digest()));
    assert_ne!(simulation.digest(), other.digest(), "nothing later mends it");
}

#[test]
fn what_is_no_part_of_the_mesh_is_no_part_of_the_digest() {
    let digest = |files: &[&str]| {
        let mut simulation = Simulation::new(world(files), 1);
        simulation.run(at(10.0), &mut Work::unlimited()).unwrap();
        simulation.digest()
    };
    let plain = digest(&[STAFF, TRAFFIC]);
    let commented = format!("# a comment\n\n{STAFF}");
    assert_eq!(digest(&[&commented, TRAFFIC]), plain);
    let view = "{apiVersion: playground.mesh/v1, kind: Scenario, metadata: {name: a}, spec: {view: {at: 3s}}}";
    assert_eq!(digest(&[STAFF, TRAFFIC, view]), plain);
    let joined = format!("{STAFF}---\n{TRAFFIC}");
    assert_eq!(digest(&[&joined]), plain, "file names and number of files do not count");
}

#[test]
fn an_edit_that_means_nothing_is_no_push() {
    let (mut edited, mut plain) = (simulation(1), simulation(1));
    edited.run(at(5.0), &mut Work::unlimited()).unwrap();
    edited.apply(Command::Push(mesh(&[&format!("# why\n{STAFF}"), TRAFFIC]))).unwrap();
    edited.run(at(20.0), &mut Work::unlimited()).unwrap();
    plain.run(at(20.0), &mut Work::unlimited()).unwrap();
    assert_eq!(edited.digest(), plain.digest());
}

#[test]
fn a_push_changes_shares_from_its_time_on() {
    let mut simulation = simulation(1);
    simulation.run(at(10.0), &mut Work::unlimited()).unwrap();
    let scaled = STAFF.replacen("spec:\n  selector", "spec:\n  replicas: 0\n  selector", 1);
    assert_ne!(scaled, STAFF);
    simulation.apply(Command::Push(mesh(&[&scaled, TRAFFIC]))).unwrap();
    simulation.run(at(20.0), &mut Work::unlimited()).unwrap();
    let share = |from: f64, to: f64| {
        let figures = simulation.telemetry().figures(at(from), at(to));
        let of = |version: &str| {
            let edges = figures.iter().filter(|edge| edge.key.destination.version == version);
            edges.map(|edge| edge.requests).sum::<u64>() as f64
        };
        of("safe") / (of("safe") + of("risky"))
    };
    assert!((0.4..0.6).contains(&share(0.0, 10.0)), "{}", share(0.0, 10.0));
    assert!(share(11.0, 20.0) < 0.02, "{}", share(11.0, 20.0));
}

#[test]
fn a_request_by_hand_shifts_no_other() {
    let (mut asked, mut plain) = (simulation(1), simulation(1));
    asked.run(at(5.0), &mut Work::unlimited()).unwrap();
    let request = Request::new("GET", "http://staff-service:8080/", [("", ""); 0]).unwrap();
    let id = asked.apply(Command::Send { from: "client".into(), request }).unwrap().unwrap();
    asked.run(at(20.0), &mut Work::unlimited()).unwrap();
    plain.run(at(20.0), &mut Work::unlimited()).unwrap();
    assert_eq!(asked.answered(), plain.answered());
    let record = asked.decision(id, Duration::ZERO, &mut Work::unlimited()).unwrap();
    assert!(record.hops[0].status.is_some());
}
