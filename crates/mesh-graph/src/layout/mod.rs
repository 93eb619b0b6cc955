//! Where everything stands: an own layered layout, left to right, that keeps its order across edits.
//!
//! The steps of Sugiyama: break cycles, give columns, cut long edges, order for few crossings, straighten.
//! Boxes count as one node until the last two steps, so that their versions share a column.

mod acyclic;
mod crossings;
mod curve;
mod layers;
pub(crate) mod metrics;
mod order;
mod place;
mod rank;
#[cfg(test)]
mod tests;
mod units;

pub(crate) use mesh_view::short;

use mesh_ordered::OrderedMap;

use crate::{BoxArea, Edge, EdgeCurve, Graph, Layout, NodePlace, Point};
use layers::Layers;
use metrics::{BOX_SIDE, BOX_TOP, MARGIN, NODE, Rows, below, half_width};
use units::Units;

/// So many crossings more than needed are no reason to move what stands.
const ENOUGH: u64 = 2;

/// Lays a graph out; the same graph and the same previous layout give the same places. Nodes that stood in
/// `previous` keep their order, unless that would cost many more crossings than a new order.
#[must_use]
pub fn layout(graph: &Graph, previous: Option<&Layout>) -> Layout {
    let index: OrderedMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(index, node)| (node.id.as_str(), index)).collect();
    let ends = |edge: &Edge| Some((*index.get(edge.source.as_str())?, *index.get(edge.target.as_str())?));
    let ends: Vec<Option<(usize, usize)>> = graph.edges.iter().map(ends).collect();
    let units = Units::new(graph);
    let (ranks, edges) = columns(&units, &ends);
    let mut layers = Layers::new(&ranks, &units.groups, &edges);
    order(&mut layers, graph, previous);
    let heights = place::heights(&layers, &Rows { nodes: &graph.nodes, groups: &units.groups });
    let centers = centers(graph, &layers, &ranks, &ends, &heights);
    finish(graph, &units, &layers, &ranks, &ends, &centers)
}

/// Columns of nodes, and the edges turned to go from left to right (those that cannot be drawn so left out).
fn columns(units: &Units, ends: &[Option<(usize, usize)>]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut edges: Vec<(usize, usize)> = ends.iter().map(|ends| ends.unwrap_or_default()).collect();
    let of_units = |edges: &[(usize, usize)]| -> Vec<(usize, usize)> {
        edges.iter().map(|(source, target)| (units.of_node[*source], units.of_node[*target])).collect()
    };
    if units.of_node.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let reversed = acyclic::reversed(units.count, &of_units(&edges));
    for (edge, reversed) in edges.iter_mut().zip(reversed) {
        if reversed {
            *edge = (edge.1, edge.0);
        }
    }
    let ranks = rank::ranks(units.count, &of_units(&edges));
    let ranks = units.spread_idle(ranks, &edges);
    (units.of_node.iter().map(|unit| ranks[*unit]).collect(), edges)
}

fn order(layers: &mut Layers, graph: &Graph, previous: Option<&Layout>) {
    let before: OrderedMap<&str, f64> =
        previous.iter().flat_map(|layout| &layout.nodes).map(|place| (place.id.as_str(), place.center.y)).collect();
    let heights: Vec<Option<f64>> = graph.nodes.iter().map(|node| before.get(node.id.as_str()).copied()).collect();
    if heights.iter().all(Option::is_none) {
        return order::fresh(layers);
    }
    let mut fresh = layers.clone();
    order::kept(layers, &heights);
    let crossings = crossings::count(layers);
    if crossings > ENOUGH {
        order::fresh(&mut fresh);
        let fewest = crossings::count(&fresh);
        if crossings > fewest + fewest / 2 + ENOUGH {
            *layers = fresh;
        }
    }
}

/// Centres of all slots.
fn centers(
    graph: &Graph,
    layers: &Layers,
    ranks: &[usize],
    ends: &[Option<(usize, usize)>],
    heights: &[f64],
) -> Vec<Point> {
    let mut half_widths = vec![NODE; layers.columns.len()];
    for (node, rank) in graph.nodes.iter().zip(ranks) {
        half_widths[*rank] = half_widths[*rank].max(half_width(node));
    }
    let mut weighted = vec![false; half_widths.len()];
    for (ends, edge) in ends.iter().zip(&graph.edges) {
        if let (Some((source, target)), Some(_)) = (ends, edge.weight) {
            weighted[ranks[*source].min(ranks[*target])] = true;
        }
    }
    let columns = metrics::column_centers(&half_widths, &weighted);
    let top = MARGIN + NODE + if graph.nodes.iter().any(|node| node.parent.is_some()) { BOX_TOP } else { 0.0 };
    let mut centers = vec![Point::default(); layers.slots.len()];
    for (column, x) in layers.columns.iter().zip(columns) {
        for slot in column {
            centers[*slot] = Point { x: MARGIN + x, y: top + heights[*slot] };
        }
    }
    centers
}

