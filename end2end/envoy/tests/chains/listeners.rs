//! Listeners with filter chains, made from a seed.

use std::collections::BTreeSet;

use end2end_envoy::random::Random;
use serde_json::{Value, json};

use crate::client::mark;
use crate::features::Features;
use crate::outcome::CHAIN;

/// The clusters that TCP goes to.
pub(crate) const CLUSTERS: &[&str] = &["c0", "c1", "c2"];

/// Server names and wildcards that overlap at several depths.
const SERVER_NAMES: &[&str] = &[
    "shop.example.com",
    "pay.shop.example.com",
    "example.com",
    "example.org",
    "api.example.org",
    "shop",
    "*.example.com",
    "*.shop.example.com",
    "*.pay.shop.example.com",
    "*.com",
    "*.example.org",
];

/// Protocols that chains are for, and that clients offer.
pub(crate) const PROTOCOLS: &[&str] = &["h2", "http/1.1", "istio", "istio-peer-exchange", "http/1.0"];

const PREFIX: &str = "type.googleapis.com/envoy.extensions";

/// A listener of this name, in Envoy's JSON. Its port is 0 wherever it stands.
pub(crate) fn listener(name: &str, random: &mut Random, features: &mut Features) -> Value {
    let address = json!({"socket_address": {"address": "127.0.0.1", "port_value": 0}});
    let mut listener = json!({"name": name, "address": address, "listener_filters": inspectors(random, features)});
    // Most listeners are to be accepted: chains for the same connections are left out of them.
    let mut taken = if random.percent(80) { Some(BTreeSet::new()) } else { None };
    let mut chains = Vec::new();
    for index in 0..1 + random.below(8) {
        let wanted = chain_match(taken.is_some(), random, features);
        let own = combinations(&wanted);
        let is_new = taken.as_mut().is_none_or(|taken| {
            let is_new = taken.is_disjoint(&own);
            taken.extend(own);
            is_new
        });
        if is_new {
            chains.push(chain(&format!("chain-{index}"), Some(wanted), random, features));
        }
    }
    listener["filter_chains"] = json!(chains);
    if random.percent(30) {
        features.note("default chain");
        listener["default_filter_chain"] = chain("default", None, random, features);
    }
    listener
}

fn inspectors(random: &mut Random, features: &mut Features) -> Vec<Value> {
    let inspector = |kind: &str, message: &str| json!({"name": format!("envoy.filters.listener.{kind}"), "typed_config": {"@type": format!("{PREFIX}.filters.listener.{kind}.v3.{message}")}});
    let mut found = Vec::new();
    if random.percent(85) {
        found.push(inspector("tls_inspector", "TlsInspector"));
    } else {
        features.note("no TLS inspector");
    }
    if random.percent(60) {
        features.note("HTTP inspector");
        let place = random.below(found.len() as u64 + 1) as usize;
        found.insert(place, inspector("http_inspector", "HttpInspector"));
    }
    found
}

/// Some of several, each once.
fn some(choices: &[&str], count: u64, random: &mut Random) -> Vec<String> {
    let picked: BTreeSet<&str> = (0..count).map(|_| random.pick(choices)).collect();
    picked.into_iter().map(str::to_owned).collect()
}

fn chain_match(is_careful: bool, random: &mut Random, features: &mut Features) -> Value {
    let mut wanted = json!({});
    if random.percent(68) {
        let count = 1 + random.below(3);
        let mut names = some(SERVER_NAMES, count, random);
        if random.percent(10) {
            features.note("server name in upper case");
            names[0] = names[0].to_uppercase();
        }
        if !is_careful && random.percent(12) {
            features.note("server name twice");
            names.push(names[0].to_lowercase());
        }
        if !is_careful && random.percent(10) {
            features.note("partial wildcard");
            names.push(random.pick(&["*", "*-api.example.com", "shop.*", "api.*.com"]).to_owned());
        }
        features.note(if names.iter().any(|name| name.starts_with("*.")) { "wildcard" } else { "exact names" });
        wanted["server_names"] = json!(names);
    }
    if random.percent(35) {
        let transport = random.pick(&["tls", "tls", "raw_buffer"]);
        features.note(if transport == "tls" { "transport tls" } else { "transport raw_buffer" });
        wanted["transport_protocol"] = json!(transport);
    }
    if random.percent(30) {
        features.note("application protocols");
        let count = 1 + random.below(2);
        wanted["application_protocols"] = json!(some(PROTOCOLS, count, random));
    }
    if random.percent(8) {
        features.note("port");
        wanted["destination_port"] = json!(if random.percent(70) { 0 } else { 443 });
    }
    if random.percent(10) {
        features.note("range");
        let (prefix, bits) = random.pick(&[("127.0.0.0", 8), ("127.0.0.9", 8), ("127.0.0.1", 32), ("10.0.0.0", 8)]);
        wanted["prefix_ranges"] = json!([{"address_prefix": prefix, "prefix_len": bits}]);
    }
    wanted
}

