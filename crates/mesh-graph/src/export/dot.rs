//! Graphviz' DOT (graphviz.org/doc/info/lang.html).

use mesh_ordered::OrderedMap;

use super::{MOST_EDGES, MOST_NODES, words};
use crate::{Edge, Graph, Node, NodeKind};

/// The graph as DOT: Kiali's shapes, boxes as clusters, colours with a sign beside them.
#[must_use]
pub fn dot(graph: &Graph, title: &str) -> String {
    let mut out = format!("digraph {} {{\n", quoted(&words::line(title)));
    out.push_str("  graph [rankdir=LR, nodesep=0.4, ranksep=0.9, fontname=\"sans-serif\", fontsize=12];\n");
    out.push_str("  node [fontname=\"sans-serif\", fontsize=12, style=filled, fillcolor=white, penwidth=2];\n");
    out.push_str("  edge [fontname=\"sans-serif\", fontsize=11, penwidth=2];\n");
    let mut boxes: OrderedMap<&str, Vec<&Node>> = OrderedMap::new();
    for node in graph.nodes.iter().take(MOST_NODES) {
        match &node.parent {
            Some(parent) => boxes.entry(parent).or_default().push(node),
            None => out.push_str(&statement(node, "  ")),
        }
    }
    for (index, members) in boxes.values().enumerate() {
        let name = members.first().map(|node| words::line(&node.app)).unwrap_or_default();
        out.push_str(&format!("  subgraph cluster_{index} {{\n    label={};\n", quoted(&name)));
        out.push_str("    style=\"rounded,filled\"; color=\"#cfd4dc\"; fillcolor=\"#eef0f4\";\n");
        for node in members {
            out.push_str(&statement(node, "    "));
        }
        out.push_str("  }\n");
    }
    let known: mesh_ordered::OrderedSet<&str> =
        graph.nodes.iter().take(MOST_NODES).map(|node| node.id.as_str()).collect();
    let is_drawn = |edge: &&Edge| known.contains(edge.source.as_str()) && known.contains(edge.target.as_str());
    for edge in graph.edges.iter().filter(is_drawn).take(MOST_EDGES) {
        let style = if words::is_dashed(edge) { ", style=dashed" } else { "" };
        out.push_str(&format!(
            "  {} -> {} [label={}, color=\"{}\"{style}];\n",
            quoted(&edge.source),
            quoted(&edge.target),
            quoted(&words::edge(edge)),
            words::colour(edge.health, edge.idle)
        ));
    }
    out.push_str("}\n");
    out
}

fn statement(node: &Node, indent: &str) -> String {
    let shape = match node.kind {
        NodeKind::Service if node.is_service_entry => "cds",
        NodeKind::Service => "triangle",
        NodeKind::App => "box",
        NodeKind::Group => "folder",
        NodeKind::Client | NodeKind::Gateway | NodeKind::Workload | NodeKind::Unknown => "ellipse",
    };
    format!(
        "{indent}{} [label={}, shape={shape}, color=\"{}\"];\n",
        quoted(&node.id),
        quoted(&words::node(node)),
        words::colour(node.health, node.idle)
    )
}

/// A quoted string: what would end it, or begin one of the escapes of labels (`\N`, `\G`, `\n`), stands for itself.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' | '\r' | '\t' => quoted.push(' '),
            _ if character.is_control() => {}
            // Graphviz reads HTML entities in labels: `&quot;` would be a quote.
            '&' => quoted.push_str("&amp;"),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
