//! Checks on whole scenarios.

use std::sync::Arc;

use mesh_control::Mesh;
use mesh_sim::{Simulation, Work, World};
use mesh_view::{CheckStanding, SourceFile};

use super::{CheckReport, check};
use crate::{Session, Time, preset};

/// A preset with a Check of this spec.
fn files(slug: &str, specs: &[&str]) -> Vec<SourceFile> {
    let mut files = preset(slug).unwrap().scenario().files;
    for (number, spec) in specs.iter().enumerate() {
        let spec = spec.replace('\n', "\n  ");
        let text = format!(
            "apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {{name: check-{number}}}\nspec:\n  {spec}\n"
        );
        files.push(SourceFile { name: format!("check-{number}.yaml"), text });
    }
    files
}

fn judge(files: &[SourceFile], work: &mut Work) -> CheckReport {
    check(&mesh_config::parse(files), &Arc::new(Mesh::from_files(files, false)), None, work)
}

fn report(slug: &str, specs: &[&str]) -> CheckReport {
    judge(&files(slug, specs), &mut Work::unlimited())
}

/// Verdict, what was seen, and since when, of the only expectation of each check.
fn told(slug: &str, specs: &[&str]) -> Vec<(bool, String, f64)> {
    let told = report(slug, specs);
    let of_check = |check: &mesh_view::CheckState| {
        let seen: Vec<String> = check.expectations.iter().map(|it| it.seen.to_string()).collect();
        (check.standing == CheckStanding::Holds, seen.join("; "), check.since)
    };
    told.checks.iter().map(of_check).collect()
}

const SEND: &str =
    "send: {from: client, count: 1000, request: {url: \"http://fleetman-staff-service:8080/driver/x\"}}\n";

#[test]
fn a_tenth_of_what_is_sent_is_risky() {
    let told = told(
        "canary-weights",
        &[
            &format!("{SEND}expect:\n- {{share: {{version: risky}}, between: [7, 13.2]}}"),
            &format!("{SEND}expect:\n- {{share: {{version: risky}}, atMost: 5}}"),
            &format!("{SEND}seeds: 5\nexpect:\n- {{share: {{version: risky}}, between: [7, 13.2]}}"),
        ],
    );
    assert_eq!([told[0].0, told[1].0, told[2].0], [true, false, true], "{told:?}");
    assert!(told[0].1.ends_with(" of 1000)") && told[0].1 == told[1].1, "{told:?}");
    assert!(told[2].1.ends_with(" over 5 seeds; it holds with 5 of them"), "{told:?}");
}

#[test]
fn windows_are_looked_at_by_edge_and_by_the_senders_eyes() {
    let edge = "during: {from: 10s, to: 110s, edge: {source: api-gateway, destination: staff-service}}\n";
    let whole = "during: {from: 10s, to: 110s}\n";
    let told = told(
        "canary-weights",
        &[
            &format!(
                "{edge}expect:\n- {{share: {{version: risky}}, between: [5, 15]}}\n- {{latency: p99, of: {{version: safe}}, atMost: 5s}}"
            ),
            &format!(
                "{whole}expect:\n- {{share: {{version: risky}}, is: 0}}\n- {{share: {{status: 200}}, is: 100}}\n- {{ejections: true, is: 0}}"
            ),
            &format!("{edge}expect:\n- {{requests: {{subset: risky-group}}, is: 0}}"),
        ],
    );
    assert!(told[0].0 && told[1].0 && told[2].0, "{told:?}");
}

/// The figures of a window are those that telemetry counts in it.
#[test]
fn a_window_counts_what_telemetry_counts() {
    let files = files("canary-weights", &[]);
    let world = Arc::new(World::new(Arc::new(Mesh::from_files(&files, false))));
    let mut simulation = Simulation::one_way(world, 1);
    simulation.run(Time(30_000_000_000), &mut Work::unlimited()).unwrap();
    let figures = simulation.telemetry().figures(Time(10_000_000_000), Time(20_000_000_000));
    let staff = figures.iter().filter(|edge| edge.key.destination.app == "staff-service");
    let expected: u64 = staff.map(|edge| edge.requests).sum();
    assert!(expected > 10, "{expected}");
    let spec = format!(
        "during: {{from: 10s, to: 20s, edge: {{destination: staff-service}}}}\nexpect:\n- {{requests: true, is: {expected}}}"
    );
    let told = told("canary-weights", &[&spec]);
    assert!(told[0].0, "{told:?}");
}

#[test]
fn the_cluster_is_asked_as_it_stands() {
    let told = told(
        "canary-weights",
        &[
            "during: {to: 5s}\nexpect:\n- {endpoints: {service: fleetman-staff-service}, is: 2}",
            "during: {to: 5s}\nexpect:\n- {endpoints: {service: fleetman-staff-service, labels: {version: risky}}, is: 1}",
            "during: {to: 5s}\nexpect:\n- {pods: {labels: {app: staff-service}, phase: Running, ready: true}, is: 2}",
            "during: {to: 5s}\nexpect:\n- {output: \"kubectl get pods -l app=staff-service -o name | wc -l\", is: 2}",
            "during: {to: 5s}\nexpect:\n- {exitCode: kubectl get pod nobody, is: 1}",
            "during: {to: 5s}\nexpect:\n- {endpoints: {service: nobody}, is: 0}",
            "during: {to: 5s}\nexpect:\n- {pods: {phase: Pending}, atLeast: 1}",
        ],
    );
    let verdicts: Vec<bool> = told.iter().map(|told| told.0).collect();
    assert_eq!(verdicts, [true, true, true, true, true, false, false], "{told:?}");
}

