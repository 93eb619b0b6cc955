//! Listeners, clusters and virtual hosts in the short form of the recorded worlds.

use end2end_istio::diff;
use mesh_control::Mesh;
use mesh_proxy::config::{
    Cluster, DiscoveryType, FilterChain, Listener, ListenerFilterConfig, NetworkFilterConfig, ProxyConfig,
    RouteConfiguration, RouteSpecifier, TcpProxy,
};
use serde_json::{Map, Value, json};

pub(crate) fn check(mesh: &Mesh, expected: &Value, name: &str, add: &mut impl FnMut(&str, String, Option<String>)) {
    let Some(clients) = expected["clients"].as_object() else { return };
    for (client, theirs) in clients {
        let gateway = || mesh.client("istio-ingressgateway.istio-system");
        let ours = mesh.client(client).or_else(|_| gateway()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let ours = mesh.proxy_config(&ours);
        let label = || format!("{name}/{client}");
        add("listeners", label(), diff::first(&listeners(&ours), &by_name(&theirs["listeners"])));
        add("clusters", label(), diff::first(&clusters(&ours), &theirs["clusters"]));
        add("routes", label(), diff::first(&routes(&ours, client == "ingress"), &theirs["routes"]));
    }
}

fn by_name(listeners: &Value) -> Value {
    let all = listeners.as_array().into_iter().flatten();
    let named = all.map(|each| (each["name"].as_str().unwrap_or_default().to_owned(), each.clone()));
    Value::Object(named.collect())
}

fn listeners(config: &ProxyConfig) -> Value {
    Value::Object(config.listeners.iter().map(|each| (each.name.clone(), listener(each))).collect())
}

fn listener(listener: &Listener) -> Value {
    let mut chains: Vec<Value> = listener.filter_chains.iter().map(chain).collect();
    if let Some(default) = &listener.default_filter_chain {
        let mut default = chain(default);
        default["default"] = json!(true);
        chains.push(default);
    }
    let inspector = |config: &ListenerFilterConfig| match config {
        ListenerFilterConfig::TlsInspector {} => "tls_inspector",
        ListenerFilterConfig::HttpInspector {} => "http_inspector",
        ListenerFilterConfig::Unknown => "unknown",
    };
    let inspectors: Vec<&str> = listener.listener_filters.iter().map(|each| inspector(&each.typed_config)).collect();
    json!({
        "name": listener.name,
        "address": listener.address.socket_address.address,
        "port": listener.address.socket_address.port_value,
        "inspectors": inspectors,
        "chains": chains,
    })
}

fn chain(chain: &FilterChain) -> Value {
    let mut out = Map::new();
    if !chain.name.is_empty() {
        out.insert("name".into(), json!(chain.name));
    }
    if let Some(wanted) = chain.filter_chain_match.as_ref().filter(|wanted| **wanted != Default::default()) {
        out.insert("match".into(), json!(wanted));
    }
    if chain.transport_socket.is_some() {
        out.insert("tls".into(), json!(true));
    }
    match chain.filters.last().map(|filter| &filter.typed_config) {
        Some(NetworkFilterConfig::HttpConnectionManager(manager)) => {
            let name = match &manager.route_specifier {
                Some(RouteSpecifier::Rds(rds)) => rds.route_config_name.as_str(),
                _ => "",
            };
            out.insert("http".into(), json!(name));
        }
        Some(NetworkFilterConfig::TcpProxy(TcpProxy { cluster: Some(cluster), .. })) => {
            out.insert("tcp".into(), json!(cluster));
        }
        Some(NetworkFilterConfig::TcpProxy(TcpProxy { weighted_clusters: Some(weighted), .. })) => {
            let weights = weighted.clusters.iter().map(|each| (each.name.clone(), json!(each.weight)));
            out.insert("tcp".into(), Value::Object(weights.collect()));
        }
        _ => {}
    }
    Value::Object(out)
}

fn clusters(config: &ProxyConfig) -> Value {
    Value::Object(config.clusters.iter().map(|each| (each.name.clone(), cluster(each))).collect())
}

fn cluster(cluster: &Cluster) -> Value {
    let mut out = Map::new();
    if let Some(kind) = cluster.discovery_type.filter(|kind| *kind != DiscoveryType::Eds) {
        out.insert("type".into(), json!(kind));
    }
    if let Some(socket) = &cluster.transport_socket {
        let tls = &socket.typed_config;
        let mut sent = Map::new();
        if !tls.sni.is_empty() {
            sent.insert("sni".into(), json!(tls.sni));
        }
        if !tls.common_tls_context.alpn_protocols.is_empty() {
            sent.insert("alpn".into(), json!(tls.common_tls_context.alpn_protocols));
        }
        if cluster.auto_sni() {
            sent.insert("auto_sni".into(), json!(true));
        }
        out.insert("tls".into(), Value::Object(sent));
    }
    Value::Object(out)
}

/// Sidecars have virtual hosts without a rule, too; the recorded ones are those with rules.
fn routes(config: &ProxyConfig, all: bool) -> Value {
    let named = config.route_configurations.iter().map(|each| (each.name.clone(), virtual_hosts(each, all)));
    Value::Object(named.filter(|(_, hosts)| hosts.as_object().is_some_and(|hosts| !hosts.is_empty())).collect())
}

fn virtual_hosts(configuration: &RouteConfiguration, all: bool) -> Value {
    let hosts = configuration.virtual_hosts.iter().filter(|host| {
        all || host.routes.iter().any(|route| !matches!(route.name.as_str(), "default" | "allow_any" | "block_all"))
    });
    let host = |host: &mesh_proxy::config::VirtualHost| {
        let routes: Vec<&str> = host.routes.iter().map(|route| route.name.as_str()).collect();
        (host.name.clone(), json!({"domains": host.domains, "routes": routes}))
    };
    Value::Object(hosts.map(host).collect())
}
