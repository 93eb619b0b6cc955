//! TLS at the edge and in the mesh: what we make of each recorded world and answer to each connection, held against
//! pilot and a real Envoy.

mod configuration;
mod connections;

use std::collections::BTreeMap;
use std::sync::Arc;

use end2end_istio::corpus;
use end2end_istio::tally::{Tally, parts_against};
use mesh_config::SourceFile;
use mesh_control::Mesh;

/// What is counted apart.
const PARTS: [&str; 4] = ["listeners", "clusters", "routes", "connections"];

#[test]
fn connections_are_answered_as_the_real_mesh_did() {
    let Some(folder) = corpus::part("istio-goldens/tls") else { return };
    let mut tallies: BTreeMap<&str, Tally> = PARTS.iter().map(|part| (*part, Tally::default())).collect();
    for case in corpus::cases(&folder) {
        let name = case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if std::env::var("MESH_CASE").is_ok_and(|wanted| !name.starts_with(&wanted)) {
            continue;
        }
        let text = corpus::text(&case.join("input.yaml"));
        let mesh = Arc::new(Mesh::from_files(&[SourceFile { name: "input.yaml".into(), text }], true));
        let mut add = |part: &str, label: String, difference| {
            if let Some(tally) = tallies.get_mut(part) {
                tally.add(label, difference);
            }
        };
        configuration::check(&mesh, &corpus::json(&case.join("expected.json")), &name, &mut add);
        connections::check(&mesh, &corpus::json(&case.join("truth.json")), &name, &mut add);
    }
    let shown = std::env::var("MESH_SHOW").ok().and_then(|shown| shown.parse().ok()).unwrap_or(3);
    for (part, tally) in &tallies {
        println!("{}", tally.summary(part, shown));
    }
    let unsaid = parts_against(&tallies, include_str!("../../known/tls.txt"));
    if std::env::var("MESH_CASE").is_err() {
        assert!(tallies.get("connections").is_some_and(|tally| tally.total > 1_800), "too few connections");
    }
    assert!(unsaid.is_empty(), "{} cases:\n{}", unsaid.len(), unsaid.join("\n"));
}