/// Two 500s eject a risky pod in the second second: from then on the check of no ejection fails.
#[test]
fn a_verdict_is_told_since_when_it_is_so() {
    let told = told(
        "circuit-breaking",
        &[
            "during: {from: 0s, to: 20s}\nexpect:\n- {ejections: true, is: 0}",
            "during: {from: 0s, to: 20s}\nexpect:\n- {ejections: {version: risky}, atLeast: 1}",
            "during: {from: 0s, to: 20s}\nexpect:\n- {ejections: {version: safe}, is: 0}",
        ],
    );
    let verdicts: Vec<bool> = told.iter().map(|told| told.0).collect();
    assert_eq!(verdicts, [false, true, true], "{told:?}");
    assert!(told[0].2 >= 1.0 && told[0].2 == told[1].2, "{told:?}");
}

#[test]
fn what_can_not_be_judged_does_not_hold() {
    let told = told(
        "canary-weights",
        &[
            "during: {to: 5s}\nexpect:\n- {latency: p99, atMost: 5}",
            "during: {to: 5s}\nexpect:\n- {latency: p98, atMost: 5s}",
            "during: {to: 5s}\nexpect: []",
            "send: {from: nobody, request: {url: \"http://a/\"}}\nexpect:\n- {requests: true, is: 1}",
            "send: {from: client}\nexpect:\n- {requests: true, is: 0}",
            "during: {to: 1ms}\nexpect:\n- {share: {status: 5xx}, is: 0}",
        ],
    );
    assert!(told.iter().all(|told| !told.0), "{told:?}");
    assert_eq!((told.len(), told[5].1.as_str()), (6, "no request was looked at"));
}

#[test]
fn headers_count_as_they_arrive() {
    let send = "send: {count: 20, request: {url: \"http://fleetman-staff-service:8080/\", headers: {x-a: one}}}\n";
    let told = told(
        "canary-weights",
        &[
            &format!("{send}expect:\n- {{share: {{header: {{x-a: o*}}}}, is: 100}}"),
            &format!("{send}expect:\n- {{share: {{header: {{x-a: two}}}}, is: 0}}"),
        ],
    );
    assert!(told.iter().all(|told| told.0), "{told:?}");
}

#[test]
fn routes_that_nobody_took_are_told_too() {
    let report = report("canary-weights", &[&format!("{SEND}expect:\n- {{requests: true, is: 1000}}")]);
    assert_eq!(report.checks[0].standing, CheckStanding::Holds);
    let total: u64 = report.routes.iter().filter(|route| !route.path.contains(".route[")).map(|it| it.requests).sum();
    assert_eq!(total, 1_000, "{:?}", report.routes);
    let split: Vec<u64> =
        report.routes.iter().filter(|route| route.path.contains(".route[")).map(|route| route.requests).collect();
    assert_eq!(split.iter().sum::<u64>(), 1_000, "{:?}", report.routes);
    // Each request went to one of the two subsets that the route splits over, and both of its rules had to do with it.
    let subsets: Vec<(&str, &str)> = report.subsets.iter().map(|it| (it.name.as_str(), it.path.as_str())).collect();
    assert_eq!(subsets, [("safe-group", "spec.subsets[0]"), ("risky-group", "spec.subsets[1]")]);
    let of_subsets: Vec<u64> = report.subsets.iter().map(|it| it.requests).collect();
    assert_eq!(of_subsets, split);
    let rules: Vec<(&str, u64)> = report.rules.iter().map(|it| (it.resource.as_str(), it.requests)).collect();
    assert!(rules.len() == 2 && rules.iter().all(|(_, requests)| *requests == 1_000), "{rules:?}");
    let files = files("canary-weights", &["expect: [{ejections: true, is: 0}]\n  during: {to: 0s}"]);
    let nothing = judge(&files, &mut Work::unlimited());
    assert!(nothing.subsets.len() == 2 && nothing.subsets.iter().all(|subset| subset.requests == 0), "{nothing:?}");
    assert!(nothing.rules.iter().all(|rule| rule.requests == 0), "{nothing:?}");
}

