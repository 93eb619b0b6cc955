//! What telemetry says of how requests were carried: their protocol, and whether they went in mutual TLS.

use mesh_proxy::Time;

use super::apps::{service, traffic};
use super::mesh;
use crate::{Protocol, Simulation, Work, World};

/// The protocols of what reached an app, and how much of it in mutual TLS.
fn carried(texts: &[&str], app: &str) -> (Vec<Protocol>, String) {
    let mut simulation = Simulation::one_way(World::new(mesh(texts)).into(), 1);
    simulation.run(Time(10_000_000_000), &mut Work::unlimited()).unwrap();
    let figures = simulation.telemetry().figures(Time::ZERO, simulation.now());
    let edge = figures.iter().find(|edge| edge.key.destination.app == app);
    let edge = edge.unwrap_or_else(|| panic!("nothing reached {app}: {figures:?}"));
    let mut protocols: Vec<Protocol> = edge.responses.iter().map(|response| response.protocol).collect();
    protocols.dedup();
    let share = match edge.mutual_tls {
        0 => "none",
        all if all == edge.requests => "all",
        _ => "some",
    };
    (protocols, share.to_owned())
}

fn without_sidecar(name: &str, extra: &str) -> String {
    let labels = format!("    metadata: {{labels: {{app: {name}}}}}");
    let text = service(name, extra);
    assert!(text.contains(&labels));
    text.replace(&labels, &labels.replace("}}", ", sidecar.istio.io/inject: 'false'}}"))
}

fn rule(policy: &str) -> String {
    format!(
        "{{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {{name: back}}, spec: {{host: back, trafficPolicy: {policy}}}}}"
    )
}

#[test]
fn mutual_tls_is_where_the_clients_proxy_begins_it_and_a_sidecar_ends_it() {
    let front = service("front", "  calls: [{url: 'http://back/', onError: pass}]");
    let back = service("back", "");
    let outside = without_sidecar("back", "");
    let front_outside = without_sidecar("front", "  calls: [{url: 'http://back/', onError: pass}]");
    let sends = traffic("from: client, rate: 10, arrival: uniform, request: {url: 'http://front/'}");
    let port = "{portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]}";
    for (front, back, policy, expected) in [
        (&front, &back, "{}", "all"),
        (&front, &back, "{tls: {mode: ISTIO_MUTUAL}}", "all"),
        (&front, &back, "{tls: {mode: DISABLE}}", "none"),
        (&front, &back, "{tls: {mode: SIMPLE}}", "none"),
        (&front, &back, port, "none"),
        (&front, &outside, "{}", "none"),
        (&front_outside, &back, "{}", "none"),
    ] {
        let (_, share) = carried(&[front, back, &rule(policy), &sends], "back");
        assert_eq!(share, expected, "{policy}");
    }
}

#[test]
fn protocols_are_those_that_the_clients_proxy_reads() {
    let back = service("back", "");
    let shell = without_sidecar("shell", "");
    let of_bytes = back.replace("name: http, port", "name: tcp, port");
    for (back, request, protocol) in [
        (&back, "url: 'http://back/'", Protocol::Http),
        (&back, "url: 'http://back/', headers: {content-type: application/grpc}", Protocol::Grpc),
        (&of_bytes, "url: 'http://back/'", Protocol::Tcp),
        (&of_bytes, "url: 'tcp://back:80'", Protocol::Tcp),
    ] {
        let sends = traffic(&format!("from: client, rate: 10, arrival: uniform, request: {{{request}}}"));
        assert_eq!(carried(&[back, &sends], "back"), (vec![protocol], "all".to_owned()), "{request}");
        // Without a proxy nothing is said for the client; it knows what it sends, and begins no mutual TLS.
        let sends = traffic(&format!("from: shell, rate: 10, arrival: uniform, request: {{{request}}}"));
        let known = if request.contains("http:") && protocol == Protocol::Tcp { Protocol::Http } else { protocol };
        assert_eq!(carried(&[back, &shell, &sends], "back"), (vec![known], "none".to_owned()), "{request}");
    }
}
