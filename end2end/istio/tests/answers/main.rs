//! What the real Envoy answered, held against what our proxy answers on the configuration that our control plane makes
//! of the same YAML. How one request is compared is `mesh-proxy`'s own test of the recorded configurations.

#[path = "../../../../crates/mesh-proxy/tests/istio_goldens/filters.rs"]
mod filters;
mod golden_case;
#[path = "../../../../crates/mesh-proxy/tests/istio_goldens/outcome.rs"]
mod outcome;

use end2end_istio::{corpus, tally::Tally};
use golden_case::GoldenCase;
use mesh_control::Mesh;
use outcome::compare;
use serde_json::Value;

#[test]
fn requests_are_answered_as_the_real_mesh_did() {
    let Some(folder) = corpus::part("istio-goldens/translation") else { return };
    let mut answers = Tally::default();
    let mut route_configurations = Tally::default();
    for case in corpus::cases(&folder) {
        let name = case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(world) = GoldenCase::read(&case) else { continue };
        for (number, truth) in world.truth.iter().enumerate() {
            let label = format!("{name}/{number}");
            route_configurations.add(label.clone(), other_route_configuration(&world.mesh, truth));
            answers.add(label, compare(&world, truth).err());
        }
    }
    println!("{}", answers.summary("answers", 5));
    println!("{}", route_configurations.summary("route configuration", 5));
    assert!(answers.total > 9_000, "only {} requests", answers.total);
    let unsaid = answers.against(include_str!("../../known/answers.txt"));
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
    assert!(answers.percent() >= 99.0, "only {:.2} % of the answers are equal", answers.percent());
    assert!(route_configurations.failed.is_empty(), "requests meet other route configurations");
}

/// Whether the request would meet another route configuration than it was recorded on.
fn other_route_configuration(mesh: &Mesh, truth: &Value) -> Option<String> {
    let request = &truth["request"];
    let theirs = truth["route_config"].as_str()?;
    let port = u32::try_from(request["port"].as_u64()?).ok()?;
    let client = golden_case::client(mesh, request["client"].as_str()?);
    let host = request["host"].as_str()?;
    let host = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
    let ours = mesh.route_name_for(&client, host, port);
    // A service of undeclared protocol has a listener of its own; the corpus asked its port's shared routes.
    let own = ours.as_deref().is_some_and(|ours| ours.ends_with(&format!(":{theirs}")));
    (!own && ours.as_deref() != Some(theirs)).then(|| format!("{host}:{port}: {ours:?}, recorded on {theirs}"))
}
