//! Headers that proxies set: what the connection managers of each recorded world are told, what routes are matched on and
//! what hosts receive, held against pilot and a real Envoy.

#[path = "tls/connections.rs"]
mod connections;

use std::collections::BTreeMap;
use std::sync::Arc;

use end2end_istio::corpus;
use end2end_istio::tally::{Tally, parts_against};
use mesh_config::SourceFile;
use mesh_control::{Client, Mesh, chain_label};
use mesh_proxy::config::{HttpConnectionManager, NetworkFilterConfig, RouteSpecifier};
use mesh_proxy::connection_manager::server_header;
use mesh_sim::{RouteAnswer, World};
use serde_json::{Map, Value};

/// What is counted apart.
const PARTS: [&str; 3] = ["settings", "connections", "headers"];

/// What the recorded worlds tell of a connection manager.
const SETTINGS: [&str; 10] = [
    "append_x_forwarded_port",
    "forward_client_cert_details",
    "generate_request_id",
    "preserve_external_request_id",
    "scheme_header_transformation",
    "server_header_transformation",
    "server_name",
    "set_current_client_cert_details",
    "use_remote_address",
    "xff_num_trusted_hops",
];

#[test]
fn headers_are_those_of_the_real_mesh() {
    let Some(folder) = corpus::part("istio-goldens/hcm-headers") else { return };
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
        settings(&mesh, &corpus::json(&case.join("expected.json")), &name, &mut add);
        let truth = corpus::json(&case.join("truth.json"));
        connections::check(&mesh, &truth, &name, &mut add);
        let world = Arc::new(World::new(mesh.clone()));
        for (number, asked) in truth.as_array().into_iter().flatten().enumerate() {
            let difference = match connections::answer(&world, &asked["request"]) {
                Ok(ours) => differs(&mesh, &ours, asked),
                Err(error) => Some(error),
            };
            add("headers", format!("{name}/{number}"), difference);
        }
    }
    let shown = std::env::var("MESH_SHOW").ok().and_then(|shown| shown.parse().ok()).unwrap_or(3);
    for (part, tally) in &tallies {
        println!("{}", tally.summary(part, shown));
    }
    let unsaid = parts_against(&tallies, include_str!("../known/headers.txt"));
    if std::env::var("MESH_CASE").is_err() {
        assert!(tallies.get("headers").is_some_and(|tally| tally.total > 900), "too few requests");
        assert!(tallies.get("settings").is_some_and(|tally| tally.total >= 80), "too few connection managers");
    }
    assert!(unsaid.is_empty(), "{} cases:\n{}", unsaid.len(), unsaid.join("\n"));
}

fn client(mesh: &Mesh, name: &str) -> Option<Client> {
    mesh.client(name).or_else(|_| mesh.client("istio-ingressgateway.istio-system")).ok()
}

/// Compares what each connection manager is told.
fn settings(mesh: &Mesh, expected: &Value, name: &str, add: &mut impl FnMut(&str, String, Option<String>)) {
    for (of, expected) in expected["clients"].as_object().into_iter().flatten() {
        let Some(client) = client(mesh, of) else { continue };
        let config = mesh.proxy_config(&client);
        for listener in expected["listeners"].as_array().into_iter().flatten() {
            let chains = listener["chains"].as_array().into_iter().flatten();
            for (chain, theirs) in chains.filter_map(|chain| Some((chain, chain.get("hcm")?))) {
                let (listener, routes) = (listener["name"].as_str().unwrap_or_default(), &chain["http"]);
                let found = config.listeners.iter().filter(|ours| ours.name == listener);
                let found = found.flat_map(|ours| ours.filter_chains.iter().chain(&ours.default_filter_chain));
                let mut found = found.filter_map(|chain| Some((chain_label(chain), manager(chain)?)));
                let ours = found.find(|(_, manager)| routes.as_str() == route_configuration(manager));
                let difference = match ours {
                    None => Some("no such connection manager".to_owned()),
                    Some((_, ours)) => {
                        let ours = told(ours);
                        (ours != *theirs).then(|| format!("{ours}, pilot has {theirs}"))
                    }
                };
                add("settings", format!("{name}/{of}/{listener}/{routes}"), difference);
            }
        }
    }
}

