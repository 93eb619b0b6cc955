//! The worked example of the App reference, recorded on a real Envoy 1.40.

use super::{STAFF, answers, run};
use crate::{Event, EventKind};

const FAILING: &str = "
apiVersion: playground.mesh/v1
kind: App
metadata: {name: risky}
spec: {selector: {matchLabels: {version: risky}}, errors: [{status: 500, share: 100}], latency: 0ms}
";

const RULE: &str = "
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: staff-service}
spec:
  host: staff-service
  trafficPolicy:
    loadBalancer: {simple: ROUND_ROBIN}
    outlierDetection: {consecutive5xxErrors: 2, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 100}
";

const TRAFFIC: &str = "
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: simulator}
spec: {from: client, rate: 1, arrival: uniform, request: {url: 'http://staff-service:8080/'}}
";

fn times(events: &[Event], wanted: impl Fn(&EventKind) -> bool) -> Vec<f64> {
    events.iter().filter(|event| wanted(&event.kind)).map(|event| event.at.seconds()).collect()
}

#[test]
fn a_failing_host_is_tried_again_after_longer_and_longer_times() {
    for seed in 1..=20 {
        let report = run(&[STAFF, FAILING, RULE, TRAFFIC], seed, 600);
        assert_eq!(report.requests, 600);
        assert_eq!(answers(&report, "staff-service", "500"), 12, "seed {seed}: two per admission");
        assert_eq!(answers(&report, "staff-service", "200"), 588);
        let returns = times(&report.events, |kind| matches!(kind, EventKind::Unejection { .. }));
        assert_eq!(returns, [40.0, 110.0, 210.0, 340.0, 500.0], "seed {seed}");
        let ejections = times(&report.events, |kind| matches!(kind, EventKind::Ejection { enforced: true, .. }));
        assert_eq!(ejections.len(), 6);
        for (ejection, admission) in ejections.iter().zip([0.0].iter().chain(&returns)) {
            assert!((0.0..=5.0).contains(&(ejection - admission)), "seed {seed}: {ejection} after {admission}");
        }
    }
}

#[test]
fn without_the_rule_every_other_request_fails() {
    let errors = answers(&run(&[STAFF, FAILING, TRAFFIC], 1, 600), "staff-service", "500");
    assert!((250..=350).contains(&errors), "{errors}");
}

#[test]
fn least_request_admits_and_ejects_on_the_ticks() {
    let slow = FAILING.replace("latency: 0ms", "latency: 20ms");
    let rule = RULE.replace("    loadBalancer: {simple: ROUND_ROBIN}\n", "");
    let report = run(&[STAFF, &slow, &rule, TRAFFIC], 1, 600);
    let mut ejections = 0;
    let mut due = 0.0;
    for event in &report.events {
        match &event.kind {
            EventKind::Ejection { backoff, .. } => {
                ejections += 1;
                let end = event.at.seconds() + 30.0 * f64::from(*backoff);
                due = libm::ceil(end / 10.0) * 10.0;
            }
            EventKind::Unejection { .. } => {
                assert_eq!(event.at.seconds(), due, "the first tick after the ejection's end")
            }
            _ => {}
        }
    }
    let errors = answers(&report, "staff-service", "500");
    assert!(ejections >= 5 && errors.abs_diff(2 * ejections) <= 1, "{errors} errors, {ejections} ejections");
}
