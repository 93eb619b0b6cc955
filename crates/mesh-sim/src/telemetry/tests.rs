//! Bins, windows and snapshots of telemetry.

use mesh_proxy::{ResponseFlag, ResponseFlags, Time};

use super::*;

fn party(app: &str) -> Party {
    Party { app: app.into(), namespace: "default".into(), version: String::new(), workload: app.into() }
}

fn answer(status: u16, millis: u64) -> Answer {
    let flags = match status {
        503 => ResponseFlags::NONE.with(ResponseFlag::NoHealthyUpstream),
        _ => ResponseFlags::NONE,
    };
    Answer { status, flags, carried: Carried::default(), attempts: 1, latency: millis * 1_000_000, route: None }
}

fn seconds(seconds: u64) -> Time {
    Time(seconds * 1_000_000_000)
}

fn recorded() -> (Telemetry, EdgeId) {
    let mut telemetry = Telemetry::default();
    let key = EdgeKey { source: party("client"), destination: party("a"), service: "a.default".into() };
    let edge = telemetry.edge(key.clone());
    assert_eq!(telemetry.edge(key), edge);
    for second in 0..35 {
        telemetry.answered(seconds(second), edge, &answer(200, 20));
        telemetry.answered(seconds(second), edge, &answer(if second % 2 == 0 { 503 } else { 404 }, 40));
        telemetry.extra(seconds(second), edge, Extra::Retry);
    }
    (telemetry, edge)
}

#[test]
fn figures_are_those_of_the_window() {
    let (telemetry, edge) = recorded();
    let figures = telemetry.figures(seconds(8), seconds(12));
    assert_eq!(figures.len(), 1);
    let figures = &figures[0];
    assert_eq!((figures.edge, figures.requests, figures.attempts, figures.retries), (edge, 8, 8, 4));
    assert_eq!(figures.rps, 2.0);
    let responses: Vec<_> = figures.responses.iter().map(|r| (r.status, r.flags.as_str(), r.count)).collect();
    assert_eq!(responses, [(200, "-", 4), (404, "-", 2), (503, "UH", 2)]);
    assert!((figures.p50 / 0.020 - 1.0).abs() < 0.07 && (figures.p99 / 0.040 - 1.0).abs() < 0.07);
    assert!((figures.mean / 0.030 - 1.0).abs() < 0.07);
    assert_eq!(telemetry.figures(Time::ZERO, seconds(60))[0].requests, 70, "the second under way counts too");
    assert!(telemetry.figures(seconds(40), seconds(60)).is_empty());
}

#[test]
fn bins_hold_one_second_each() {
    let (telemetry, edge) = recorded();
    let bins = telemetry.bins(Some(edge), seconds(30), seconds(40));
    assert_eq!(bins.len(), 5, "up to the second under way");
    assert_eq!((bins[0].requests, bins[0].client_errors, bins[0].server_errors), (2, 0, 1));
    assert_eq!((bins[1].requests, bins[1].client_errors, bins[1].server_errors), (2, 1, 0));
    assert_eq!(telemetry.bins(None, seconds(0), seconds(35)).iter().map(|bin| bin.requests).sum::<u64>(), 70);
}

#[test]
fn a_clone_is_the_past_as_it_was() {
    let (mut telemetry, edge) = recorded();
    let past = telemetry.clone();
    telemetry.answered(seconds(34), edge, &answer(200, 20));
    telemetry.answered(seconds(50), edge, &answer(200, 20));
    assert_eq!(past.figures(Time::ZERO, seconds(60))[0].requests, 70);
    assert_eq!(telemetry.figures(Time::ZERO, seconds(60))[0].requests, 72);
}