fn manager(chain: &mesh_proxy::config::FilterChain) -> Option<&HttpConnectionManager> {
    chain.filters.iter().find_map(|filter| match &filter.typed_config {
        NetworkFilterConfig::HttpConnectionManager(manager) => Some(&**manager),
        _ => None,
    })
}

fn route_configuration(manager: &HttpConnectionManager) -> Option<&str> {
    match manager.route_specifier.as_ref()? {
        RouteSpecifier::Rds(rds) => Some(&rds.route_config_name),
        RouteSpecifier::RouteConfig(routes) => Some(&routes.name),
    }
}

fn told(manager: &HttpConnectionManager) -> Value {
    let whole = serde_json::to_value(manager).unwrap_or_default();
    let kept = whole.as_object().into_iter().flatten().filter(|(name, _)| SETTINGS.contains(&name.as_str()));
    Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>())
}

/// The first difference of what the host received, and of what the client was told of the server.
fn differs(mesh: &Mesh, ours: &RouteAnswer, asked: &Value) -> Option<String> {
    let outcome = asked["outcomes"].get(0)?;
    let unequal = |what: &str, ours: Option<&str>, theirs: Option<&str>| {
        (ours != theirs).then(|| format!("{what}: {ours:?}, Envoy has {theirs:?}"))
    };
    let client = client(mesh, asked["request"]["client"].as_str()?)?;
    let config = mesh.proxy_config(&client);
    let mut chains = config.listeners.iter().flat_map(|listener| &listener.filter_chains);
    let server = chains.find_map(manager).and_then(|manager| server_header(manager, None));
    if let Some(difference) = unequal("server", server, outcome["response_headers"]["server"].as_str()) {
        return Some(difference);
    }
    let upstream = outcome.get("upstream")?;
    let Some(ours) = &ours.upstream else { return Some("nothing leaves".to_owned()) };
    let theirs: BTreeMap<&str, &str> = upstream["headers"]
        .as_object()?
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
        .collect();
    let names = ours.headers.keys().map(String::as_str).chain(theirs.keys().copied());
    let other = names.into_iter().find_map(|name| {
        let (our, their) = (ours.headers.get(name), theirs.get(name).copied());
        let our = our.map(|value| if their == Some("<generated>") { generated(value) } else { placeholders(value) });
        unequal(name, our.as_deref(), their)
    });
    let path = upstream["path"].as_str().or(asked["request"]["path"].as_str());
    let host = upstream["host"].as_str().or(asked["request"]["host"].as_str());
    other.or_else(|| unequal("path", Some(&ours.path), path)).or_else(|| unequal("host", Some(&ours.authority), host))
}

/// What stands for an id that is new each time, if this is one: a UUID of version 4.
fn generated(value: &str) -> String {
    let parts: Vec<&str> = value.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let digits = parts.iter().flat_map(|part| part.chars()).all(|digit| digit.is_ascii_hexdigit());
    let is_uuid = lengths == [8, 4, 4, 4, 12] && digits && parts.get(2).is_some_and(|part| part.starts_with('4'));
    if is_uuid { "<generated>".to_owned() } else { value.to_owned() }
}

/// The value with what stands for the hash and the text of a certificate.
fn placeholders(value: &str) -> String {
    let element = |element: &str| -> String {
        let part = |part: &str| match part.split_once('=') {
            Some(("Hash", hash)) if hash.len() == 64 => "Hash=<hash>".to_owned(),
            Some(("Cert", _)) => "Cert=\"<pem>\"".to_owned(),
            _ => part.to_owned(),
        };
        element.split(';').map(part).collect::<Vec<_>>().join(";")
    };
    value.split(',').map(element).collect::<Vec<_>>().join(",")
}
