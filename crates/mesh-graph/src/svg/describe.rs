//! The drawing in words: the figures that stand in it, for those who do not see it.

use super::figures::{percent, rate, weight};
use super::label::{errors, pods_amiss};
use crate::{Edge, EdgeKind, Graph, Node, NodeKind};

/// No more edges or nodes are told: nobody listens that long.
const MOST: usize = 40;

/// How much there is, every edge with what stands on it, and every node with what is wrong with its pods.
pub(super) fn describe(graph: &Graph) -> String {
    let services = graph.nodes.iter().filter(|node| node.kind == NodeKind::Service).count();
    let mut text = format!("{} nodes, {services} of them services, {} edges.", graph.nodes.len(), graph.edges.len());
    let name = |id: &str| graph.node(id).map_or(id.to_owned(), Node::full_name);
    let says = |edge: &&Edge| !edge.idle || edge.weight.is_some() || edge.is_cut;
    for edge in graph.edges.iter().filter(says).take(MOST) {
        text.push_str(&format!(" {} to {}: {}.", name(&edge.source), name(&edge.target), figures(edge)));
    }
    let amiss = graph.nodes.iter().filter_map(|node| Some((node, pods_amiss(node)?)));
    for (node, amiss) in amiss.take(MOST) {
        text.push_str(&format!(" {}: {amiss}.", node.full_name()));
    }
    text
}

/// In a split the observed share and the configured weight, else the rate; then errors.
fn figures(edge: &Edge) -> String {
    let mut words = if edge.kind == EdgeKind::Mirror { "mirrored, ".to_owned() } else { String::new() };
    match edge.weight {
        Some(configured) => {
            let share = percent(edge.share.unwrap_or_default());
            words.push_str(&format!("{share} (weight {})", weight(configured)));
        }
        None => words.push_str(&rate(edge.rates.total())),
    }
    if let Some(errors) = errors(edge) {
        words.push_str(&format!(", {errors} errors"));
    }
    if edge.is_cut {
        words.push_str(", cut on purpose");
    }
    words
}
