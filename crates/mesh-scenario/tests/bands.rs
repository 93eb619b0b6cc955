//! What is expected of clusters under traffic, as bands: each row is a world with Checks, written as a user writes them, and
//! tried with several seeds.
//!
//! Shares of weighted choices are held against 99.9 % bands of the binomial distribution of their draws, outcomes of matches and
//! of drains that nobody must notice are exact.

mod support {
    pub(crate) mod world;
}

use std::sync::Arc;

use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_scenario::{CheckStanding, Work, check};
use support::world::{App, World};

/// Judges Checks of a world, and fails with all that was seen where one does not hold.
fn holds(world: &World, checks: &[&str]) {
    let mut files = vec![SourceFile { name: "world.yaml".into(), text: world.yaml() }];
    for (number, spec) in checks.iter().enumerate() {
        let spec = spec.replace('\n', "\n  ");
        let text = format!(
            "apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {{name: check-{number}}}\nspec:\n  seeds: 3\n  {spec}\n"
        );
        files.push(SourceFile { name: format!("check-{number}.yaml"), text });
    }
    let config = mesh_config::parse(&files);
    let report = check(&config, &Arc::new(Mesh::from_files(&files, false)), None, &mut Work::unlimited());
    assert!(report.stopped.is_none() && report.checks.len() == checks.len());
    let missed: Vec<String> = report
        .checks
        .iter()
        .filter(|check| check.standing != CheckStanding::Holds)
        .flat_map(|check| {
            check.expectations.iter().map(|it| format!("{}: {} saw {}", check.name, it.expected, it.seen))
        })
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Requests of a window.
fn during(from: u32, to: u32, expect: &str) -> String {
    format!("during: {{from: {from}s, to: {to}s, edge: {{source: client, service: staff}}}}\nexpect:\n- {expect}")
}

const SENT: &str =
    "send: {from: client, count: 1000, rate: 200, request: {url: \"http://staff.default/\"}}\nexpect:\n- ";

fn sent(expect: &str) -> String {
    format!("{SENT}{expect}")
}

#[test]
fn replicas_alone_are_a_canary() {
    for (safe, risky, band) in [(1, 1, "[44.8, 55.2]"), (3, 1, "[20.6, 29.6]"), (9, 1, "[7, 13.2]")] {
        let world = World { safe, risky, ..World::default() };
        holds(&world, &[&sent(&format!("{{share: {{version: risky}}, between: {band}}}"))]);
    }
}

#[test]
fn weights_do_not_ask_how_many_pods_there_are() {
    for (weight, band) in [(5, "[2.9, 7.4]"), (10, "[7, 13.2]"), (25, "[20.6, 29.6]"), (50, "[44.8, 55.2]")] {
        let world = World { safe: 1, risky: 3, weight: Some(weight), ..World::default() };
        holds(&world, &[&sent(&format!("{{share: {{version: risky}}, between: {band}}}"))]);
    }
}

#[test]
fn errors_are_the_share_of_a_version_times_how_often_it_fails() {
    for (weight, fails, band) in [(50, 100, "[44.8, 55.2]"), (10, 100, "[7, 13.2]"), (10, 50, "[2.9, 7.4]")] {
        let world =
            World { weight: Some(weight), app: App { fails, ..App::default() }, retries: Some(0), ..World::default() };
        holds(&world, &[&sent(&format!("{{share: {{status: 500}}, between: {band}}}"))]);
    }
}

#[test]
fn a_subset_whose_pods_nobody_schedules_answers_503_with_its_share() {
    let world = World { weight: Some(10), scheduler: Some("my-scheduler"), ..World::default() };
    holds(
        &world,
        &[
            &sent("{share: {status: 503, flag: UH}, between: [7, 13.2]}"),
            "expect:\n- {pods: {labels: {version: risky}, phase: Pending}, is: 1}",
            "during: {to: 5s}\nexpect:\n- {output: \"kubectl get events -o name --field-selector reason=FailedScheduling | wc -l\", is: 0}",
        ],
    );
}

#[test]
fn the_drain_of_the_only_pod_of_a_subset_is_its_share_for_as_long_as_the_new_one_starts() {
    let world = World {
        safe: 2,
        weight: Some(10),
        app: App { startup: 20, ..App::default() },
        timeline: &[
            "{at: 30s, run: \"kubectl drain $(kubectl get pods -l version=risky -o jsonpath='{.items[0].spec.nodeName}')\"}",
        ],
        ..World::default()
    };
    holds(
        &world,
        &[
            &during(0, 30, "{share: {status: 200}, is: 100}"),
            &during(35, 48, "{share: {status: 503, flag: UH}, between: [7, 13.2]}"),
            &during(60, 80, "{share: {status: 200}, is: 100}"),
        ],
    );
}

#[test]
fn nobody_notices_the_drain_of_one_of_two_nodes() {
    let world = World {
        safe: 2,
        risky: 0,
        timeline: &["{at: 30s, run: \"kubectl drain two --ignore-daemonsets\"}"],
        ..World::default()
    };
    holds(&world, &[&during(0, 90, "{share: {status: 200}, is: 100}")]);
}

#[test]
fn a_budget_that_lets_nobody_go_keeps_the_pods_and_the_traffic() {
    let world = World {
        safe: 2,
        risky: 0,
        budget: Some(2),
        timeline: &["{at: 10s, run: \"kubectl drain two --ignore-daemonsets\"}"],
        ..World::default()
    };
    holds(
        &world,
        &[
            &during(0, 60, "{share: {status: 200}, is: 100}"),
            "during: {to: 60s}\nexpect:\n- {pods: {labels: {version: safe}, node: two}, is: 1}",
        ],
    );
}

#[test]
fn a_rolling_update_without_a_rule_moves_the_share_by_itself() {
    let world = World {
        safe: 4,
        risky: 0,
        timeline: &["{at: 30s, run: \"kubectl set image deployment/safe staff=staff:2\"}"],
        app: App { startup: 5, ..App::default() },
        ..World::default()
    };
    holds(
        &world,
        &[
            &during(0, 90, "{share: {status: 200}, is: 100}"),
            "during: {to: 90s}\nexpect:\n- {output: \"kubectl rollout status deployment/safe | grep -c successfully\", is: 1}",
        ],
    );
}

#[test]
fn a_fault_of_a_header_rule_meets_every_request_with_the_header_and_no_other() {
    let world = World { abort: true, ..World::default() };
    let with = "send: {from: client, count: 200, rate: 100, request: {url: \"http://staff.default/\", headers: {x-dark: \"yes\"}}}\nexpect:\n- {share: {status: 418}, is: 100}";
    holds(&world, &[with, &sent("{share: {status: 418}, is: 0}")]);
}

#[test]
fn a_retry_goes_to_the_other_pod() {
    let world = World { weight: None, app: App { fails: 100, ..App::default() }, retries: Some(2), ..World::default() };
    holds(&world, &[&sent("{share: {status: 500}, atMost: 0.4}"), &sent("{tries: {}, atLeast: 1200}")]);
}
