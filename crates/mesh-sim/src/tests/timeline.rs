//! What Timelines break and heal.

use mesh_proxy::Time;

use super::living::{answered, run_to, world};
use crate::{EventKind, Simulation, Work, World};

/// The world with a Timeline of these steps.
fn start(steps: &str) -> Simulation {
    let timeline = format!(
        "apiVersion: playground.mesh/v1\nkind: Timeline\nmetadata: {{name: t}}\nspec:\n  steps:\n  - {}\n",
        steps.replace('\n', "\n  - ")
    );
    Simulation::new(World::new(super::mesh(&[&world(2), &timeline])).into(), 1)
}

fn steps(simulation: &Simulation) -> Vec<String> {
    let events = simulation.events(Time::ZERO, Time::NEVER);
    let told = events.iter().filter_map(|event| match &event.kind {
        EventKind::Step { step } => Some(format!("{} {step}", event.at.seconds())),
        _ => None,
    });
    told.collect()
}

/// The statuses that were met in seconds of the run.
fn met(simulation: &Simulation, from: u64, to: u64) -> Vec<String> {
    answered(simulation, from, to).into_keys().collect()
}

#[test]
fn pods_are_broken_by_their_labels_until_they_are_healed() {
    let mut simulation = start(
        "{at: 5s, fault: {pods: {app: web}, kind: fail}}\n{at: 10s, heal: {}}\n{at: 15s, fault: {pods: {app: other}}}",
    );
    run_to(&mut simulation, 20_000);
    assert_eq!(met(&simulation, 1, 5), ["200 -"]);
    assert_eq!(met(&simulation, 6, 10), ["500 -"]);
    assert_eq!(met(&simulation, 11, 20), ["200 -"]);
    assert_eq!(steps(&simulation), ["5 app=web answer 500", "10 everything is healed", "15 app=other answer 500"]);
}

#[test]
fn killed_pods_answer_nothing_and_come_back() {
    let mut simulation =
        start("{at: 5s, fault: {pods: {app: web}, kind: kill}}\n{at: 10s, heal: {pods: {version: v1}}}");
    run_to(&mut simulation, 20_000);
    let killed = met(&simulation, 6, 10);
    assert!(!killed.is_empty() && killed.iter().all(|answer| answer.starts_with("503 ")), "{killed:?}");
    assert_eq!(met(&simulation, 12, 20), ["200 -"]);
}

/// A connection that nobody answers is given up after connectTimeout (10 s): 503 with UF and, as it is tried again, URX.
#[test]
fn nothing_passes_on_an_edge_that_is_cut() {
    let mut simulation = start("{at: 5s, cut: {from: client, to: web}}\n{at: 60s, heal: {from: client, to: web}}");
    run_to(&mut simulation, 90_000);
    assert_eq!(met(&simulation, 1, 5), ["200 -"]);
    assert_eq!(met(&simulation, 6, 14), Vec::<String>::new());
    let later = met(&simulation, 16, 60);
    assert!(later.iter().all(|answer| answer.starts_with("503 ") && answer.contains("UF")), "{later:?}");
    assert!(met(&simulation, 75, 90).contains(&"200 -".to_owned()), "{:?}", answered(&simulation, 75, 90));
    assert_eq!(
        steps(&simulation),
        ["5 nothing passes from client to web", "60 requests pass again from client to web"]
    );
    // Wound back, it happens again.
    let digest = simulation.digest();
    simulation.seek(Time(3_000_000_000), &mut Work::unlimited()).unwrap();
    run_to(&mut simulation, 90_000);
    assert_eq!(simulation.digest(), digest);
    let mut elsewhere = start("{at: 5s, cut: {from: client, to: other}}");
    run_to(&mut elsewhere, 20_000);
    assert_eq!(met(&elsewhere, 1, 20), ["200 -"]);
}

#[test]
fn what_is_applied_and_deleted_is_a_mark() {
    let rule = "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: web, namespace: default}, spec: {hosts: [web], http: [{fault: {abort: {httpStatus: 418, percentage: {value: 100}}}, route: [{destination: {host: web}}]}]}}";
    let mut simulation = start(&format!(
        "{{at: 5s, apply: {rule}}}\n{{at: 10s, delete: {{kind: VirtualService, name: web}}}}\n{{at: 12s, run: kubectl get pods}}"
    ));
    run_to(&mut simulation, 20_000);
    assert_eq!(
        (met(&simulation, 6, 10), met(&simulation, 12, 20)),
        (vec!["418 FI".to_owned()], vec!["200 -".to_owned()])
    );
    assert_eq!(
        steps(&simulation),
        ["5 virtualservices/web is applied", "10 virtualservices/web is deleted", "12 $ kubectl get pods"]
    );
}
