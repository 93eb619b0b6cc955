//! Sizes of what is drawn, in CSS pixels (Kiali's geometry: nodes of 40 x 40).

use super::place::Spacing;
use crate::{Node, NodeKind};

/// Half of a node's side.
pub(crate) const NODE: f64 = 20.0;
/// Where edges end: a little outside the node, so that arrowheads touch it.
pub(super) const PORT: f64 = 23.0;
/// Around the whole drawing.
pub(super) const MARGIN: f64 = 28.0;
/// Beside the nodes in a box, and under the last label.
pub(super) const BOX_SIDE: f64 = 22.0;
/// Above the first node in a box, for the box's name.
pub(super) const BOX_TOP: f64 = 30.0;
/// Between the centres of two columns, at least.
const COLUMN: f64 = 176.0;
/// Between what stands above and below each other.
const GAP: f64 = 30.0;
/// Between the texts of two columns: an edge's label fits in.
const COLUMN_GAP: f64 = 44.0;
/// The same, where observed share and configured weight stand on the edges between them.
const WEIGHTED_GAP: f64 = 104.0;
/// Advance of a letter of 12 px sans-serif, on average.
const LETTER: f64 = 6.7;

/// Width of the label under a node.
pub(crate) fn label_width(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER + 12.0
}

/// Whether the version stands on a second line under the name.
pub(crate) fn second_line(node: &Node) -> bool {
    node.kind == NodeKind::App && node.parent.is_none() && !node.version.is_empty()
}

/// From a node's centre to the end of its label.
pub(super) fn below(node: &Node) -> f64 {
    NODE + if second_line(node) { 40.0 } else { 24.0 }
}

/// What a label grows by when a pod is ejected. Where that can happen the room is kept free always, so that
/// nothing moves when it does.
const EJECTED: &str = " · ejected 000 s";

/// Half of the room that a node takes in its column.
pub(super) fn half_width(node: &Node) -> f64 {
    let label = if node.badges.circuit_breaker && node.kind != NodeKind::Service {
        label_width(&node.label) + label_width(EJECTED)
    } else {
        label_width(&node.label)
    };
    let boxed = if node.parent.is_some() { box_label_width(&node.app) - 2.0 * BOX_SIDE } else { 0.0 };
    let side = if node.parent.is_some() { BOX_SIDE } else { 0.0 };
    (label / 2.0).max(boxed / 2.0).max(NODE) + side
}

/// Width that the name of a box needs, with what is beside it.
fn box_label_width(app: &str) -> f64 {
    label_width(app) + 48.0
}

/// Centre of each column, from the half widths of the widest node in it and whether edges with weights leave it.
pub(super) fn column_centers(half_widths: &[f64], weighted: &[bool]) -> Vec<f64> {
    let mut centers = Vec::with_capacity(half_widths.len());
    let mut at = 0.0;
    for (index, half) in half_widths.iter().enumerate() {
        if index == 0 {
            at = *half;
        } else {
            let gap = if weighted[index - 1] { WEIGHTED_GAP } else { COLUMN_GAP };
            at += (half_widths[index - 1] + half + gap).max(COLUMN);
        }
        centers.push(at);
    }
    centers
}

/// Distances between slots: nodes with their labels and boxes, joints of edges.
pub(super) struct Rows<'a> {
    pub nodes: &'a [Node],
    pub groups: &'a [Option<usize>],
}

impl Spacing for Rows<'_> {
    fn between(&self, upper: usize, lower: usize) -> f64 {
        let group = |slot: usize| self.groups.get(slot).copied().flatten();
        let bottom = self.nodes.get(upper).map_or(8.0, below);
        let top = self.nodes.get(lower).map_or(8.0, |_| NODE);
        let boxes = if group(upper) == group(lower) {
            0.0
        } else {
            group(upper).map_or(0.0, |_| BOX_SIDE) + group(lower).map_or(0.0, |_| BOX_TOP)
        };
        bottom + GAP + top + boxes
    }
}
