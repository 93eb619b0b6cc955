//! What runs may hold: counted, and the same on every machine.

use std::fmt::Write as _;

use mesh_proxy::{Duration, Time};

use super::world;
use crate::{Exceeded, Limits, Report, Simulation, Work, simulate};

/// So many pods of `a` that call so many of `b`, at a rate.
fn pair(callers: u32, called: u32, rate: u32) -> String {
    let mut text = String::new();
    for (name, replicas) in [("a", callers), ("b", called)] {
        let _ = write!(
            text,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{replicas: {replicas}, \
             selector: {{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, \
             spec: {{containers: [{{name: c, image: x, ports: [{{containerPort: 80}}]}}]}}}}}}\n---\n"
        );
    }
    let _ = write!(
        text,
        "apiVersion: v1\nkind: Service\nmetadata: {{name: b}}\nspec: {{selector: {{app: b}}, ports: [{{port: 80, name: http}}]}}\n---\n\
         apiVersion: playground.mesh/v1\nkind: Traffic\nmetadata: {{name: t}}\nspec: {{from: a, request: {{url: 'http://b/'}}, rate: {rate}}}\n"
    );
    text
}

fn run(text: &str, seconds: u64, work: &mut Work) -> Report {
    let limits = Limits { duration: Some(Duration::from_secs(seconds)), requests: None };
    simulate(&world(&[text]), 1, &limits, work)
}

/// Bytes of state after a time.
fn held(text: &str, seconds: u64) -> u64 {
    let world = world(&[text]);
    let before = world.made();
    let mut simulation = Simulation::one_way(world, 1);
    simulation.run(Time(seconds * 1_000_000_000), &mut Work::unlimited()).unwrap();
    simulation.bytes() - before
}

#[test]
fn state_grows_with_what_is_used_and_not_with_clients_and_endpoints() {
    let (few, many) = (held(&pair(50, 50, 10), 20), held(&pair(800, 800, 10), 20));
    assert!(many < 2_500_000, "800 x 800 pods, of which 200 send a request: {many} bytes");
    assert!(many < 6 * few, "256 times as many pairs: {few} and {many} bytes");
}

#[test]
fn state_does_not_grow_with_the_length_of_a_run() {
    let text = pair(2, 2, 50);
    let (minutes, hour) = (held(&text, 600), held(&text, 3_600));
    assert!(hour < minutes + minutes / 2, "{minutes} bytes after ten minutes, {hour} after an hour");
}

#[test]
fn a_run_stops_before_it_holds_too_much_and_can_go_on_with_more() {
    let world = world(&[&pair(800, 800, 1_000)]);
    let granted = world.made() + 2_000_000;
    let mut simulation = Simulation::one_way(world, 1);
    let stopped = simulation.run(Time(60_000_000_000), &mut Work::new(u64::MAX, granted)).unwrap_err();
    assert_eq!(stopped.why, Exceeded::Bytes(granted));
    assert!(stopped.at > Time::ZERO && stopped.at == simulation.now());
    assert!(simulation.bytes() < granted + 1_500_000, "{} of {granted}", simulation.bytes());
    assert_eq!(simulation.run(stopped.at + Duration::from_secs(1), &mut Work::unlimited()), Ok(()));
}

#[test]
fn a_ring_for_which_there_is_no_room_is_not_made() {
    let rule = "
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: b}
spec: {host: b, trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x, ringHash: {minimumRingSize: 8388608}}}}}
";
    let text = format!("{}---{rule}", pair(1, 3, 10));
    let report = run(&text, 10, &mut Work::network());
    let stopped = report.stopped.unwrap();
    assert!(matches!(stopped.why, Exceeded::Bytes(_)), "{stopped}");
    assert!(report.duration < 1.0, "with the first request: {}", report.duration);
    assert_eq!(run(&text.replace("8388608", "4096"), 10, &mut Work::network()).stopped, None);
}

#[test]
fn names_in_a_circle_lead_nowhere() {
    let alias = |name: &str, of: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{type: ExternalName, \
             externalName: {of}.default.svc.cluster.local, ports: [{{port: 80, name: http}}]}}\n---\n"
        )
    };
    let text = [alias("one", "two"), alias("two", "one"), pair(1, 1, 10).replace("http://b/", "http://one/")].concat();
    let report = run(&text, 2, &mut Work::network());
    assert!(report.requests > 0 && report.stopped.is_none());
}
