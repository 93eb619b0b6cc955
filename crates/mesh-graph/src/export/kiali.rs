//! Kiali's graph JSON: what its `/api/namespaces/graph` answers (kiali/kiali, `graph/config/common/common.go`).

use mesh_ordered::{OrderedMap, OrderedSet};
use serde_json::{Map, Value, json};

use super::kiali_node::{self, Answered, CLUSTER};
use super::{MOST_EDGES, MOST_NODES};
use crate::{Edge, EdgeKind, Graph, GraphType, Health, Node};

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
            "edges": edges.iter().map(|each| json!({"data": edge(each, outbound_of(each))})).collect::<Vec<_>>(),
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

fn edge(edge: &Edge, outbound: f64) -> Value {
    let mut data = Map::new();
    data.insert("id".into(), edge.id.clone().into());
    data.insert("source".into(), edge.source.clone().into());
    data.insert("target".into(), edge.target.clone().into());
    if let Some(times) = edge.response_times {
        data.insert("responseTime".into(), format!("{:.0}", times.p95).into());
    }
    if edge.health != Health::None {
        data.insert("healthStatus".into(), kiali_node::status(edge.health).into());
    }
    data.insert("traffic".into(), traffic(edge, outbound));
    Value::Object(data)
}

/// An edge carries one protocol; one without traffic says none. `outbound` is all that left its source.
fn traffic(edge: &Edge, outbound: f64) -> Value {
    let total = edge.rates.total();
    if total <= 0.0 {
        return json!({});
    }
    let mut rates = Map::new();
    let mut rate = |name: &str, value: f64| kiali_node::rate(&mut rates, name, value);
    rate("http", total);
    rate("httpNoResponse", edge.rates.no_response);
    rate("http3xx", edge.rates.redirect);
    rate("http4xx", edge.rates.client_error);
    rate("http5xx", edge.rates.server_error);
    let mut percent = |name: &str, value: f64| {
        if value > 0.0 {
            rates.insert(name.into(), format!("{value:.1}").into());
        }
    };
    percent("httpPercentErr", edge.rates.error_percent());
    if edge.kind == EdgeKind::Request && outbound > 0.0 {
        percent("httpPercentReq", 100.0 * total / outbound);
    }
    let mut responses: Map<String, Value> = Map::new();
    for flag in &edge.flags {
        let detail = responses.entry(kiali_node::code(flag.status)).or_insert_with(|| json!({"flags": {}}));
        if let Some(flags) = detail.get_mut("flags").and_then(Value::as_object_mut) {
            flags.insert(flag.flags.clone(), format!("{:.1}", flag.percent).into());
        }
    }
    json!({"protocol": "http", "rates": rates, "responses": responses})
}
