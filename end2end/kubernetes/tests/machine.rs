//! The living cluster against recorded time lines and states.

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use end2end_kubernetes::{case, compare, known, simulate};

/// The parts that are about what a cluster does.
const PARTS: &[&str] = &["1-drain", "2-scheduler", "3-deployments", "4-endpoints", "5-node-lost"];

/// `MESH_CASE` names the cases to look at; `MESH_SHOW` prints what was simulated.
#[test]
fn time_lines_and_states_are_those_of_a_real_cluster() {
    let wanted = env::var("MESH_CASE").unwrap_or_default();
    let known_lines = known(include_str!("../known/timelines.txt"));
    let known_states = known(include_str!("../known/states.txt"));
    let (mut lines, mut states, mut seen) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for part in PARTS {
        let (mut cases, mut right, mut right_states) = (0, 0, 0);
        for case in case::cases(part).iter().filter(|case| case.id.contains(&wanted)) {
            let simulated = simulate::run(case).run;
            let differences = compare::compare(case, &simulated);
            cases += 1;
            seen.insert(case.id.clone());
            right += usize::from(differences.timeline.is_empty());
            right_states += usize::from(differences.states.is_empty());
            for difference in
                differences.timeline.iter().chain(&differences.states).take(if wanted.is_empty() { 2 } else { 100 })
            {
                println!("{}: {difference}", case.id);
            }
            if !differences.timeline.is_empty() {
                lines.insert(case.id.clone());
            }
            if !differences.states.is_empty() {
                states.insert(case.id.clone());
            }
            if env::var("MESH_SHOW").is_ok() {
                for entry in &simulated.timeline {
                    println!("    {entry}");
                }
            }
        }
        println!("{part}: {right} of {cases} time lines, {right_states} of {cases} states");
    }
    // What the project promises: 95 % of both.
    for (what, differing) in [("time lines", &lines), ("states", &states)] {
        let held = !wanted.is_empty() || differing.len() * 100 <= seen.len() * 5;
        assert!(held, "{} of {} {what} differ", differing.len(), seen.len());
    }
    for (what, differing, known) in [("time line", &lines, &known_lines), ("state", &states, &known_states)] {
        let unsaid: Vec<&String> = differing.iter().filter(|id| !known.contains_key(id.as_str())).collect();
        assert!(unsaid.is_empty(), "{what}s that differ and are not in the list: {unsaid:?}");
        let mended: Vec<&&str> = known.keys().filter(|id| seen.contains(**id) && !differing.contains(**id)).collect();
        assert!(mended.is_empty(), "{what}s in the list that do not differ: {mended:?}");
    }
}

#[test]
fn replicas_go_where_a_real_scheduler_puts_them() {
    let mut compared = 0;
    for case in case::cases("2-scheduler") {
        let simulated = simulate::run(&case).run;
        for (step, timed) in case.steps.iter().zip(&simulated.steps) {
            let text = |field: &str| step.get(field).and_then(|value| value.as_str()).unwrap_or_default();
            let Some(name) =
                text("cmd").strip_prefix("kubectl get pods -l app=").and_then(|rest| rest.split(' ').next())
            else {
                continue;
            };
            if !text("cmd").contains("uniq -c") {
                continue;
            }
            let mut counts = BTreeMap::new();
            for entry in simulated.timeline.iter().filter(|entry| entry[0].as_f64().is_some_and(|at| at <= timed.from))
            {
                let of = entry[2].as_str().is_some_and(|pod| pod.starts_with(&format!("{name}-")));
                if entry[1] == "pod"
                    && of
                    && let Some(node) = entry[3].get("node").and_then(|node| node.as_str())
                {
                    *counts.entry(node.to_owned()).or_insert(0_usize) += 1;
                }
            }
            // Which of two equal nodes has one more is chance.
            let mut have: Vec<usize> = counts.into_values().collect();
            let mut wanted: Vec<usize> =
                text("stdout").lines().filter_map(|line| line.split_whitespace().next()?.parse().ok()).collect();
            have.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(have, wanted, "{} {name}", case.id);
            compared += 1;
        }
    }
    println!("{compared} Deployments spread as recorded");
}
