//! One pod goes and another comes in a mesh of 1,000 services and 10,000 endpoints: what istiod's patch of it costs, and what
//! the same costs where the mesh is put together again. Prints times; asserts nothing about them (the counted steps are
//! asserted in a test of the crate).

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion};
use mesh_cluster::api::{Address, Propagation, Resource, Verb};
use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::Time;
use mesh_sim::{Simulation, Work, World};

const SERVICES: usize = 1_000;
const REPLICAS: usize = 10;
const MILLISECOND: u64 = 1_000_000;

fn world() -> Arc<World> {
    let mut text = String::from(
        "apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: calls}
spec: {from: client, rate: 5, arrival: uniform, request: {url: 'http://s0.default/'}}
",
    );
    for index in 0..SERVICES {
        let _ = write!(
            text,
            "---
apiVersion: v1
kind: Service
metadata: {{name: s{index}, namespace: default}}
spec: {{selector: {{app: s{index}}}, ports: [{{name: http, port: 80}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: s{index}, namespace: default}}
spec:
  replicas: {REPLICAS}
  selector: {{matchLabels: {{app: s{index}}}}}
  template:
    metadata: {{labels: {{app: s{index}}}}}
    spec: {{containers: [{{name: app, image: example/s, ports: [{{containerPort: 80}}]}}]}}
"
        );
    }
    let file = SourceFile { name: "mesh.yaml".into(), text };
    Arc::new(World::new(Arc::new(Mesh::from_files(&[file], false))))
}

/// The run just before istiod sends what a deleted pod changed.
fn before_a_patch() -> Simulation {
    let mut simulation = Simulation::new(world(), 1);
    simulation.run(Time(1_000 * MILLISECOND), &mut Work::unlimited()).unwrap_or_default();
    let resource = Resource { group: String::new(), plural: "pods".into() };
    let namespace = Some("default".to_owned());
    let list = Verb::List { resource: resource.clone(), namespace, labels: "app=s0".into(), fields: String::new() };
    let pods = simulation.call(&list).unwrap_or_default();
    let name = pods.pointer("/items/0/metadata/name").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    let address = Address { resource, namespace: "default".into(), name };
    let propagation = Propagation::Background;
    let deleted = simulation.call(&Verb::Delete { address, grace: None, propagation, dry_run: false });
    black_box(&deleted);
    simulation.run(Time(1_099 * MILLISECOND), &mut Work::unlimited()).unwrap_or_default();
    simulation
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let before = before_a_patch();
    criterion.bench_function("a pod goes among 10,000: istiod sends it, the proxy takes it", |bench| {
        bench.iter_batched(
            || before.clone(),
            |mut simulation| {
                simulation.run(Time(1_210 * MILLISECOND), &mut Work::unlimited()).unwrap_or_default();
                simulation
            },
            BatchSize::LargeInput,
        );
    });
    let mut after = before.clone();
    after.run(Time(1_210 * MILLISECOND), &mut Work::unlimited()).unwrap_or_default();
    let mesh = after.world().mesh().clone();
    criterion.bench_function("the same mesh put together again", |bench| {
        bench.iter(|| black_box(mesh.over(Arc::clone(mesh.cluster()))));
    });
    criterion.final_summary();
}
