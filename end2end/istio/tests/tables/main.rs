//! Tables of Istio's unit tests: hosts, domains of virtual hosts, conflicts of delegates. Those of the other files of
//! the part go through whole worlds instead (translation, answers, simulation).

use end2end_istio::{corpus, tally::Tally};
use mesh_config::model::HttpMatchRequest;
use mesh_config::{SourceFile, Spec};
use mesh_control::sidecar::domains::{self, DomainsOf};
use mesh_control::{host, route, virtual_service};
use serde_json::{Value, json};

/// Istio's answer to a row, by us: nothing where the operation is none of ours.
type Answer = fn(&str, &Value) -> Result<Value, &'static str>;

#[test]
fn rows_have_istios_results() {
    let Some(folder) = corpus::part("istio-tables") else { return };
    let mut tally = Tally::default();
    let files: [(&str, Answer); 4] = [
        ("hosts.json", hosts),
        ("vhost_domains.json", virtual_host_domains),
        ("delegates.json", delegates),
        ("clusters.json", clusters),
    ];
    for (file, answer) in files {
        let rows = corpus::json(&folder.join(file));
        for row in rows.as_array().into_iter().flatten() {
            let op = text(row, "op");
            match answer(op, row) {
                Ok(ours) => {
                    let theirs = row.get("expect").cloned().unwrap_or_default();
                    let difference = (ours != theirs).then(|| format!("{op}: {ours}, Istio's {theirs}"));
                    tally.add(text(row, "id"), difference);
                }
                Err("") => {}
                Err(reason) => tally.skip(text(row, "id"), reason),
            }
        }
    }
    println!("{}", tally.summary("tables", 400));
    let unsaid = tally.against(include_str!("../../known/tables.txt"));
    assert!(unsaid.is_empty(), "{} rows:\n{}", unsaid.len(), unsaid.join("\n"));
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn hosts(op: &str, row: &Value) -> Result<Value, &'static str> {
    let (a, b) = (text(row, "a"), text(row, "b"));
    Ok(match op {
        "matches" => json!(host::matches(a, b)),
        "subsetOf" => json!(host::subset_of(a, b)),
        "moreSpecific" => json!(host::more_specific(a, b)),
        "intersection" => json!(host::intersection(&texts(row.get("a")), &texts(row.get("b")))),
        "namesForNamespace" => json!(host::names_for_namespace(&texts(row.get("hosts")), text(row, "namespace"))),
        "sort" => {
            let mut names = texts(row.get("in"));
            names.sort_by(|one, other| host::more_specific(other, one).cmp(&host::more_specific(one, other)));
            json!(names)
        }
        "resolveGatewayName" => json!(host::resolve_gateway_name(text(row, "gateway"), text(row, "namespace"))),
        "mostSpecificHostMatch" => {
            let candidates = texts(row.get("hosts"));
            json!(host::most_specific_match(text(row, "needle"), candidates.iter().map(String::as_str)))
        }
        "resolveShortnameToFQDN" => {
            let (namespace, domain) = (row.pointer("/meta/namespace"), row.pointer("/meta/domain"));
            let name = text(row, "host");
            let completed = !name.contains(['.', ':', '*']);
            if completed && (namespace == Some(&json!("")) || domain == Some(&json!(""))) {
                return Err("resources always have a namespace and the domain cluster.local");
            }
            json!(host::resolve_short_name(name, namespace.and_then(Value::as_str).unwrap_or_default()))
        }
        _ => return Err("unknown operation"),
    })
}

fn virtual_host_domains(op: &str, row: &Value) -> Result<Value, &'static str> {
    if op != "generateVirtualHostDomains" {
        return Err("");
    }
    let service = row.get("service").unwrap_or(&Value::Null);
    if service.get("clusterVIPs").is_some() {
        return Err("addresses of one family in one cluster only");
    }
    let aliases = service.pointer("/attributes/aliases").and_then(Value::as_array);
    let aliases: Vec<String> = aliases.into_iter().flatten().map(|alias| text(alias, "hostname").to_owned()).collect();
    let found = domains::generate(
        DomainsOf {
            hostname: text(service, "hostname"),
            aliases: &aliases,
            addresses: &[],
            headless: text(service, "resolution") == "Passthrough",
        },
        None,
        row.pointer("/proxy/dnsDomain").and_then(Value::as_str).unwrap_or_default(),
    );
    Ok(json!({ "domains": found.all }))
}

fn delegates(op: &str, row: &Value) -> Result<Value, &'static str> {
    match op {
        "hasConflict" => {
            let [root, delegate] = [condition(row.get("root")), condition(row.get("delegate"))];
            Ok(json!(virtual_service::has_conflict(&root, &delegate)))
        }
        _ => Err(""),
    }
}

/// A condition as a VirtualService has it.
fn condition(written: Option<&Value>) -> HttpMatchRequest {
    let document = json!({
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "metadata": { "name": "one" },
        "spec": { "http": [{ "match": [written.unwrap_or(&Value::Null)] }] },
    });
    let config = mesh_config::parse(&[SourceFile { name: "one.yaml".to_owned(), text: document.to_string() }]);
    config
        .resources
        .first()
        .and_then(|resource| match &resource.spec {
            Spec::VirtualService(rule) => rule.http.first()?.matches.first().cloned(),
            _ => None,
        })
        .unwrap_or_default()
}

fn clusters(op: &str, row: &Value) -> Result<Value, &'static str> {
    if op != "buildSubsetKey" {
        return Err("");
    }
    if text(row, "direction") != "outbound" {
        return Err("inbound clusters are not simulated");
    }
    let port = row.get("port").and_then(Value::as_u64).and_then(|port| u32::try_from(port).ok()).unwrap_or_default();
    Ok(json!(route::cluster_name(port, text(row, "subset"), text(row, "hostname"))))
}