/// What no two chains of an accepted listener have in common.
fn combinations(wanted: &Value) -> BTreeSet<String> {
    let texts = |key: &str| match wanted[key].as_array() {
        Some(values) => values.iter().map(|value| value.to_string().to_lowercase()).collect(),
        None => vec![String::new()],
    };
    let range = wanted["prefix_ranges"].to_string().replace("127.0.0.9", "127.0.0.0");
    let rest = format!("{} {range} {}", wanted["destination_port"], wanted["transport_protocol"]);
    let protocols = texts("application_protocols");
    let names = texts("server_names");
    names
        .iter()
        .flat_map(|name| protocols.iter().map(move |protocol| (name, protocol)))
        .map(|(name, protocol)| format!("{rest} {name} {protocol}"))
        .collect()
}

fn chain(name: &str, wanted: Option<Value>, random: &mut Random, features: &mut Features) -> Value {
    let is_http = random.percent(60);
    let filter = if is_http {
        features.note("filter HTTP");
        manager(name)
    } else {
        features.note("filter TCP");
        let cluster = random.pick(CLUSTERS);
        json!({"name": "envoy.filters.network.tcp_proxy", "typed_config": {
            "@type": format!("{PREFIX}.filters.network.tcp_proxy.v3.TcpProxy"), "stat_prefix": name, "cluster": cluster}})
    };
    let mut chain = json!({"name": name, "filters": [filter]});
    if let Some(wanted) = wanted.filter(|wanted| wanted.as_object().is_some_and(|wanted| !wanted.is_empty())) {
        chain["filter_chain_match"] = wanted;
    }
    // Most of what is passed on is passed on as it comes.
    if random.percent(if is_http { 70 } else { 40 }) {
        chain["transport_socket"] = tls(random, features);
    }
    chain
}

/// Reads HTTP, and answers with the chain's name.
fn manager(chain: &str) -> Value {
    let kind = "http_connection_manager";
    let router = json!({"@type": format!("{PREFIX}.filters.http.router.v3.Router")});
    json!({"name": format!("envoy.filters.network.{kind}"), "typed_config": {
        "@type": format!("{PREFIX}.filters.network.{kind}.v3.HttpConnectionManager"), "stat_prefix": chain,
        "route_config": answering(chain), "http_filters": [{"name": "envoy.filters.http.router", "typed_config": router}]}})
}

/// Routes that answer with a chain's name.
pub(crate) fn answering(chain: &str) -> Value {
    let text = mark(&format!("{CHAIN}{chain}"));
    let route = json!({"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": text}}});
    json!({"name": chain, "virtual_hosts": [{"name": "*", "domains": ["*"], "routes": [route]}]})
}

/// TLS that ends in the chain: with or without a look at the client's certificate.
fn tls(random: &mut Random, features: &mut Features) -> Value {
    let mut common = json!({"tls_certificate_sds_secret_configs": [{"name": "server"}]});
    if random.percent(60) {
        features.note("ALPN");
        common["alpn_protocols"] = random.pick(&["h2 http/1.1", "http/1.1", "h2", "istio"]).split(' ').collect();
    }
    let authority = json!({"name": "server-cacert"});
    let mut context = json!({"@type": format!("{PREFIX}.transport_sockets.tls.v3.DownstreamTlsContext")});
    match random.below(100) {
        0..50 => features.note("TLS simple"),
        50..60 => {
            features.note("TLS with a certificate that nobody looks at");
            context["require_client_certificate"] = json!(true);
        }
        60..75 => {
            features.note("TLS optional mutual");
            common["validation_context_sds_secret_config"] = authority;
        }
        _ => {
            features.note("TLS mutual");
            common["validation_context_sds_secret_config"] = authority;
            context["require_client_certificate"] = json!(true);
        }
    }
    context["common_tls_context"] = common;
    json!({"name": "envoy.transport_sockets.tls", "typed_config": context})
}