#[test]
fn neither_the_run_nor_its_digest_changes() {
    let specs = [
        format!("{SEND}expect:\n- {{requests: true, is: 1000}}"),
        "during: {to: 20s}\nexpect:\n- {output: kubectl delete pod --all, is: x}".to_owned(),
    ];
    let specs: Vec<&str> = specs.iter().map(String::as_str).collect();
    let at = Time(30_000_000_000);
    let digest = |files: Vec<SourceFile>, asks: bool| {
        let mut session = Session::open(crate::Scenario::new(files));
        session.seek(Time(10_000_000_000), &mut Work::unlimited()).unwrap();
        if asks {
            assert!(!session.checks(true, Time(10_000_000_000), &mut Work::unlimited()).more);
        }
        session.seek(at, &mut Work::unlimited()).unwrap();
        let told = session.checks(false, at, &mut Work::unlimited());
        (session.digest(), told.checks.len())
    };
    let plain = digest(files("canary-weights", &[]), false);
    let checked = digest(files("canary-weights", &specs), true);
    assert_eq!((plain.0, 2), checked);
}

/// An edit at 10 s makes every request risky: what is sent is sent after it.
#[test]
fn what_is_sent_meets_what_was_done_to_the_run() {
    let spec = format!("{SEND}expect:\n- {{share: {{version: risky}}, is: 100}}");
    let mut session = Session::open(crate::Scenario::new(files("canary-weights", &[&spec])));
    let at = Time(10_000_000_000);
    session.seek(at, &mut Work::unlimited()).unwrap();
    let told = |session: &mut Session| {
        let told = session.checks(true, at, &mut Work::unlimited()).checks.remove(0);
        (told.standing, told.since)
    };
    assert_eq!(told(&mut session), (CheckStanding::Fails, 0.0));
    let mut edited = session.files().to_vec();
    for file in &mut edited {
        file.text = file.text.replace("weight: 90", "weight: 0").replace("weight: 10", "weight: 100");
    }
    session.edit(edited);
    assert_eq!(told(&mut session), (CheckStanding::Holds, 10.0));
}

/// With little work at a time it comes as far, later.
#[test]
fn a_little_work_at_a_time_comes_as_far() {
    let spec = "during: {to: 60s}\nexpect:\n- {requests: true, atLeast: 100}";
    let mut session = Session::open(crate::Scenario::new(files("canary-weights", &[spec])));
    let at = Time(60_000_000_000);
    session.seek(at, &mut Work::unlimited()).unwrap();
    let mut calls = 1;
    while session.checks(false, at, &mut Work::new(500, 1 << 30)).more {
        calls += 1;
        assert!(calls < 1_000);
    }
    let told = session.checks(false, at, &mut Work::new(500, 1 << 30)).checks.remove(0);
    assert!(calls > 1 && told.is_over && told.standing == CheckStanding::Holds, "{calls}: {told:?}");
}

#[test]
fn a_page_sees_checks_as_its_run_goes() {
    let specs = [
        "during: {from: 5s, to: 15s}\nexpect:\n- {requests: true, atLeast: 1}",
        "send: {request: {url: \"http://fleetman-staff-service:8080/\"}}\nexpect:\n- {share: {status: 200}, is: 100}",
        "during: {to: 600s}\nseeds: 2\nexpect:\n- {requests: true, atLeast: 1}",
    ];
    let mut session = Session::open(crate::Scenario::new(files("canary-weights", &specs)));
    let at = |session: &mut Session, seconds: u64, asked: bool| {
        let at = Time(seconds * 1_000_000_000);
        session.seek(at, &mut Work::unlimited()).unwrap();
        while asked && session.checks(true, at, &mut Work::unlimited()).more {}
        let told = session.checks(false, at, &mut Work::unlimited());
        told.checks.iter().map(|check| (check.standing, check.is_over)).collect::<Vec<_>>()
    };
    use CheckStanding::{Holds, Waiting};
    assert_eq!(at(&mut session, 2, false), [(Waiting, false), (Waiting, false), (Holds, false)]);
    assert_eq!(at(&mut session, 10, true), [(Holds, false), (Holds, true), (Holds, true)]);
    assert_eq!(at(&mut session, 20, false), [(Holds, true), (Holds, true), (Holds, true)]);
    // Back in time it is as it was then; what was sent stays told.
    assert_eq!(at(&mut session, 3, false), [(Waiting, false), (Holds, true), (Holds, true)]);
    // A check that is written otherwise is another one, and pushes nothing.
    let mut edited = files("canary-weights", &specs);
    let last = edited.len() - 3;
    edited[last].text = edited[last].text.replace("atLeast: 1", "atLeast: 1000000");
    let pushed = session.pushed();
    session.edit(edited);
    assert_eq!(session.pushed(), pushed);
    assert_eq!(at(&mut session, 20, false)[0], (CheckStanding::Fails, true));
}

#[test]
fn little_work_tells_no_lies() {
    let files = files(
        "canary-weights",
        &[
            "during: {to: 600s}\nexpect:\n- {requests: true, atLeast: 1}",
            &format!("{SEND}expect:\n- {{requests: true, is: 1000}}"),
        ],
    );
    let report = judge(&files, &mut Work::new(1_000, 1 << 30));
    assert!(report.stopped.is_some());
    assert!(report.checks.iter().all(|check| check.standing == CheckStanding::Waiting), "{:?}", report.checks);
    assert!(report.checks[0].expectations[0].seen.to_string().contains("stopped at"), "{:?}", report.checks);
}
