//! Command lines typed into a run.

use mesh_proxy::Time;

use super::living::{run_to, start};
use crate::{Simulation, Work};

/// What a line prints.
fn types(simulation: &mut Simulation, line: &str) -> String {
    let number = simulation.type_line(line, "");
    simulation.run_terminal(simulation.now() + mesh_proxy::Duration::from_secs(600), &mut Work::unlimited()).unwrap();
    simulation.printed().iter().filter(|printed| printed.line == number).map(|printed| printed.text.as_str()).collect()
}

#[test]
fn what_runs_is_listed() {
    let mut simulation = start(2);
    run_to(&mut simulation, 5_000);
    let pods = types(&mut simulation, "kubectl get pods");
    let lines: Vec<_> = pods.lines().collect();
    assert_eq!(lines.len(), 3, "{pods}");
    assert!(lines[0].starts_with("NAME ") && lines[1].contains("1/1     Running   0          10m"), "{pods}");
    assert_eq!(simulation.now(), Time(5_000_000_000));
}
