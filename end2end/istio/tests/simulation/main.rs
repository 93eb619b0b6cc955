//! Istio's own request-simulator cases: which listener, virtual host, route and cluster a call meets.

mod sieve;

use std::net::Ipv4Addr;

use end2end_istio::{corpus, tally::Tally};
use mesh_config::SourceFile;
use mesh_control::{Client, Mesh};
use mesh_proxy::config::ProxyConfig;
use serde_json::Value;
use sieve::{Call, Met};

#[test]
fn calls_meet_what_pilot_sent() {
    let Some(folder) = corpus::part("istio-simulation") else { return };
    let cases = corpus::json(&folder.join("cases.json"));
    let mut tally = Tally::default();
    for case in cases.as_array().into_iter().flatten() {
        check_case(case, &mut tally);
    }
    println!("{}", tally.summary("simulation", 400));
    let unsaid = tally.against(include_str!("../../known/simulation.txt"));
    assert!(unsaid.is_empty(), "{} calls:\n{}", unsaid.len(), unsaid.join("\n"));
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn check_case(case: &Value, tally: &mut Tally) {
    let id = text(case, "id");
    let calls = ["calls", "derived_calls"]
        .into_iter()
        .flat_map(|list| case.get(list).and_then(Value::as_array).into_iter().flatten());
    let calls: Vec<(usize, &Value)> = calls.enumerate().collect();
    if let Some(reason) = out_of_scope(case) {
        calls.iter().for_each(|(index, _)| tally.skip(format!("{id}#{index}"), reason));
        return;
    }
    let mesh = mesh(case);
    let client = client(case, &mesh);
    let config = mesh.proxy_config(&client);
    for (index, call) in calls {
        let label = format!("{id}#{index}");
        let effective = call.get("effective").cloned().unwrap_or_default();
        if text(&effective, "callMode") == "inbound" {
            tally.skip(label, "inbound listeners are not simulated");
            continue;
        }
        tally.add(label, difference(&config, &client, &effective, call.get("expect").unwrap_or(&Value::Null)));
    }
    check_domains(case, &config, id, tally);
}

/// Why a whole case asks for what is out of scope.
fn out_of_scope(case: &Value) -> Option<&'static str> {
    if case.get("memory_registry").is_some() {
        return Some("services are Go objects of the test, not resources");
    }
    None
}

fn mesh(case: &Value) -> Mesh {
    let mut files = vec![
        ("config.yaml", text(case, "config").to_owned()),
        ("kubernetes.yaml", text(case, "kubernetes").to_owned()),
    ];
    if let Some(mesh) = case.get("mesh_config").filter(|mesh| !mesh.is_null()) {
        let json = serde_json::to_string(mesh).unwrap_or_default();
        files.push(("mesh.yaml", format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: istio, namespace: istio-system}}\ndata:\n  mesh: |\n    {json}\n")));
    }
    let files: Vec<SourceFile> =
        files.into_iter().map(|(name, text)| SourceFile { name: name.to_owned(), text }).collect();
    Mesh::from_files(&files, true)
}

fn client(case: &Value, mesh: &Mesh) -> Client {
    let proxy = case.get("proxy").cloned().unwrap_or_default();
    let labels = proxy.get("labels").and_then(Value::as_object).into_iter().flatten();
    let labels = labels.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect();
    let ip: Option<Ipv4Addr> = proxy.pointer("/ip_addresses/0").and_then(Value::as_str).and_then(|ip| ip.parse().ok());
    let namespace = text(&proxy, "config_namespace");
    if text(&proxy, "type") == "router" {
        return mesh.gateway_client("gateway", namespace, labels, ip);
    }
    let mut sidecar = Client::sidecar("sidecar", namespace, labels);
    sidecar.ip = ip;
    sidecar
}

fn difference(config: &ProxyConfig, client: &Client, effective: &Value, expect: &Value) -> Option<String> {
    let call = Call {
        address: text(effective, "address"),
        port: effective
            .get("port")
            .and_then(Value::as_u64)
            .and_then(|port| u32::try_from(port).ok())
            .unwrap_or_default(),
        path: text(effective, "path"),
        protocol: text(effective, "protocol"),
        tls: text(effective, "tls"),
        alpn: text(effective, "alpn"),
        host: text(effective, "host"),
        sni: text(effective, "sni"),
    };
    let met = sieve::run(config, client, &call);
    let fields: [(&str, Part); 5] = [
        ("listener", |met| &met.listener),
        ("routeConfig", |met| &met.route_configuration),
        ("virtualHost", |met| &met.virtual_host),
        ("route", |met| &met.route),
        ("cluster", |met| &met.cluster),
    ];
    let wanted = text(expect, "error");
    if met.error != wanted {
        return Some(format!("error {:?}, Istio's {wanted:?} ({met:?})", met.error));
    }
    fields.into_iter().find_map(|(field, of)| {
        let theirs = expect.get(field)?.as_str()?;
        // The tests resolve short names without the cluster's domain.
        let ours = of(&met);
        let same = ours == theirs || ours.replace(".svc.cluster.local", "") == theirs;
        (!same).then(|| format!("{field} {ours:?}, Istio's {theirs:?}"))
    })
}

/// A part of what a call met.
type Part = fn(&Met) -> &str;

/// The clusters of the virtual hosts that the case looks at by domain.
fn check_domains(case: &Value, config: &ProxyConfig, id: &str, tally: &mut Tally) {
    let Some(expect) = case.get("route_expect") else { return };
    let name = text(expect, "routeConfig");
    let routes = config.route_configurations.iter().find(|routes| routes.name == name);
    for (domain, clusters) in expect.get("virtualHosts").and_then(Value::as_object).into_iter().flatten() {
        let hosts = routes.iter().flat_map(|routes| &routes.virtual_hosts);
        let host = hosts.into_iter().find(|host| host.domains.iter().any(|known| known == domain));
        let ours: Option<Vec<String>> = host.map(|host| {
            let mut clusters: Vec<String> = host.routes.iter().map(sieve::cluster_of).collect();
            clusters.sort();
            clusters
        });
        let theirs: Option<Vec<String>> =
            clusters.as_array().map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        let same = ours == theirs
            || ours
                .as_ref()
                .map(|ours| ours.iter().map(|name| name.replace(".svc.cluster.local", "")).collect::<Vec<_>>())
                == theirs;
        tally.add(format!("{id}@{domain}"), (!same).then(|| format!("{ours:?}, Istio's {theirs:?}")));
    }
}
