//! One level of a drawing: nodes, cards and frames in columns, with the edges between them.

use mesh_ordered::{OrderedMap, OrderedSet};

use super::FITTED;
use super::axes::Axes;
use super::blocks::{Block, Blocks};
use super::edges::{self, Doors};
use super::footprint::Drawing;
use super::layers::Layers;
use super::metrics::{DENSE, MANY_APPS, NODE, SMALL_NODE};
use super::names::{Names, Shortened, named};
use super::placed::{Fitting, Placed, center};
use super::shape::Room;
use super::slots::{Port, Slots, put_in_order};
use crate::{BoxArea, EdgeCurve, Graph, Layout, NodeKind, NodePlace, Point, Stage};

/// What all levels of a drawing have in common.
pub(super) struct Style {
    pub(super) axes: Axes,
    /// Half of a node's side.
    pub(super) node: f64,
    pub(super) is_dense: bool,
    /// What names have in common.
    pub(super) names: Shortened,
}

impl Style {
    pub(super) fn of(graph: &Graph, axes: Axes) -> Self {
        let apps: OrderedSet<(&str, &str)> = graph
            .nodes
            .iter()
            .filter(|node| matches!(node.kind, NodeKind::App | NodeKind::Workload))
            .map(|node| (node.namespace.as_str(), node.app.as_str()))
            .collect();
        let sits: OrderedMap<&str, &str> =
            graph.nodes.iter().filter_map(|node| Some((node.id.as_str(), node.sits_on.as_deref()?))).collect();
        // The way from a triangle into what it sits on is not drawn.
        let is_seen = |edge: &&crate::Edge| sits.get(edge.source.as_str()) != Some(&edge.target.as_str());
        Self {
            axes,
            node: if apps.len() >= MANY_APPS { SMALL_NODE } else { NODE },
            is_dense: graph.edges.iter().filter(is_seen).count() >= DENSE,
            names: if graph.groups.is_empty() { Shortened::of(graph) } else { Shortened::narrow(graph) },
        }
    }
}

/// What stands on a level.
pub(super) struct Parts<'a> {
    pub(super) graph: &'a Graph,
    /// The sizes of the frames and ports among its nodes.
    pub(super) frames: OrderedMap<usize, Room>,
    pub(super) ports: OrderedMap<usize, Port>,
    /// Where edges go through the sides of frames.
    pub(super) doors: Doors,
}

impl Parts<'_> {
    /// The nodes that each edge joins.
    pub(super) fn ends(&self) -> Vec<Option<(usize, usize)>> {
        let nodes = self.graph.nodes.iter().enumerate();
        let index: OrderedMap<&str, usize> = nodes.map(|(index, node)| (node.id.as_str(), index)).collect();
        let ends = |edge: &crate::Edge| Some((*index.get(edge.source.as_str())?, *index.get(edge.target.as_str())?));
        self.graph.edges.iter().map(ends).collect()
    }
}

/// How close things stand.
#[derive(Clone, Copy)]
pub(super) enum Fit {
    /// As close as it takes to fit on what is left of the stage, which is this large; in lines where it is too long for all of it.
    Stage(Stage),
    /// No closer than this, whatever that takes.
    Always(Fitting),
}

/// A level with its places.
#[derive(Default)]
pub(super) struct Level {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) nodes: Vec<NodePlace>,
    pub(super) boxes: Vec<BoxArea>,
    pub(super) edges: Vec<EdgeCurve>,
    is_shortened: bool,
}

impl Level {
    /// As a whole drawing.
    pub(super) fn layout(self, stage: Stage) -> Layout {
        Layout {
            stage,
            width: self.width,
            height: self.height,
            is_shortened: self.is_shortened,
            nodes: self.nodes,
            boxes: self.boxes,
            edges: self.edges,
            ..Layout::default()
        }
    }
}

/// Which edges of a level run back, by their places: so that no cycle is left.
pub(super) fn turned(parts: &Parts<'_>, axes: Axes, stage: Stage) -> Vec<bool> {
    Slots::new(&Blocks::new(parts.graph), &parts.ends(), axes, stage, &parts.ports).turned
}

/// Gives everything on a level its place.
pub(super) fn place(parts: &Parts<'_>, style: &Style, stage: Stage, fit: Fit, previous: Option<&Layout>) -> Level {
    let Parts { graph, frames, ports, doors } = parts;
    let Style { axes, node, is_dense, .. } = *style;
    let blocks = Blocks::new(graph);
    let ends = parts.ends();
    let slots = Slots::new(&blocks, &ends, axes, stage, ports);
    let mut layers = Layers::new(&slots.ranks, &vec![None; slots.ranks.len()], &slots.edges);
    put_in_order(&mut layers, graph, &blocks, &slots, previous);
    let attempt = |fitting: Fitting, lines: Option<f64>| {
        let names = named(graph, &blocks, &slots, axes, stage, (node, fitting), &style.names);
        let gap = fitting.gap();
        let drawing = Drawing { graph, blocks: &blocks, names: &names, axes, node, gap, is_dense, frames };
        let placed = Placed::new(&drawing, &slots, &layers, stage, (fitting, lines))?;
        Some((fitting, names, placed))
    };
    let finished = |(fitting, names, placed): &(Fitting, Names, Placed)| {
        let drawing = Drawing { graph, blocks: &blocks, names, axes, node, gap: fitting.gap(), is_dense, frames };
        finish(&drawing, placed, &slots, &layers, &ends, doors)
    };
    let (mut fitting, whole) = match fit {
        Fit::Stage(whole) => (Fitting::ROOMY, Some(whole).filter(|_| graph.nodes.len() <= FITTED)),
        Fit::Always(fitting) => (fitting, None),
    };
    loop {
        let Some(tried) = attempt(fitting, None) else { return Level::default() };
        let Some(whole) = whole else { return finished(&tried) };
        if let Some(closer) = fitting.closer(&tried.2, axes, stage) {
            fitting = closer;
            continue;
        }
        let [along, across] = [whole, stage].map(|stage| Point { x: stage.width, y: stage.height });
        let (along, across) = (axes.along(along), axes.across(across));
        let is_too_long = tried.2.end > along + 0.5 && frames.is_empty() && ports.is_empty();
        let in_lines = Fitting::in_lines().into_iter().filter(|_| is_too_long);
        let mut in_lines = in_lines.filter_map(|fitting| attempt(fitting, Some(along)));
        let fits = in_lines.find(|(_, _, placed)| placed.taken <= across + 0.5);
        return finished(fits.as_ref().unwrap_or(&tried));
    }
}

fn finish(
    drawing: &Drawing<'_>,
    placed: &Placed,
    slots: &Slots,
    layers: &Layers,
    ends: &[Option<(usize, usize)>],
    doors: &Doors,
) -> Level {
    let Drawing { graph, names, axes, .. } = *drawing;
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
    let centers: Vec<Point> = nodes.iter().map(|place| place.center).collect();
    let size = axes.point(placed.end, placed.taken);
    Level {
        width: size.x,
        height: size.y,
        boxes: boxes(drawing, placed, slots, &nodes),
        edges: edges::curves(&centers, drawing, placed, slots, layers, ends, doors),
        is_shortened: names.is_shortened,
        nodes,
    }
}

fn boxes(drawing: &Drawing<'_>, placed: &Placed, slots: &Slots, nodes: &[NodePlace]) -> Vec<BoxArea> {
    let Drawing { graph, blocks, names, axes, .. } = *drawing;
    let area = |(index, block): (usize, &Block)| {
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
