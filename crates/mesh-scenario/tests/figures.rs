//! The figures that the presets promise, over whole runs as `simulate` makes them.

use std::sync::Arc;

use mesh_config::parse;
use mesh_control::Options;
use mesh_scenario::{Scenario, preset};
use mesh_sim::{EdgeReport, Limits, Report, Work, World, simulate};

fn scenario(slug: &str, edit: impl Fn(&str) -> String) -> Scenario {
    let mut scenario = preset(slug).unwrap().scenario();
    for file in &mut scenario.files {
        file.text = edit(&file.text);
    }
    scenario
}

fn report(scenario: &Scenario, seed: u64, requests: Option<u64>, seconds: u64) -> Report {
    let options = Options { files: scenario.files.len() as u32, ..Options::default() };
    let mesh = mesh_lint::admit(parse(&scenario.files), options).mesh;
    let duration = Some(std::time::Duration::from_secs(seconds));
    simulate(&Arc::new(World::new(Arc::new(mesh))), seed, &Limits { duration, requests }, &mut Work::unlimited())
}

fn requests(report: &Report, edge: impl Fn(&EdgeReport) -> bool) -> u64 {
    report.edges.iter().filter(|it| edge(it)).map(|edge| edge.requests).sum()
}

fn to<'a>(app: &'a str, version: &'a str) -> impl Fn(&EdgeReport) -> bool + 'a {
    move |edge| edge.destination == app && edge.destination_version == version
}

#[test]
fn one_in_ten_reaches_the_canary() {
    for seed in 1..=5 {
        let report = report(&scenario("canary-weights", str::to_owned), seed, Some(1000), 600);
        let risky = requests(&report, to("staff-service", "risky")) as f64;
        let all = requests(&report, |edge| edge.destination == "staff-service") as f64;
        assert_eq!(report.requests, 1000);
        assert!((7.0..=13.2).contains(&(100.0 * risky / all)), "seed {seed}: {risky} of {all}");
    }
}

#[test]
fn the_edge_splits_by_weight_and_by_path() {
    let split = report(&scenario("ingress-weighted", str::to_owned), 1, Some(1000), 600);
    let experimental = requests(&split, to("webapp", "experimental"));
    assert!((70..=132).contains(&experimental), "{experimental}");
    let by_path = |path: &str| {
        let only = |text: &str| {
            text.replace("http://fleetman.example.com/\n", &format!("http://fleetman.example.com{path}\n"))
        };
        let mut scenario = scenario("ingress-prefix", only);
        // The first Traffic alone: the one whose path was set.
        let traffic = scenario.files.iter_mut().find(|file| file.name == "traffic.yaml").unwrap();
        traffic.text = traffic.text.split("---\n").next().unwrap().to_owned();
        let report = report(&scenario, 1, Some(100), 600);
        (requests(&report, to("webapp", "original")), requests(&report, to("webapp", "experimental")))
    };
    for path in ["/", "/index.html", "/can", "/Experimental"] {
        assert_eq!(by_path(path), (100, 0), "{path}");
    }
    for path in ["/experimental", "/experimental/x", "/experimentalfoo", "/canary"] {
        assert_eq!(by_path(path), (0, 100), "{path}");
    }
}

#[test]
fn the_header_alone_opens_the_dark_release() {
    let hundred = |text: &str| {
        text.replace("  rate: 9\n", "  rate: 9\n  count: 100\n").replace("  rate: 1\n", "  rate: 9\n  count: 100\n")
    };
    let reached = |scenario: &Scenario| {
        let report = report(scenario, 1, None, 120);
        (requests(&report, to("staff-service", "safe")), requests(&report, to("staff-service", "risky")))
    };
    assert_eq!(reached(&scenario("dark-release", hundred)), (100, 100));
    let deaf = |text: &str| hundred(text).replace("latency: 4ms\n  propagateHeaders: [\"x-*\"]", "latency: 4ms");
    assert_eq!(reached(&scenario("dark-release", deaf)), (200, 0), "api-gateway does not pass it on");
    let other_case = |text: &str| hundred(text).replace("x-my-header: canary }", "x-my-header: Canary }");
    assert_eq!(reached(&scenario("dark-release", other_case)), (200, 0), "values are case-sensitive");
    let other_name = |text: &str| hundred(text).replace("x-my-header: canary }", "my-header: canary }");
    assert_eq!(reached(&scenario("dark-release", other_name)), (200, 0), "api-gateway passes x-* alone");
}

#[test]
fn a_breaker_leaves_two_errors_for_each_admission_and_client() {
    let errors = |report: &Report| {
        let of = |edge: &EdgeReport| {
            edge.codes.iter().filter(|(code, _)| code.starts_with('5')).map(|(_, count)| count).sum::<u64>()
        };
        report.edges.iter().filter(|edge| edge.destination == "staff-service").map(of).sum::<u64>()
    };
    let with = report(&scenario("circuit-breaking", str::to_owned), 1, None, 60);
    let ejections =
        with.events.iter().filter(|event| matches!(event.kind, mesh_sim::EventKind::Ejection { .. })).count() as u64;
    assert!((2..=4).contains(&ejections), "{ejections}");
    // Two for each admission, and what is picked before the load balancer learns of the ejection: Envoy gathers
    // changes of health for up to a second.
    assert!((2 * ejections..=3 * ejections).contains(&errors(&with)), "{} errors, {ejections}", errors(&with));
    let without = |text: &str| {
        text.split("---\n")
            .filter(|document| !document.contains("kind: DestinationRule"))
            .collect::<Vec<_>>()
            .join("---\n")
    };
    let without = report(&scenario("circuit-breaking", without), 1, None, 60);
    let all = requests(&without, |edge| edge.destination == "staff-service");
    let share = 100.0 * errors(&without) as f64 / all as f64;
    assert!((40.0..=60.0).contains(&share), "{share} %");
}

#[test]
fn jason_alone_sees_version_2() {
    let report = report(&scenario("bookinfo", str::to_owned), 1, Some(1000), 600);
    let of = |version| requests(&report, to("reviews", version));
    let all = of("v1") + of("v2") + of("v3");
    assert!((150..=250).contains(&of("v2")), "{}", of("v2"));
    assert!(of("v1") > of("v3") && of("v3") > all / 6, "{} {}", of("v1"), of("v3"));
    assert_eq!(requests(&report, |edge| edge.destination == "ratings"), of("v2") + of("v3"));
}
