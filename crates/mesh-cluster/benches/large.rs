//! A large cluster: 10,000 pods on 500 nodes. How long it takes to come up, to roll 1,000 pods over to another version, and to
//! lose ten nodes by eviction; how many of its objects change on the way. Prints times beside counts; asserts nothing about time.

use criterion::Criterion;
use mesh_cluster::api::{Address, PatchType, Resource, Verb};
use mesh_cluster::live::{Machine, Runner, Settings};
use serde_json::{Value, json};

const NODES: usize = 500;
const DEPLOYMENTS: usize = 10;
const REPLICAS: usize = 1_000;
const SECOND: u64 = 1_000_000_000;

fn resource(group: &str, plural: &str) -> Resource {
    Resource { group: group.to_owned(), plural: plural.to_owned() }
}

fn address(plural: &str, name: &str) -> Address {
    let (group, namespace) = if plural == "nodes" { ("", "") } else { ("apps", "default") };
    Address { resource: resource(group, plural), namespace: namespace.to_owned(), name: name.to_owned() }
}

fn deployment(number: usize) -> Value {
    let name = format!("app-{number}");
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
        "spec": {"replicas": REPLICAS, "selector": {"matchLabels": {"app": name}}, "template": {
            "metadata": {"labels": {"app": name}},
            "spec": {"containers": [{"name": "app", "image": "app:1", "resources": {"requests": {"cpu": "100m"}}}]},
        }},
    })
}

/// Runs until nothing more happens within a minute; gives how many objects changed.
fn settle(runner: &mut Runner) -> usize {
    let mut changes = 0;
    for _ in 0..60 {
        let before = changes;
        let until = runner.now() + 10 * SECOND;
        runner.run_until(until, 100_000_000, &mut |_, _| changes += 1);
        if changes - before < NODES {
            break;
        }
    }
    changes
}

fn large() -> Runner {
    let mut runner = Runner::new(Machine::new(Settings::default()));
    for number in 1..=NODES {
        let node = json!({"name": format!("node-{number:03}"), "cpu": 16, "memory": "64Gi", "pods": 110});
        runner.act(|machine, now, out| machine.add_node(now, &node, out), &mut |_, _| {});
    }
    for number in 0..DEPLOYMENTS {
        let (resource, namespace) = (resource("apps", "deployments"), "default".to_owned());
        let verb = Verb::Create { resource, namespace, object: deployment(number), dry_run: false };
        runner.apply(&verb, &mut |_, _| {}).expect("it is valid");
    }
    settle(&mut runner);
    runner
}

fn patch(runner: &mut Runner, address: Address, patch: Value) {
    let verb = Verb::Patch { address, patch_type: PatchType::StrategicMerge, patch, dry_run: false };
    runner.apply(&verb, &mut |_, _| {}).expect("it is valid");
}

/// Another image for a thousand pods.
fn roll(runner: &mut Runner) -> usize {
    let containers = json!([{"name": "app", "image": "app:2"}]);
    patch(runner, address("deployments", "app-0"), json!({"spec": {"template": {"spec": {"containers": containers}}}}));
    settle(runner)
}

/// Ten nodes that nothing may stay on: their pods are evicted and made elsewhere.
fn empty_nodes(runner: &mut Runner) -> usize {
    for number in 1..=10 {
        let taints = json!([{"key": "maintenance", "effect": "NoExecute"}]);
        patch(runner, address("nodes", &format!("node-{number:03}")), json!({"spec": {"taints": taints}}));
    }
    settle(runner)
}

#[allow(clippy::disallowed_types, reason = "a benchmark is about real time")]
fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let start = std::time::Instant::now();
    let runner = large();
    println!("{} pods on {NODES} nodes: {:.2} s to come up", DEPLOYMENTS * REPLICAS, start.elapsed().as_secs_f64());
    for (name, act) in
        [("rolling update of 1,000 pods", roll as fn(&mut Runner) -> usize), ("ten nodes emptied", empty_nodes)]
    {
        let mut once = runner.clone();
        let start = std::time::Instant::now();
        let changes = act(&mut once);
        println!("{name}: {:.3} s, {changes} objects changed", start.elapsed().as_secs_f64());
        criterion.bench_function(name, |bencher| {
            bencher.iter_batched_ref(|| runner.clone(), act, criterion::BatchSize::PerIteration);
        });
    }
    criterion.bench_function("a copy of the cluster", |bencher| bencher.iter(|| runner.clone()));
    criterion.final_summary();
}
