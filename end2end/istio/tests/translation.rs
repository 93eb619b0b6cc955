//! What we make of each golden world, held against what pilot made of it.

use std::collections::BTreeMap;
use std::path::Path;

use end2end_istio::tally::Tally;
use end2end_istio::{corpus, diff, normalise};
use mesh_config::SourceFile;
use mesh_control::Mesh;
use serde_json::{Map, Value};

/// The parts of a world that are counted apart.
const PARTS: [&str; 5] = ["routes", "domains", "clusters", "endpoints", "listeners"];

#[test]
fn every_world_is_translated_as_pilot_does() {
    let Some(folder) = corpus::part("istio-goldens/translation") else { return };
    let mut tallies: BTreeMap<&str, Tally> = PARTS.iter().map(|part| (*part, Tally::default())).collect();
    for case in corpus::cases(&folder) {
        check_world(&case, &mut tallies);
    }
    let shown = std::env::var("MESH_SHOW").ok().and_then(|shown| shown.parse().ok()).unwrap_or(3);
    for part in PARTS {
        if let Some(tally) = tallies.get(part) {
            println!("{}", tally.summary(part, shown));
        }
    }
    let known = include_str!("../known/translation.txt");
    let mut unsaid = Vec::new();
    for (part, tally) in &tallies {
        let of_part: String = known
            .lines()
            .filter_map(|line| line.strip_prefix(&format!("{part} ")))
            .map(|line| format!("{line}\n"))
            .collect();
        unsaid.extend(tally.against(&of_part).into_iter().map(|line| format!("{part}: {line}")));
        assert!(tally.percent() >= 95.0, "{part}: only {:.2} % of the worlds are equal", tally.percent());
    }
    assert!(unsaid.is_empty(), "{} cases:\n{}", unsaid.len(), unsaid.join("\n"));
}

fn check_world(case: &Path, tallies: &mut BTreeMap<&str, Tally>) {
    let name = case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if std::env::var("MESH_CASE").is_ok_and(|wanted| !name.starts_with(&wanted)) {
        return;
    }
    let expected = corpus::json(&case.join("expected.json"));
    let Some(clients) = expected.get("clients").and_then(Value::as_object) else {
        // Refused by the admission: the lints' part.
        return;
    };
    let text = corpus::text(&case.join("input.yaml"));
    let mesh = Mesh::from_files(&[SourceFile { name: "input.yaml".into(), text }], true);
    for (client, theirs) in clients {
        let label = format!("{name}/{client}");
        let ours = match mesh.client(client) {
            Ok(client) => translate(&mesh, &mesh.proxy_config(&client)),
            // A gateway that no Gateway selects has listeners for nothing.
            Err(_) => match mesh.client("istio-ingressgateway.istio-system") {
                Ok(client) => translate(&mesh, &mesh.proxy_config(&client)),
                Err(error) => panic!("{name}: {error}"),
            },
        };
        for part in PARTS {
            let (our, their) = (pick(&ours, part), pick(&theirs_normalised(theirs), part));
            if let Some(tally) = tallies.get_mut(part) {
                tally.add(label.clone(), diff::first(&our, &their));
            }
        }
    }
}

fn translate(mesh: &Mesh, config: &mesh_proxy::config::ProxyConfig) -> Value {
    let routes: Map<String, Value> = config
        .route_configurations
        .iter()
        .map(|each| (each.name.clone(), normalise::route_configuration(mesh, each)))
        .collect();
    let clusters: Map<String, Value> =
        config.clusters.iter().map(|each| (each.name.clone(), normalise::cluster(each))).collect();
    let endpoints: Map<String, Value> = config
        .endpoints
        .iter()
        .map(|each| (each.cluster_name.clone(), normalise::endpoints(&each.endpoints)))
        .collect();
    let listeners: Map<String, Value> =
        config.listeners.iter().map(|each| (each.name.clone(), normalise::listener(each))).collect();
    serde_json::json!({"routes": routes, "clusters": clusters, "endpoints": endpoints, "listeners": listeners})
}

/// Listeners by name, and no TLS but what a rule asks for.
fn theirs_normalised(theirs: &Value) -> Value {
    let mut out = theirs.clone();
    if let Some(listeners) = theirs.get("listeners").and_then(Value::as_array) {
        let by_name: Map<String, Value> = listeners
            .iter()
            .map(|each| (each.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(), each.clone()))
            .collect();
        if let Some(fields) = out.as_object_mut() {
            fields.insert("listeners".into(), Value::Object(by_name));
        }
    }
    if let Some(clusters) = out.get_mut("clusters").and_then(Value::as_object_mut) {
        for cluster in clusters.values_mut().filter_map(Value::as_object_mut) {
            // Mutual TLS of Istio's own is not simulated. Clusters that take any address have it set as a rule's would be.
            let takes_any = cluster.get("type").is_some_and(|kind| kind == "ORIGINAL_DST");
            if takes_any || cluster.get("tls").is_some_and(|tls| tls != "set") {
                cluster.remove("tls");
            }
        }
    }
    out
}

/// One part of a client's configuration. Routes and domains look at the same virtual hosts, each at its own side.
fn pick(of: &Value, part: &str) -> Value {
    let routes = || of.get("routes").cloned().unwrap_or_default();
    match part {
        "routes" => without(routes(), "domains"),
        "domains" => without(routes(), "routes"),
        part => of.get(part).cloned().unwrap_or_default(),
    }
}

fn without(mut routes: Value, field: &str) -> Value {
    let configurations = routes.as_object_mut().into_iter().flat_map(|all| all.values_mut());
    let hosts =
        configurations.filter_map(|each| each.get_mut("virtual_hosts")).filter_map(Value::as_array_mut).flatten();
    for host in hosts.filter_map(Value::as_object_mut) {
        host.remove(field);
    }
    routes
}
