//! `simulate`: the figures that the lessons promise.

use serde_json::Value;

use crate::{json, preset, run_with, stderr};

/// Requests on the edges that lead to an app's version.
fn requests(report: &Value, source: &str, app: &str, version: &str) -> u64 {
    let edges = report["edges"].as_array().unwrap().iter();
    let wanted = edges.filter(|edge| {
        (source.is_empty() || edge["source"] == source)
            && edge["destination"] == app
            && edge["destinationVersion"] == version
    });
    wanted.map(|edge| edge["requests"].as_u64().unwrap()).sum()
}

#[test]
fn a_tenth_of_the_canary_is_risky() {
    let report = json(&["simulate", &preset("canary-weights"), "-n", "1000", "--format", "json"]);
    assert_eq!(report["requests"], 1000);
    let (safe, risky) =
        (requests(&report, "", "staff-service", "safe"), requests(&report, "", "staff-service", "risky"));
    let share = 100.0 * risky as f64 / (safe + risky) as f64;
    assert!((7.0..=13.2).contains(&share), "{share} % of {} requests", safe + risky);
}

#[test]
fn the_same_seed_is_the_same_run_and_another_is_another() {
    let run =
        |seed: &str| json(&["simulate", &preset("canary-weights"), "--for", "30s", "--seed", seed, "--format", "json"]);
    let first = run("5");
    assert_eq!(first, run("5"));
    assert_ne!(first["digest"], run("6")["digest"]);
    assert_eq!(first["digest"].as_str().unwrap().len(), 16);
    assert_eq!(first["duration"], 30.0);
}

#[test]
fn a_short_run_in_full() {
    insta::assert_json_snapshot!(json(&["simulate", &preset("canary-weights"), "--for", "10s", "--format", "json"]));
}

#[test]
fn bad_files_are_told_and_the_rest_runs() {
    let text = std::fs::read_to_string(crate::root().join("public/scenarios/canary-weights/mesh.yaml")).unwrap();
    let output = run_with(&format!("{text}\n---\nkind: [\n"), &["simulate", "-", "--for", "10s", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("error["), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_ne!(report["requests"], 0);
}
