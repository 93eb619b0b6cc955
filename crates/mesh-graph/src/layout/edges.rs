//! Edges from port to port, around what stands between, as curves.

use mesh_ordered::{OrderedMap, sort_by};

use super::curve;
use super::footprint::Drawing;
use super::layers::Layers;
use super::metrics::{LINE, NAME_DROP};
use super::placed::Placed;
use super::slots::Slots;
use crate::{EdgeCurve, Graph, NameSide, Point};

/// How far apart the ends of edges stand at one side of a node, and how much of the side they take at most.
const PORT_GAP: f64 = 7.0;
const PORTS: f64 = 0.62;
const CARD_PORT_GAP: f64 = 16.0;
/// Between two edges that join the same two nodes.
const BOW: f64 = 26.0;

/// An end of an edge at a side of a node: how far across traffic the other end is seen, the edge, whether it begins here.
type End = (f64, usize, bool);

/// Edges of a graph that has no place for them.
pub(super) fn nowhere(graph: &Graph) -> Vec<EdgeCurve> {
    graph.edges.iter().map(|edge| empty(&edge.id)).collect()
}

fn empty(id: &str) -> EdgeCurve {
    EdgeCurve {
        id: id.to_owned(),
        points: Vec::new(),
        label: Point::default(),
        at: 0.5,
        room: 0.0,
        lean: 0.0,
        inside: false,
    }
}

/// Where edges end at frames: across traffic from the middle, by edge and node.
pub(super) type Doors = OrderedMap<(usize, usize), f64>;

/// The edges between nodes that have their places, without labels.
pub(super) fn curves(
    centers: &[Point],
    drawing: &Drawing<'_>,
    placed: &Placed,
    slots: &Slots,
    layers: &Layers,
    ends: &[Option<(usize, usize)>],
    doors: &Doors,
) -> Vec<EdgeCurve> {
    let routes = Routes { drawing, placed, slots, layers, centers };
    let ports = routes.ports(ends, doors);
    let pair = |(source, target): (usize, usize)| (source.min(target), source.max(target));
    // How many edges join the same two nodes, and how many of them are drawn.
    let mut parallel: OrderedMap<(usize, usize), (f64, f64)> = OrderedMap::new();
    for ends in ends.iter().flatten() {
        parallel.entry(pair(*ends)).or_default().0 += 1.0;
    }
    let mut curves = nowhere(drawing.graph);
    for (index, (curve, ends)) in curves.iter_mut().zip(ends).enumerate() {
        let Some(ends) = *ends else { continue };
        let (all, drawn) = parallel.entry(pair(ends)).or_default();
        let bow = (*drawn - (*all - 1.0) / 2.0) * BOW;
        *drawn += 1.0;
        curve.inside = drawing.blocks.is_inside(ends.0, ends.1);
        curve.points = routes.points(index, ends, ports[index], bow);
    }
    curves
}

struct Routes<'a> {
    drawing: &'a Drawing<'a>,
    placed: &'a Placed,
    slots: &'a Slots,
    layers: &'a Layers,
    centers: &'a [Point],
}

