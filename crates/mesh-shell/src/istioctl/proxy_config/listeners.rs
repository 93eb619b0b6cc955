//! `proxy-config listeners` (`istioctl/pkg/writer/envoy/configdump/listener.go`).

use mesh_control::xds::{
    Action, ClusterSpecifier, FilterChain, FilterChainMatch, Listener, NetworkFilterConfig, PathSpecifier,
    RouteConfiguration, RouteSpecifier, TcpProxy,
};
use serde_json::Value;

use super::routes::shown_match;
use super::{Dump, value};

/// Lists of application protocols that have a name (`protDescrs`).
const PROTOCOLS: [(&str, &[&str]); 4] = [
    ("App: HTTP TLS", &["http/1.0", "http/1.1", "h2c", "istio-http/1.0", "istio-http/1.1", "istio-h2"]),
    ("App: Istio HTTP Plain", &["istio", "istio-http/1.0", "istio-http/1.1", "istio-h2"]),
    ("App: TCP TLS", &["istio-peer-exchange", "istio"]),
    ("App: HTTP", &["http/1.0", "http/1.1", "h2c"]),
];

fn chains(listener: &Listener) -> impl Iterator<Item = &FilterChain> {
    listener.filter_chains.iter().chain(&listener.default_filter_chain)
}

fn chosen<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> Vec<&'a Listener> {
    let (address, kind) = (wanted("address"), wanted("type"));
    let at = |listener: &Listener| listener.address.socket_address.clone();
    let is_wanted = |listener: &&Listener| {
        let own = at(listener);
        (address.is_empty() || own.address.eq_ignore_ascii_case(address))
            && (port == 0 || own.port_value == port)
            && (kind.is_empty() || kind_of(listener).eq_ignore_ascii_case(kind))
    };
    let mut listeners: Vec<&Listener> = dump.config.listeners.iter().map(AsRef::as_ref).filter(is_wanted).collect();
    listeners.sort_by_key(|listener| (at(listener).port_value, at(listener).address, kind_of(listener)));
    listeners
}

fn blackhole(proxy: &TcpProxy) -> bool {
    proxy.cluster.as_deref() == Some("BlackHoleCluster")
}

/// `retrieveListenerType`.
fn kind_of(listener: &Listener) -> &'static str {
    let (mut http, mut tcp) = (false, false);
    for filter in chains(listener).flat_map(|chain| &chain.filters) {
        match &filter.typed_config {
            NetworkFilterConfig::HttpConnectionManager(_) => http = true,
            NetworkFilterConfig::TcpProxy(proxy) => tcp |= !blackhole(proxy),
            NetworkFilterConfig::Unknown => {}
        }
    }
    match (http, tcp) {
        (true, false) => "HTTP",
        (true, true) => "HTTP+TCP",
        (false, true) => "TCP",
        (false, false) => "UNKNOWN",
    }
}

pub(super) fn summary<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32, verbose: bool) -> String {
    let mut out = if verbose { "ADDRESSES\tPORT\tMATCH\tDESTINATION\n" } else { "ADDRESSES\tPORT\tTYPE\n" }.to_owned();
    for listener in chosen(dump, wanted, port) {
        let at = &listener.address.socket_address;
        if !verbose {
            out.push_str(&format!("{}\t{}\t{}\n", at.address, at.port_value, kind_of(listener)));
            continue;
        }
        let row = |chain: &FilterChain| (matched(chain.filter_chain_match.as_ref()), destination(chain));
        let mut rows: Vec<(String, String)> = chains(listener).map(row).collect();
        rows.sort_by(|one, other| other.1.cmp(&one.1));
        for (matched, destination) in rows {
            out.push_str(&format!("{}\t{}\t{matched}\t{destination}\n", at.address, at.port_value));
        }
    }
    out
}

pub(super) fn dump<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> Value {
    Value::Array(chosen(dump, wanted, port).into_iter().map(value).collect())
}

/// `getMatches`.
fn matched(written: Option<&FilterChainMatch>) -> String {
    let nothing = FilterChainMatch::default();
    let matched = written.unwrap_or(&nothing);
    let mut out = Vec::new();
    if !matched.server_names.is_empty() {
        out.push(format!("SNI: {}", matched.server_names.join(",")));
    }
    if !matched.transport_protocol.is_empty() {
        out.push(format!("Trans: {}", matched.transport_protocol));
    }
    if !matched.application_protocols.is_empty() {
        let named = PROTOCOLS.iter().find(|(_, list)| matched.application_protocols == *list);
        out.push(named.map_or_else(
            || format!("App: {}", matched.application_protocols.join(",")),
            |(name, _)| (*name).to_owned(),
        ));
    }
    let port = matched.destination_port.map(|port| format!(":{port}")).unwrap_or_default();
    if !matched.prefix_ranges.is_empty() {
        let range = |range: &mesh_control::xds::CidrRange| {
            format!("{}/{}", range.address_prefix, range.prefix_len.unwrap_or_default())
        };
        let ranges: Vec<String> = matched.prefix_ranges.iter().map(range).collect();
        out.push(format!("Addr: {}{port}", ranges.join(",")));
    } else if !port.is_empty() {
        out.push(format!("Addr: *{port}"));
    }
    if out.is_empty() { "ALL".to_owned() } else { out.join("; ") }
}

/// `getFilterType`.
fn destination(chain: &FilterChain) -> String {
    for filter in &chain.filters {
        match &filter.typed_config {
            NetworkFilterConfig::HttpConnectionManager(manager) => {
                return match &manager.route_specifier {
                    Some(RouteSpecifier::RouteConfig(routes)) => inline(routes),
                    Some(RouteSpecifier::Rds(rds)) if !rds.route_config_name.is_empty() => {
                        format!("Route: {}", rds.route_config_name)
                    }
                    _ => "HTTP".to_owned(),
                };
            }
            NetworkFilterConfig::TcpProxy(proxy) if !blackhole(proxy) => {
                let cluster = proxy.cluster.as_deref().unwrap_or_default();
                return if cluster.contains("Cluster") { cluster.to_owned() } else { format!("Cluster: {cluster}") };
            }
            _ => {}
        }
    }
    "Non-HTTP/Non-TCP".to_owned()
}

/// `describeRouteConfig`.
fn inline(routes: &RouteConfiguration) -> String {
    if let [host] = routes.virtual_hosts.as_slice()
        && host.domains == ["*"]
        && let [route] = &*host.routes
        && matches!(&route.route_match.path_specifier, PathSpecifier::Prefix(prefix) if prefix == "/")
        && let Action::Route(action) = &route.action
        && let Some(ClusterSpecifier::Cluster(cluster)) = &action.cluster_specifier
    {
        return if cluster.contains("Cluster") { cluster.clone() } else { format!("Cluster: {cluster}") };
    }
    let hosts = routes.virtual_hosts.iter().map(|host| {
        let routes: Vec<String> = host.routes.iter().map(|route| shown_match(&route.route_match)).collect();
        match host.domains.as_slice() {
            [any] if any == "*" => routes.join(", "),
            domains => format!("{} {}", domains.join("/"), routes.join(", ")),
        }
    });
    format!("Inline Route: {}", hosts.collect::<Vec<_>>().join("; "))
}
