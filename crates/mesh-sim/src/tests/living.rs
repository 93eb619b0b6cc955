//! A cluster that somebody handles while requests flow.

use std::collections::BTreeMap;

use mesh_cluster::api::{Address, PatchType, Propagation, Resource, Verb};
use mesh_proxy::Time;
use serde_json::{Value, json};

use super::mesh;
use crate::{Simulation, Work, World};

/// Requests to `web`, which has pods on two nodes.
pub(super) fn world(replicas: u32) -> String {
    format!(
        "
apiVersion: v1
kind: Node
metadata: {{name: one}}
---
apiVersion: v1
kind: Node
metadata: {{name: two}}
---
apiVersion: v1
kind: Service
metadata: {{name: web, namespace: default}}
spec: {{selector: {{app: web}}, ports: [{{port: 80, name: http, targetPort: 8080}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: default}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web, version: v1}}}}
    spec: {{containers: [{{name: web, image: 'web:1', ports: [{{containerPort: 8080}}]}}]}}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {{name: web, namespace: default}}
spec: {{selector: {{matchLabels: {{app: web}}}}, latency: 300ms}}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {{name: load, namespace: default}}
spec: {{from: client, rate: 100, arrival: uniform, request: {{url: 'http://web.default:80/'}}}}
"
    )
}

pub(super) fn start(replicas: u32) -> Simulation {
    Simulation::new(World::new(mesh(&[&world(replicas)])).into(), 1)
}

pub(super) fn run_to(simulation: &mut Simulation, milliseconds: u64) {
    simulation.run(Time(milliseconds * 1_000_000), &mut Work::unlimited()).unwrap();
}

pub(super) fn answered(simulation: &Simulation, from: u64, to: u64) -> BTreeMap<String, u64> {
    let mut answers = BTreeMap::new();
    let at = |seconds: u64| Time(seconds * 1_000_000_000);
    for edge in simulation.telemetry().figures(at(from), at(to)) {
        for response in &edge.responses {
            *answers.entry(format!("{} {}", response.status, response.flags)).or_default() += response.count;
        }
    }
    answers
}

fn address(group: &str, plural: &str, name: &str) -> Address {
    let namespace = if plural == "nodes" { "" } else { "default" };
    let resource = Resource { group: group.into(), plural: plural.into() };
    Address { resource, namespace: namespace.into(), name: name.into() }
}

fn pods(simulation: &mut Simulation) -> Vec<Value> {
    let resource = Resource { plural: "pods".into(), group: String::new() };
    let list = Verb::List { resource, namespace: None, labels: String::new(), fields: String::new() };
    simulation.call(&list).unwrap()["items"].as_array().unwrap().clone()
}

pub(super) fn scale(replicas: u32) -> Verb {
    Verb::Scale { address: address("apps", "deployments", "web"), replicas, dry_run: false }
}

/// Another version in the Deployment's template.
pub(super) fn second_version() -> Verb {
    Verb::Patch {
        address: address("apps", "deployments", "web"),
        patch_type: PatchType::StrategicMerge,
        patch: json!({"spec": {"template": {"metadata": {"labels": {"version": "v2"}}}}}),
        dry_run: false,
    }
}

pub(super) fn names(simulation: &mut Simulation) -> Vec<String> {
    pods(simulation).iter().map(|pod| pod["metadata"]["name"].as_str().unwrap().to_owned()).collect()
}

pub(super) fn delete_pod(name: &str) -> Verb {
    Verb::Delete {
        address: address("", "pods", name),
        grace: None,
        propagation: Propagation::Background,
        dry_run: false,
    }
}

#[test]
fn looking_at_it_changes_nothing() {
    let (mut looked_at, mut other) = (start(3), start(3));
    run_to(&mut looked_at, 5_000);
    assert_eq!(pods(&mut looked_at).len(), 3);
    run_to(&mut looked_at, 30_000);
    run_to(&mut other, 30_000);
    assert_eq!(looked_at.digest(), other.digest());
}

#[test]
fn a_pod_that_is_deleted_loses_what_it_works_on_and_another_takes_its_place() {
    let mut simulation = start(2);
    run_to(&mut simulation, 5_000);
    let before = names(&mut simulation);
    simulation.call(&delete_pod(&before[0])).unwrap();
    run_to(&mut simulation, 20_000);
    let after = names(&mut simulation);
    assert_eq!(after.len(), 2);
    assert!(!after.contains(&before[0]) && after.contains(&before[1]), "{before:?} {after:?}");
    let answers = answered(&simulation, 0, 20);
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["200 -"], "half a second is enough to answer: {answers:?}");
    // The new one takes its part.
    let cluster = simulation.world().mesh().cluster().clone();
    assert_eq!(cluster.pods.iter().filter(|pod| pod.namespace == "default").count(), 2);
    let new = after.iter().find(|name| !before.contains(name)).unwrap();
    assert!(simulation.pod("default", new).unwrap().answered > 300);
}

