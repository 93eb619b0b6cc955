//! Large worlds stay lean.

use std::fmt::Write as _;
use std::sync::Arc;

use mesh_proxy::Time;

use super::world;
use crate::{Simulation, Work};

#[test]
fn clients_share_one_configuration_and_keep_state_for_what_they_use_only() {
    let count = 200;
    let mut text = String::new();
    for index in 0..count {
        let _ = write!(
            text,
            "
apiVersion: v1
kind: Service
metadata: {{name: s{index}}}
spec: {{selector: {{app: s{index}}}, ports: [{{name: http, port: 80}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: s{index}}}
spec:
  selector: {{matchLabels: {{app: s{index}}}}}
  template:
    metadata: {{labels: {{app: s{index}}}}}
    spec: {{containers: [{{name: app, image: example/s, ports: [{{containerPort: 80}}]}}]}}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {{name: t{index}}}
spec: {{from: s{index}, rate: 1, arrival: uniform, request: {{url: 'http://s{}/'}}}}
---
",
            (index + 1) % count
        );
    }
    let world = world(&[&text]);
    let mut simulation = Simulation::new(world.clone(), 1);
    simulation.run(Time(10_000_000_000), &mut Work::unlimited()).unwrap();
    assert_eq!(simulation.answered(), 10 * count);
    let used = simulation.gauges();
    assert_eq!(used.len() as u64, count, "each client has used one cluster");
    let mut views: Vec<_> = world.plan.clients.iter().filter_map(|client| client.view.get()).collect();
    assert_eq!(views.len() as u64, count);
    views.dedup_by(|one, other| Arc::ptr_eq(one, other));
    assert_eq!(views.len(), 1, "all have the same view");
}
