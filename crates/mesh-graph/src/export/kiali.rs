//! Kiali's graph JSON: what its `/api/namespaces/graph` answers (kiali/kiali, `graph/config/common/common.go`).

use mesh_ordered::{OrderedMap, OrderedSet};
use serde_json::{Map, Value, json};

use super::kiali_node::{self, Answered, CLUSTER};
use super::{MOST_EDGES, MOST_NODES};
use crate::{Edge, EdgeKind, Graph, GraphType, Health, Node, Protocol, ProtocolRates};

/// The graph as Kiali answers it, so that what reads Kiali's graphs reads ours. Ids are opaque in both; Kiali hashes its own.
///
/// `timestamp` is in Unix seconds, `duration` the length of the window in seconds.
#[must_use]
pub fn kiali(graph: &Graph, timestamp: u64, duration: u64) -> String {
    let nodes: Vec<&Node> = graph.nodes.iter().take(MOST_NODES).collect();
    let known: OrderedSet<&str> = nodes.iter().map(|node| node.id.as_str()).collect();
    let is_known = |edge: &&Edge| known.contains(edge.source.as_str()) && known.contains(edge.target.as_str());
    let edges: Vec<&Edge> = graph.edges.iter().filter(is_known).take(MOST_EDGES).collect();
    let type_of = match graph.graph_type {
        GraphType::App => "app",
        GraphType::VersionedApp => "versionedApp",
        GraphType::Workload => "workload",
        GraphType::Service => "service",
    };
    // Parents stand before their members.
    let mut wrapped: Vec<Value> = boxes(&nodes).into_iter().map(|data| json!({"data": data})).collect();
    let answered = Answered::of(&edges);
    wrapped.extend(nodes.iter().map(|node| json!({"data": kiali_node::node(node, &answered)})));
    let outbound: OrderedMap<&str, f64> = nodes.iter().map(|node| (node.id.as_str(), node.outbound.total())).collect();
    let outbound_of = |edge: &Edge| outbound.get(edge.source.as_str()).copied().unwrap_or_default();
    let answer = json!({
        "timestamp": timestamp,
        "duration": duration,
        "graphType": type_of,
        "elements": {
            "nodes": wrapped,
            "edges": edges.iter().flat_map(|each| of_protocols(each, outbound_of(each))).collect::<Vec<_>>(),
        },
    });
    format!("{answer:#}\n")
}

fn boxes(nodes: &[&Node]) -> Vec<Value> {
    let mut seen = OrderedSet::new();
    let mut boxes = Vec::new();
    for node in nodes {
        let Some(parent) = &node.parent else { continue };
        if seen.insert(parent.as_str()) {
            boxes.push(json!({
                "id": parent, "nodeType": "box", "cluster": CLUSTER, "namespace": node.namespace, "app": node.app,
                "healthData": null, "isBox": "app",
            }));
        }
    }
    boxes
}

/// Kiali's edges carry one protocol each; one without traffic says none. `outbound` is all that left its source.
fn of_protocols(of: &Edge, outbound: f64) -> Vec<Value> {
    let carried: Vec<ProtocolRates> = of.by_protocol().collect();
    if carried.is_empty() {
        return vec![json!({"data": edge(of, None, outbound)})];
    }
    carried.iter().map(|carried| json!({"data": edge(of, Some(carried), outbound)})).collect()
}

fn edge(edge: &Edge, carried: Option<&ProtocolRates>, outbound: f64) -> Value {
    let mut data = Map::new();
    let protocol = carried.map(|carried| carried.protocol).filter(|_| !edge.protocols.is_empty());
    let id = protocol.map_or_else(|| edge.id.clone(), |protocol| format!("{}.{}", edge.id, protocol.name()));
    data.insert("id".into(), id.into());
    data.insert("source".into(), edge.source.clone().into());
    data.insert("target".into(), edge.target.clone().into());
    if let Some(times) = edge.response_times {
        data.insert("responseTime".into(), format!("{:.0}", times.p95).into());
    }
    if edge.health != Health::None {
        data.insert("healthStatus".into(), kiali_node::status(edge.health).into());
    }
    if edge.mutual_tls > 0.0 {
        data.insert("isMTLS".into(), format!("{:.0}", edge.mutual_tls).into());
    }
    data.insert("traffic".into(), carried.map_or_else(|| json!({}), |carried| traffic(edge, carried, outbound)));
    Value::Object(data)
}

fn traffic(edge: &Edge, ProtocolRates { protocol, rates: of }: &ProtocolRates, outbound: f64) -> Value {
    let (name, total) = (protocol.name(), of.total());
    let mut rates = Map::new();
    let mut rate = |suffix: &str, value: f64| kiali_node::rate(&mut rates, &format!("{name}{suffix}"), value);
    rate("", total);
    // Kiali counts the bytes of TCP, which nobody knows here: these are connections.
    if *protocol != Protocol::Tcp {
        rate("NoResponse", of.no_response);
    }
    match protocol {
        Protocol::Http => {
            rate("3xx", of.redirect);
            rate("4xx", of.client_error);
            rate("5xx", of.server_error);
        }
        Protocol::Grpc => rate("Err", of.client_error + of.server_error),
        Protocol::Tcp => {}
    }
    let mut percent = |suffix: &str, value: f64| {
        if value > 0.0 && *protocol != Protocol::Tcp {
            rates.insert(format!("{name}{suffix}"), format!("{value:.1}").into());
        }
    };
    percent("PercentErr", of.error_percent());
    if edge.kind == EdgeKind::Request && outbound > 0.0 {
        percent("PercentReq", 100.0 * total / outbound);
    }
    let mut responses: Map<String, Value> = Map::new();
    let of_all = if total > 0.0 { edge.rates.total() / total } else { 0.0 };
    for flag in edge.flags.iter().filter(|flag| flag.protocol == *protocol) {
        let detail = responses.entry(kiali_node::code(flag.status)).or_insert_with(|| json!({"flags": {}}));
        if let Some(flags) = detail.get_mut("flags").and_then(Value::as_object_mut) {
            flags.insert(flag.flags.clone(), format!("{:.1}", flag.percent * of_all).into());
        }
    }
    json!({"protocol": name, "rates": rates, "responses": responses})
}
