//! The machine alone against recorded time lines and states.

use std::env;

use end2end_kubernetes::{case, compare, drive};

/// The parts that are about what a cluster does.
const PARTS: &[&str] = &["1-drain", "2-scheduler", "3-deployments", "4-endpoints", "5-node-lost"];

#[test]
fn time_lines_and_states_are_those_of_a_real_cluster() {
    let wanted = env::var("MESH_CASE").unwrap_or_default();
    for part in PARTS {
        let (mut cases, mut right, mut states) = (0, 0, 0);
        for case in case::cases(part).iter().filter(|case| case.id.contains(&wanted)) {
            let simulated = drive::run(case);
            let differences = compare::compare(case, &simulated);
            cases += 1;
            right += usize::from(differences.timeline.is_empty());
            states += usize::from(differences.states.is_empty());
            for difference in differences.timeline.iter().chain(&differences.states).take(if wanted.is_empty() { 2 } else { 100 }) {
                println!("{}: {difference}", case.id);
            }
            if !wanted.is_empty() && env::var("MESH_SHOW").is_ok() {
                for entry in &simulated.timeline {
                    println!("    {entry}");
                }
            }
        }
        println!("{part}: {right} of {cases} time lines, {states} of {cases} states");
    }
}