#[test]
fn scaling_to_nothing_leaves_no_upstream_and_back_heals() {
    let mut simulation = start(2);
    run_to(&mut simulation, 5_000);
    simulation.call(&scale(0)).unwrap();
    run_to(&mut simulation, 10_000);
    simulation.call(&scale(4)).unwrap();
    run_to(&mut simulation, 20_000);
    assert_eq!(answered(&simulation, 0, 5).keys().collect::<Vec<_>>(), ["200 -"]);
    assert_eq!(answered(&simulation, 7, 10).keys().collect::<Vec<_>>(), ["503 UH"]);
    assert_eq!(answered(&simulation, 15, 20).keys().collect::<Vec<_>>(), ["200 -"]);
    assert_eq!(names(&mut simulation).len(), 4);
}

#[test]
fn a_run_that_is_wound_back_lives_again_as_it_did() {
    let mut simulation = start(3);
    run_to(&mut simulation, 5_000);
    simulation.call(&scale(1)).unwrap();
    run_to(&mut simulation, 12_000);
    simulation.call(&second_version()).unwrap();
    run_to(&mut simulation, 30_000);
    let (digest, there) = (simulation.digest(), names(&mut simulation));
    for seconds in [13, 2, 7] {
        simulation.seek(Time(seconds * 1_000_000_000), &mut Work::unlimited()).unwrap();
        let mut fork = simulation.fork();
        run_to(&mut fork, 30_000);
        assert_eq!((fork.digest(), names(&mut fork)), (digest, there.clone()), "from {seconds} s");
    }
}

/// A rolling update moves the share of the new version as it goes: no rule says so, the pods alone do.
#[test]
fn a_rolling_update_is_a_canary_by_replicas() {
    let mut simulation = start(4);
    run_to(&mut simulation, 5_000);
    simulation.call(&second_version()).unwrap();
    run_to(&mut simulation, 30_000);
    let at = |seconds: u64| Time(seconds * 1_000_000_000);
    let versions = |from, to| -> BTreeMap<String, u64> {
        let edges = simulation.telemetry().figures(at(from), at(to));
        let mut versions = BTreeMap::new();
        for edge in edges {
            *versions.entry(edge.key.destination.version.clone()).or_default() += edge.requests;
        }
        versions.retain(|_, count| *count > 0);
        versions
    };
    assert_eq!(versions(0, 5).keys().collect::<Vec<_>>(), ["v1"]);
    assert_eq!(versions(20, 30).keys().collect::<Vec<_>>(), ["v2"]);
    let answers = answered(&simulation, 0, 30);
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["200 -"], "{answers:?}");
}

/// `world`, whose App takes its time.
fn slow_app(replicas: u32, more: &str) -> Simulation {
    let text = world(replicas).replace("latency: 300ms", &format!("latency: 300ms, {more}"));
    Simulation::new(World::new(mesh(&[&text])).into(), 1)
}

/// Without a readiness probe a pod counts as ready before its app has opened its port: who is sent there is refused. Retries
/// hide most of it.
#[test]
fn an_app_that_starts_slowly_is_sent_requests_that_it_refuses() {
    let met = |startup: &str| {
        let mut simulation = slow_app(1, startup);
        run_to(&mut simulation, 5_000);
        simulation.call(&scale(2)).unwrap();
        run_to(&mut simulation, 20_000);
        let seconds = |seconds: u64| Time(seconds * 1_000_000_000);
        let tried = |from, to| {
            let edges = simulation.telemetry().figures(seconds(from), seconds(to)).into_iter();
            edges.map(|edge| edge.retries).sum::<u64>()
        };
        let failed = |from, to| {
            let answers = answered(&simulation, from, to).into_iter();
            answers.filter(|(answer, _)| answer == "503 URX,UF").map(|(_, count)| count).sum::<u64>()
        };
        (tried(5, 11) > 0, failed(5, 11) > 0, tried(12, 20) + failed(12, 20))
    };
    assert_eq!(met("startup: 0s"), (false, false, 0));
    assert_eq!(met("startup: 5s"), (true, true, 0));
}

/// What ignores SIGTERM is killed when its grace of 30 s is over.
#[test]
fn an_app_that_ignores_sigterm_stays_until_it_is_killed() {
    let pods_at = |shutdown: &str, seconds: u64| {
        let mut simulation = slow_app(2, shutdown);
        run_to(&mut simulation, 5_000);
        simulation.call(&scale(1)).unwrap();
        run_to(&mut simulation, 1_000 * (5 + seconds));
        names(&mut simulation).len()
    };
    for (shutdown, seconds, expected) in [
        ("hang: 0", 2, 1),
        ("shutdown: 5s", 4, 2),
        ("shutdown: 5s", 7, 1),
        ("shutdown: ignore", 29, 2),
        ("shutdown: ignore", 32, 1),
    ] {
        assert_eq!(pods_at(shutdown, seconds), expected, "{shutdown} after {seconds} s");
    }
}
