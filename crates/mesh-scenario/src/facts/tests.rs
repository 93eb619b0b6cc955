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
