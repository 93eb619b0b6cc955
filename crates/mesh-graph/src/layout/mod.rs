//! Where everything stands on a stage: an own layered layout that keeps its order across edits.
//!
//! The steps of Sugiyama: break cycles, give columns, cut long edges, order for few crossings, straighten. What is drawn has the
//! same size on every screen, so that only distances are fitted: columns and rows are spread over the stage, never nearer than
//! texts let them. What does not fit reaches beyond the stage.

mod acyclic;
mod axes;
mod blocks;
mod corners;
mod covers;
mod crossings;
mod curve;
mod edges;
mod exchange;
mod footprint;
mod labels;
mod layers;
mod level;
mod lines;
pub(crate) mod metrics;
mod names;
mod nested;
mod order;
mod place;
mod placed;
mod rank;
mod shape;
mod slots;
mod solve;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub use covers::{Cover, Part, covers};
pub(crate) use mesh_view::short;

use mesh_ordered::OrderedMap;

use crate::{Graph, Layout, Moved, Point, Stage};
use axes::Axes;
use edges::Doors;
use level::{Fit, Parts, Style};
use metrics::BOX_SIDE;

/// More nodes than this are not laid out again to stand closer: they do not fit anyway.
const FITTED: usize = 200;

/// Lays a graph out for a stage; the same graph, stage and previous layout give the same places. Nodes that stood in `previous`
/// keep their order, unless that would cost many more crossings than a new order.
#[must_use]
pub fn layout(graph: &Graph, stage: Stage, previous: Option<&Layout>) -> Layout {
    layout_beside(graph, stage, 0.0, previous)
}

/// The same beside something that lies over the right of the stage, so many pixels wide. Which way traffic flows is for the whole
/// stage to say.
#[must_use]
pub fn layout_beside(graph: &Graph, stage: Stage, covered: f64, previous: Option<&Layout>) -> Layout {
    let stage = Stage { width: stage.width.clamp(200.0, 20_000.0), height: stage.height.clamp(150.0, 20_000.0) };
    let covered = if covered.is_finite() { covered.clamp(0.0, stage.width / 2.0) } else { 0.0 };
    if graph.nodes.is_empty() {
        return Layout { stage, covered, edges: edges::nowhere(graph), ..Layout::default() };
    }
    let room = Stage { width: stage.width - covered, ..stage };
    let mut layout = placed_for(graph, room, stage, previous);
    let corners = corners::of(graph, &layout);
    if corners::are_covered(graph, &layout, &corners) {
        // What the page shows in the corners gets a strip of its own.
        let height = stage.height - corners::STRIP;
        let above = placed_for(graph, Stage { height, ..room }, stage, previous);
        if above.height <= stage.height && above.width <= layout.width {
            layout = above;
        }
    }
    labels::place_all(graph, &mut layout, &corners);
    layout
}

/// A layout with nodes where somebody has put them; labels stand where there is room for them then. What was put somewhere may cover
/// something: that is for whoever put it there to judge.
#[must_use]
pub fn arranged(graph: &Graph, layout: &Layout, moved: &[Moved]) -> Layout {
    let mut arranged = layout.clone();
    if moved.is_empty() {
        return arranged;
    }
    arranged.put(graph, moved);
    for curve in &mut arranged.edges {
        curve.room = 0.0;
    }
    let corners = corners::of(graph, &arranged);
    labels::place_all(graph, &mut arranged, &corners);
    arranged
}

/// Places on a part of a stage.
fn placed_for(graph: &Graph, room: Stage, stage: Stage, previous: Option<&Layout>) -> Layout {
    let axes = Axes { down: stage.flows_down() };
    let style = Style::of(graph, axes);
    let mut layout = if graph.groups.is_empty() {
        let parts = Parts { graph, frames: OrderedMap::new(), ports: OrderedMap::new(), doors: Doors::new() };
        level::place(&parts, &style, room, Fit::Stage(stage), previous).layout(room)
    } else {
        nested::place(graph, &style, room, previous)
    };
    layout.stage = stage;
    layout.covered = stage.width - room.width;
    layout.width = layout.width.max(room.width);
    layout.height = layout.height.max(stage.height);
    layout.prefix.clone_from(&style.names.shared.prefix);
    layout.suffix.clone_from(&style.names.shared.suffix);
    layout.is_dense = style.is_dense;
    layout
}

/// Where the name of a box is written, from its left upper corner.
const TITLE: Point = Point { x: BOX_SIDE, y: 20.0 };