fn finish(
    graph: &Graph,
    units: &Units,
    layers: &Layers,
    ranks: &[usize],
    ends: &[Option<(usize, usize)>],
    centers: &[Point],
) -> Layout {
    let positions = layers.positions();
    let place = |(index, node): (usize, &crate::Node)| NodePlace {
        id: node.id.clone(),
        center: centers[index],
        rank: ranks[index] as u32,
        order: positions[index] as u32,
    };
    let nodes: Vec<NodePlace> = graph.nodes.iter().enumerate().map(place).collect();
    let boxes = boxes(graph, units, centers);
    let edges = curves(graph, layers, ends, centers);
    let extent = |right: f64, bottom: f64| (right + MARGIN, bottom + MARGIN);
    let of_nodes = graph.nodes.iter().zip(&nodes);
    let of_nodes =
        of_nodes.map(|(node, place)| extent(place.center.x + half_width(node), place.center.y + below(node)));
    let of_boxes = boxes.iter().map(|area| extent(area.origin.x + area.width, area.origin.y + area.height));
    let (width, height) =
        of_nodes.chain(of_boxes).fold((0.0_f64, 0.0_f64), |size, end| (size.0.max(end.0), size.1.max(end.1)));
    Layout { width, height, nodes, boxes, edges }
}

fn boxes(graph: &Graph, units: &Units, centers: &[Point]) -> Vec<BoxArea> {
    let area = |(id, members): (&String, &Vec<usize>)| {
        let half = members.iter().map(|node| half_width(&graph.nodes[*node])).fold(0.0, f64::max);
        let top = members.iter().map(|node| centers[*node].y - NODE).fold(f64::INFINITY, f64::min);
        let bottom = members.iter().map(|node| centers[*node].y + below(&graph.nodes[*node])).fold(0.0, f64::max);
        let first = members.first()?;
        Some(BoxArea {
            id: id.clone(),
            label: graph.nodes[*first].app.clone(),
            origin: Point { x: centers[*first].x - half, y: top - BOX_TOP },
            width: 2.0 * half,
            height: bottom - top + BOX_TOP + BOX_SIDE / 2.0,
        })
    };
    units.boxes.iter().filter_map(area).collect()
}

fn curves(graph: &Graph, layers: &Layers, ends: &[Option<(usize, usize)>], centers: &[Point]) -> Vec<EdgeCurve> {
    let pair = |(source, target): (usize, usize)| (source.min(target), source.max(target));
    // How many edges join the same two nodes, and how many of them are drawn.
    let mut parallel: OrderedMap<(usize, usize), (f64, f64)> = OrderedMap::new();
    for ends in ends.iter().flatten() {
        parallel.entry(pair(*ends)).or_default().0 += 1.0;
    }
    let mut curves = Vec::with_capacity(graph.edges.len());
    for ((edge, ends), chain) in graph.edges.iter().zip(ends).zip(&layers.chains) {
        let mut points = Vec::new();
        if let Some(ends) = ends {
            let (all, drawn) = parallel.entry(pair(*ends)).or_default();
            let bow = if chain.len() == 2 { (*drawn - (*all - 1.0) / 2.0) * 26.0 } else { 0.0 };
            *drawn += 1.0;
            points = curve_of(*ends, chain, bow, centers);
        }
        let label = match (ends, chain.len()) {
            (Some(ends), 2) => label(graph, *ends, &points, centers),
            _ => curve::label(&points),
        };
        curves.push(EdgeCurve { id: edge.id.clone(), label, points });
    }
    curves
}

/// The label of an edge between neighbouring columns: in the middle of what the names of its ends leave free.
fn label(graph: &Graph, (source, target): (usize, usize), points: &[Point], centers: &[Point]) -> Point {
    let (left, right) = (centers[source], centers[target]);
    if left.x >= right.x {
        return curve::label(points);
    }
    let free = (left.x + half_width(&graph.nodes[source]), right.x - half_width(&graph.nodes[target]));
    curve::label_at(points, (free.0 + free.1) / 2.0)
}

fn curve_of((source, target): (usize, usize), chain: &[usize], bow: f64, centers: &[Point]) -> Vec<Point> {
    let (from, to) = (centers[source], centers[target]);
    if source == target {
        curve::around(from)
    } else if from.x == to.x {
        curve::beside(from, to)
    } else {
        let stops: Vec<Point> = chain.iter().map(|slot| centers[*slot]).collect();
        let mut points = curve::through(&stops, bow);
        if chain.first() != Some(&source) {
            points.reverse();
        }
        points
    }
}
