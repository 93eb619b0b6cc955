//! What people see of a cluster, and are told of it.

use super::living::{run_to, start};
use crate::{Event, EventKind, Simulation};
use mesh_proxy::Time;

fn told(simulation: &Simulation) -> Vec<String> {
    let line = |event: Event| match event.kind {
        EventKind::Node { node, change } => Some(format!("{node} {change}")),
        EventKind::Kubernetes { object, reason, warning, .. } => Some(format!("{reason} {object} {warning}")),
        _ => None,
    };
    simulation.events(Time::ZERO, Time::NEVER).into_iter().filter_map(line).collect()
}

#[test]
fn a_cluster_that_nobody_has_handled_can_be_looked_at() {
    let mut simulation = start(3);
    run_to(&mut simulation, 2_000);
    let (before, digest) = (simulation.overview(100), simulation.digest());
    assert!(
        simulation.cluster_version().is_none() && simulation.gone_pods().is_empty() && told(&simulation).is_empty()
    );
    let nodes: Vec<_> = before.nodes.iter().map(|node| (node.name.as_str(), node.is_ready, node.pods[0])).collect();
    assert_eq!(nodes, [("one", true, 2), ("two", true, 1)]);
    assert!(before.pods.iter().all(|pod| pod.workload == "web" && pod.status == "Running" && pod.is_ready));
    // Typing something that only reads brings the very same cluster to life.
    simulation.type_line("kubectl get nodes", "");
    assert_eq!((simulation.overview(100), simulation.digest()), (before, digest));
}

#[test]
fn a_drain_is_seen_and_told() {
    let mut simulation = start(3);
    run_to(&mut simulation, 2_000);
    simulation.type_line("kubectl drain one", "");
    run_to(&mut simulation, 2_300);
    let overview = simulation.overview(100);
    assert!(overview.nodes[0].is_cordoned && !overview.nodes[1].is_cordoned);
    let leaving: Vec<_> = overview.pods.iter().filter(|pod| pod.killed_at.is_some()).collect();
    assert!(leaving.len() == 2 && leaving.iter().all(|pod| pod.node == "one" && pod.status == "Terminating"));
    run_to(&mut simulation, 9_000);
    let (overview, gone) = (simulation.overview(100), simulation.gone_pods());
    let gone: Vec<_> = gone.iter().map(|gone| (gone.pod.node.as_str(), gone.pod.workload.as_str())).collect();
    assert_eq!(gone, [("one", "web"), ("one", "web")]);
    assert!(overview.pods.len() == 3 && overview.pods.iter().all(|pod| pod.node == "two" && pod.is_ready));
    let told = told(&simulation);
    assert_eq!(told.first().map(String::as_str), Some("one cordoned"), "{told:?}");
    assert_eq!(told.iter().filter(|line| line.starts_with("Killing pod/web-")).count(), 2, "{told:?}");
    // Those that went are told of for a while only, and going back takes back what was told.
    run_to(&mut simulation, 30_000);
    assert!(simulation.gone_pods().is_empty());
    simulation.seek(Time(1_000_000_000), &mut crate::Work::unlimited()).unwrap();
    assert!(simulation.gone_pods().is_empty() && simulation.overview(100).pods.iter().all(|pod| pod.is_ready));
    assert!(self::told(&simulation).is_empty());
}
