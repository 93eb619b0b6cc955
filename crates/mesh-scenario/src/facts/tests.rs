use mesh_config::SourceFile;
use mesh_control::Mesh;

use super::Facts;
use crate::preset;
use mesh_graph::EndpointKind;

fn facts(slug: &str, edit: impl Fn(&str) -> String) -> Facts {
    let mut scenario = preset(slug).unwrap().scenario();
    for file in &mut scenario.files {
        file.text = edit(&file.text);
    }
    Facts::new(&Mesh::from_files(&scenario.files, false))
}

#[test]
fn weights_are_shares_of_their_route() {
    let facts = facts("canary-weights", |text| text.replace("weight: 90", "weight: 30"));
    let service = facts.services.iter().find(|service| service.name == "fleetman-staff-service").unwrap();
    assert_eq!(service.weights[0], ("staff-service".into(), "safe".into(), 75.0));
    assert_eq!(service.weights[1], ("staff-service".into(), "risky".into(), 25.0));
    assert!(service.badges.virtual_service && service.badges.traffic_shifting && !service.badges.circuit_breaker);
    assert_eq!(facts.kind("default", "staff-service"), EndpointKind::Workload);
    assert_eq!(facts.kind("default", "somebody"), EndpointKind::Client);
}

#[test]
fn several_routes_have_no_one_weight() {
    let facts = facts("bookinfo", str::to_owned);
    assert!(facts.services.iter().all(|service| service.weights.is_empty()));
}

#[test]
fn a_breaker_shows_on_the_service_and_on_the_versions_it_is_set_for() {
    let facts = facts("circuit-breaking", str::to_owned);
    let broken: Vec<&str> = facts
        .workloads
        .iter()
        .filter(|facts| facts.badges.circuit_breaker)
        .map(|facts| facts.endpoint.workload.as_str())
        .collect();
    assert_eq!(broken, ["staff-service", "staff-service-risky-version"]);
}

/// The weights of a service `a` with the versions v1 and v2, whose one rule has these destinations.
fn weights(destinations: &str) -> Vec<(String, f64)> {
    let version = |version: &str| {
        format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a-{version}}}\nspec: {{selector: {{matchLabels: {{app: \
             a, version: {version}}}}}, template: {{metadata: {{labels: {{app: a, version: {version}}}}}}}}}\n"
        )
    };
    let text = format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec: {{selector: {{app: a}}, ports: [{{port: 80}}]}}\n---\napiVersion: \
         networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: a}}\nspec: {{host: a, subsets: [{{name: one, labels: \
         {{version: v1}}}}, {{name: again, labels: {{version: v1}}}}, {{name: two, labels: {{version: v2}}}}, {{name: all, labels: \
         {{app: a}}}}]}}\n---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: a}}\nspec: {{hosts: [a], \
         http: [{{route: [{destinations}]}}]}}\n{}{}",
        version("v1"),
        version("v2")
    );
    let facts = Facts::new(&Mesh::from_files(&[SourceFile { name: "a.yaml".into(), text }], true));
    facts.services[0].weights.iter().map(|(app, version, share)| (format!("{app}-{version}"), *share)).collect()
}

#[test]
fn each_version_has_what_leads_to_it_alone() {
    let to = |subset: &str, weight: u32| format!("{{destination: {{host: a, subset: {subset}}}, weight: {weight}}}");
    let rule = |destinations: &[(&str, u32)]| {
        let written: Vec<String> = destinations.iter().map(|(subset, weight)| to(subset, *weight)).collect();
        weights(&written.join(", "))
    };
    let versions = |one: f64, two: f64| vec![("a-v1".to_owned(), one), ("a-v2".to_owned(), two)];
    assert_eq!(rule(&[("one", 3), ("two", 1)]), versions(75.0, 25.0));
    assert_eq!(rule(&[("one", 2), ("two", 1), ("again", 1)]), versions(75.0, 25.0));
    assert_eq!(rule(&[("one", 1), ("two", 0)]), versions(100.0, 0.0));
    assert_eq!(rule(&[("one", 9), ("all", 1)]), []);
    assert_eq!(rule(&[("one", 9), ("two", 1), ("all", 0)]), versions(90.0, 10.0));
    assert_eq!(rule(&[("one", 9), ("nowhere", 1)]), [("a-v1".to_owned(), 90.0)]);
    assert_eq!(rule(&[("one", 100)]), []);
    let further =
        format!("{}, {{destination: {{host: elsewhere.test}}, weight: 60}}, {}", to("one", 30), to("two", 10));
    assert_eq!(weights(&further), versions(75.0, 25.0));
}

#[test]
fn what_a_service_entry_brings_has_badges_and_a_service_of_kubernetes_keeps_its_host() {
    let text = "
apiVersion: v1
kind: Service
metadata: {name: a}
spec: {selector: {app: a}, ports: [{port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: outside}
spec: {hosts: [books.example, books.example, a.default.svc.cluster.local], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: outside}
spec: {host: books.example, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3}}}
";
    let file = SourceFile { name: "mesh.yaml".into(), text: text.into() };
    let facts = Facts::new(&Mesh::from_files(&[file], false));
    let entries = facts.services.iter().filter(|service| service.is_service_entry);
    let entries: Vec<_> = entries.map(|service| (service.name.as_str(), service.badges.circuit_breaker)).collect();
    assert_eq!(entries, [("books.example", true)]);
    assert!(facts.services.iter().any(|service| service.name == "a" && !service.is_service_entry));
}
