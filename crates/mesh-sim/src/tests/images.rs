//! Images that are built anew under their tags.

use std::sync::Arc;

use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::Time;

use super::living::{names, run_to};
use crate::{Command, EventKind, Simulation, World};

const APP: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, imagePullPolicy: IfNotPresent}]}
";

fn built(command: &str) -> Arc<Mesh> {
    let docker = format!("# docker build -t web .\nFROM base\nCMD {command}\n");
    let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
    Arc::new(Mesh::from_files(&[file("apps.yaml", APP), file("Dockerfile", &docker)], true))
}

fn restarts(simulation: &Simulation) -> Vec<u64> {
    let mut restarts: Vec<u64> = simulation.overview(10).pods.iter().map(|pod| u64::from(pod.restarts)).collect();
    restarts.sort_unstable();
    restarts
}

/// A node looks for an image when a container starts: what runs goes on as it was until somebody starts it again.
#[test]
fn pods_keep_the_image_that_they_run() {
    let mut simulation = Simulation::new(World::new(built("[\"sleep\", \"infinity\"]")).into(), 1);
    run_to(&mut simulation, 2_000);
    simulation.apply(Command::Push(built("[\"false\"]"))).unwrap();
    let before = names(&mut simulation);
    run_to(&mut simulation, 30_000);
    assert_eq!(names(&mut simulation), before);
    assert_eq!(restarts(&simulation), [0, 0]);
    let said: Vec<String> = simulation
        .telemetry()
        .events(Time::ZERO, simulation.now())
        .into_iter()
        .filter_map(|event| match event.kind {
            EventKind::Pod { change, .. } => Some(change.to_string()),
            _ => None,
        })
        .collect();
    let wanted =
        "runs web as it was before it was built anew; kubectl rollout restart deployment/web puts the new one to work";
    assert_eq!(said, [wanted, wanted]);
    simulation.type_line("kubectl rollout restart deployment/web", "");
    run_to(&mut simulation, 60_000);
    assert!(restarts(&simulation).last().is_some_and(|restarts| *restarts > 0), "the new one ends at once");
}
