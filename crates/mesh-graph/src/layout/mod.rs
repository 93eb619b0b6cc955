//! Where everything stands on a stage: an own layered layout that keeps its order across edits.
//!
//! The steps of Sugiyama: break cycles, give columns, cut long edges, order for few crossings, straighten. What is drawn has the
//! same size on every screen, so that only distances are fitted: columns and rows are spread over the stage, never nearer than
//! texts let them. What does not fit reaches beyond the stage.

mod acyclic;
mod axes;
mod blocks;
mod covers;
mod crossings;
mod curve;
mod edges;
mod footprint;
mod labels;
mod layers;
pub(crate) mod metrics;
mod names;
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

use mesh_ordered::{OrderedMap, OrderedSet};

use crate::{BoxArea, Edge, Graph, Layout, NodeKind, NodePlace, Point, Stage};
use axes::Axes;
use blocks::Blocks;
use footprint::Drawing;
use layers::Layers;
use metrics::{BOX_SIDE, DENSE, MANY_APPS, NODE, SMALL_NODE};
use names::named;
use placed::{Fitting, Placed, center};
use slots::{Slots, put_in_order};

/// More nodes than this are not laid out again to stand closer: they do not fit anyway.
const FITTED: usize = 200;

/// Lays a graph out for a stage; the same graph, stage and previous layout give the same places. Nodes that stood in `previous`
/// keep their order, unless that would cost many more crossings than a new order.
#[must_use]
pub fn layout(graph: &Graph, stage: Stage, previous: Option<&Layout>) -> Layout {
    let stage = Stage { width: stage.width.clamp(200.0, 20_000.0), height: stage.height.clamp(150.0, 20_000.0) };
    let axes = Axes { down: stage.flows_down() };
    let blocks = Blocks::new(graph);
    let index: OrderedMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(index, node)| (node.id.as_str(), index)).collect();
    let ends = |edge: &Edge| Some((*index.get(edge.source.as_str())?, *index.get(edge.target.as_str())?));
    let ends: Vec<Option<(usize, usize)>> = graph.edges.iter().map(ends).collect();
    let slots = Slots::new(&blocks, &ends, axes, stage);
    let apps: OrderedSet<(&str, &str)> = graph
        .nodes
        .iter()
        .filter(|node| matches!(node.kind, NodeKind::App | NodeKind::Workload))
        .map(|node| (node.namespace.as_str(), node.app.as_str()))
        .collect();
    let node = if apps.iter().count() >= MANY_APPS { SMALL_NODE } else { NODE };
    let is_seen = |ends: &&Option<(usize, usize)>| ends.is_some_and(|(from, to)| !blocks.is_inside(from, to));
    let is_dense = ends.iter().filter(is_seen).count() >= DENSE;
    let mut layers = Layers::new(&slots.ranks, &vec![None; slots.ranks.len()], &slots.edges);
    put_in_order(&mut layers, graph, &blocks, &slots, previous);
    let mut fitting = Fitting::ROOMY;
    loop {
        let names = named(graph, &blocks, &slots, axes, stage, (node, fitting));
        let drawing = Drawing { graph, blocks: &blocks, names: &names, axes, node, gap: fitting.gap(), is_dense };
        let placed = Placed::new(&drawing, &slots, &layers, stage, fitting);
        match fitting.closer(&placed, axes, stage) {
            Some(closer) if graph.nodes.len() <= FITTED => fitting = closer,
            _ => return finish(&drawing, &placed, &slots, &layers, &ends, stage),
        }
    }
}

fn finish(
    drawing: &Drawing<'_>,
    placed: &Placed,
    slots: &Slots,
    layers: &Layers,
    ends: &[Option<(usize, usize)>],
    stage: Stage,
) -> Layout {
    let Drawing { graph, names, axes, .. } = *drawing;
    if graph.nodes.is_empty() {
        return Layout { stage, edges: edges::nowhere(graph), ..Layout::default() };
    }
    let positions = layers.positions();
    let place = |(index, node): (usize, &crate::Node)| {
        let (center, anchor, slot) = center(drawing, placed, slots, index);
        NodePlace {
            id: node.id.clone(),
            center,
            anchor,
            size: 2.0 * drawing.half(index),
            rank: slots.ranks[slot] as u32,
            order: positions[slot] as u32,
            lines: names.lines[index].clone(),
            side: names.sides[index],
        }
    };
    let nodes: Vec<NodePlace> = graph.nodes.iter().enumerate().map(place).collect();
    let boxes = boxes(drawing, placed, slots, &nodes);
    let size = axes.point(placed.end, placed.taken);
    let (width, height) = (size.x.max(stage.width), size.y.max(stage.height));
    let layout = Layout {
        stage,
        width,
        height,
        prefix: names.shared.prefix.clone(),
        suffix: names.shared.suffix.clone(),
        is_shortened: names.is_shortened,
        is_dense: drawing.is_dense,
        nodes,
        boxes,
        edges: Vec::new(),
    };
    edges::with_edges(layout, drawing, placed, slots, layers, ends)
}

fn boxes(drawing: &Drawing<'_>, placed: &Placed, slots: &Slots, nodes: &[NodePlace]) -> Vec<BoxArea> {
    let Drawing { graph, blocks, names, axes, .. } = *drawing;
    let area = |(index, block): (usize, &blocks::Block)| {
        let id = block.parent.clone()?;
        let first = graph.nodes.get(*block.members.first()?)?;
        let footprint = placed.footprints.get(index)?;
        let [front, back] = [index, slots.back[index]].map(|slot| placed.columns[slots.ranks[slot]]);
        let at = placed.across[index];
        let begin = if block.triangle.is_some() { 0.0 } else { footprint.front.before };
        let from = axes.point(front - begin, at - footprint.across.before);
        let to = axes.point(back + footprint.back.after, at + footprint.across.after);
        let inside = || block.members.iter().chain(&block.triangle).filter_map(|node| nodes.get(*node));
        let least = |of: fn(&NodePlace) -> f64| inside().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&NodePlace) -> f64| inside().map(of).fold(f64::NEG_INFINITY, f64::max);
        Some(BoxArea {
            id,
            label: names.of_box(&first.app).to_owned(),
            origin: from,
            width: to.x - from.x,
            height: to.y - from.y,
            first: Point { x: least(|place| place.center.x), y: least(|place| place.center.y) },
            last: Point { x: most(|place| place.center.x), y: most(|place| place.center.y) },
        })
    };
    blocks.all.iter().enumerate().filter_map(area).collect()
}

/// Where the name of a box is written, from its left upper corner.
const TITLE: Point = Point { x: BOX_SIDE, y: 20.0 };