impl Routes<'_> {
    fn center(&self, node: usize) -> Point {
        self.centers[node]
    }

    /// The point of a joint.
    fn joint(&self, slot: usize, column: usize) -> Point {
        // Behind the slots of blocks come the joints; blocks with two slots have one place.
        let at = self.placed.across.get(slot).copied().unwrap_or_default();
        self.drawing.axes.point(self.placed.columns.get(column).copied().unwrap_or_default(), at)
    }

    /// How far from a node's centre edges end that come along traffic, and how far those begin that go on.
    fn sides(&self, node: usize) -> (f64, f64) {
        if self.drawing.room(node).is_some() {
            // Through the side of a frame an edge goes on.
            let (half, is_frame) = (self.drawing.halves(node).0, self.drawing.frames.contains_key(&node));
            return (if is_frame { half } else { half + 2.0 }, half);
        }
        let half = self.drawing.half(node);
        let is_triangle = self.drawing.graph.nodes[node].is_triangle();
        // Where the name stands below, what goes on down begins under it.
        let below = match self.drawing.names.sides[node] {
            NameSide::Below => NAME_DROP + LINE * self.drawing.names.lines[node].len() as f64,
            NameSide::Right | NameSide::Nowhere => 0.0,
        };
        match (is_triangle, self.drawing.axes.down) {
            (true, false) => (0.78 * half, 0.62 * half),
            (true, true) => (half + 1.0, half + below),
            (false, false) => (half + 2.0, half),
            (false, true) => (half + 2.0, half + below),
        }
    }

    /// How far each edge's ends stand from the middle of the sides of its nodes.
    fn ports(&self, ends: &[Option<(usize, usize)>], doors: &Doors) -> Vec<(f64, f64)> {
        let axes = self.drawing.axes;
        // By node and side (behind it or before it): where the edge comes from or goes to, its index, whether that is its begin.
        let mut sides: OrderedMap<(usize, bool), Vec<End>> = OrderedMap::new();
        for (index, ends) in ends.iter().enumerate() {
            let Some((source, target)) = *ends else { continue };
            if source == target || self.drawing.blocks.is_inside(source, target) {
                continue;
            }
            let is_turned = self.slots.turned[index];
            let chain = &self.layers.chains[index];
            let inner = chain.get(1..chain.len().saturating_sub(1)).unwrap_or_default();
            let across = |slot: Option<&usize>| slot.and_then(|slot| self.placed.across.get(*slot)).copied();
            let (next, last) = if is_turned { (inner.last(), inner.first()) } else { (inner.first(), inner.last()) };
            let seen_from_source = across(next).unwrap_or(axes.across(self.center(target)));
            let seen_from_target = across(last).unwrap_or(axes.across(self.center(source)));
            sides.entry((source, !is_turned)).or_default().push((seen_from_source, index, true));
            sides.entry((target, is_turned)).or_default().push((seen_from_target, index, false));
        }
        let mut ports = vec![(0.0, 0.0); ends.len()];
        for ((node, _), mut edges) in sides.into_iter() {
            sort_by(&mut edges, |one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let count = edges.len();
            let room = 2.0 * self.drawing.halves(node).1 * PORTS;
            let most = if self.drawing.room(node).is_some() { CARD_PORT_GAP } else { PORT_GAP };
            let gap = most.min(room / count.max(2) as f64);
            for (nth, (_, edge, is_begin)) in edges.into_iter().enumerate() {
                let at = doors.get(&(edge, node)).copied().unwrap_or((nth as f64 - (count - 1) as f64 / 2.0) * gap);
                if is_begin { ports[edge].0 = at } else { ports[edge].1 = at }
            }
        }
        ports
    }

    fn points(&self, index: usize, (source, target): (usize, usize), ports: (f64, f64), bow: f64) -> Vec<Point> {
        let axes = self.drawing.axes;
        let (from, to) = (self.center(source), self.center(target));
        let out = |node: usize, along: f64, across: f64| {
            let center = self.center(node);
            axes.point(axes.along(center) + along, axes.across(center) + across)
        };
        if source == target {
            return curve::around(from, self.drawing.half(source));
        }
        if self.drawing.blocks.is_inside(source, target) {
            return curve::through(&[from, to], 0.0, axes);
        }
        let (enter, leave) = (self.sides(target).0, self.sides(source).1);
        let is_turned = self.slots.turned[index];
        let chain = &self.layers.chains[index];
        let rank =
            |slot: Option<&usize>| slot.and_then(|slot| self.slots.ranks.get(*slot)).copied().unwrap_or_default();
        let line = self.placed.lines.of(rank(chain.first()));
        if line != self.placed.lines.of(rank(chain.last()))
            && let Some(turn) = self.placed.turns.get(line)
        {
            return curve::to_next_line(out(source, leave, ports.0), out(target, -enter, ports.1), *turn, axes);
        }
        if !is_turned && axes.along(to) <= axes.along(from) {
            let (begin, end) = (out(source, leave, 0.0), out(target, self.sides(target).1 + 2.0, 0.0));
            return curve::beside(begin, end, axes);
        }
        let first_column =
            self.slots.ranks.get(chain.first().copied().unwrap_or_default()).copied().unwrap_or_default();
        let inner = chain.get(1..chain.len().saturating_sub(1)).unwrap_or_default();
        let joints = inner.iter().zip(first_column + 1..).map(|(slot, column)| self.joint(*slot, column));
        let mut stops: Vec<Point> = Vec::with_capacity(chain.len());
        if is_turned {
            // It runs back: it leaves where others enter, and enters where others leave.
            stops.push(out(target, self.sides(target).1 + 2.0, ports.1));
            stops.extend(joints);
            stops.push(out(source, -self.sides(source).0, ports.0));
        } else {
            stops.push(out(source, leave, ports.0));
            stops.extend(joints);
            stops.push(out(target, -enter, ports.1));
        }
        let bow = if inner.is_empty() && ports == (0.0, 0.0) { bow } else { 0.0 };
        let mut points = curve::through(&stops, bow, axes);
        if is_turned {
            points.reverse();
        }
        points
    }
}
