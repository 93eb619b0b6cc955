//! What stands in columns, and in which order.

use mesh_ordered::OrderedMap;

use super::axes::Axes;
use super::blocks::{Block, Blocks};
use super::layers::Layers;
use super::metrics::{COLUMN, ROW};
use super::{acyclic, crossings, order, rank};
use crate::{Graph, Layout, Point, Stage};

/// So many crossings more than needed are no reason to move what stands.
const ENOUGH: u64 = 2;

/// What stands in columns: each block, twice where it takes two.
pub(super) struct Slots {
    /// The column of each slot; the first ones are the blocks by index, behind them the second columns of those that have one.
    pub(super) ranks: Vec<usize>,
    /// The block of each slot.
    pub(super) blocks: Vec<usize>,
    /// The last slot of each block.
    pub(super) back: Vec<usize>,
    /// Edges of the graph turned to go along traffic, then those that hold a block's two slots together.
    pub(super) edges: Vec<(usize, usize)>,
    /// For each edge of the graph whether it was turned round.
    pub(super) turned: Vec<bool>,
    pub(super) columns: usize,
    /// For each block whether it is a port, through which edges leave the frame that is laid out.
    pub(super) ports: Vec<Option<Port>>,
}

/// The side of a frame at which an edge goes through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Port {
    /// Where traffic comes in.
    Front,
    /// Where it goes on.
    Back,
}

impl Slots {
    /// `ports` are those among the nodes.
    pub(super) fn new(
        blocks: &Blocks,
        ends: &[Option<(usize, usize)>],
        axes: Axes,
        stage: Stage,
        ports: &OrderedMap<usize, Port>,
    ) -> Self {
        let of_block = |block: &Block| block.members.first().and_then(|node| ports.get(node)).copied();
        let ports: Vec<Option<Port>> = blocks.all.iter().map(of_block).collect();
        let of = |node: usize| blocks.of_node[node];
        let joined: Vec<(usize, usize)> =
            ends.iter().map(|ends| ends.map_or((0, 0), |(source, target)| (of(source), of(target)))).collect();
        let spans: Vec<usize> = blocks.all.iter().map(Block::span).collect();
        let turned = acyclic::reversed(spans.len(), &joined);
        let along = |((source, target), turned): (&(usize, usize), &bool)| {
            if *turned { (*target, *source) } else { (*source, *target) }
        };
        let joined: Vec<(usize, usize)> = joined.iter().zip(&turned).map(along).collect();
        let across = if axes.down { stage.width / COLUMN } else { stage.height / ROW } as usize;
        // Ports stand at the sides, whatever they lead to: only what is between other nodes gives columns.
        let is_port = |block: usize| ports.get(block).copied().flatten().is_some();
        let between = |(from, to): &(usize, usize)| if is_port(*from) || is_port(*to) { (0, 0) } else { (*from, *to) };
        let inner: Vec<(usize, usize)> = joined.iter().map(between).collect();
        let ranks = rank::ranks(&spans, &inner);
        let mut ranks = blocks.spread_idle(ranks, &inner, across);
        aside(&mut ranks, &spans, &ports);
        let mut slots: Vec<usize> = (0..spans.len()).collect();
        let mut back = slots.clone();
        for (block, span) in spans.iter().enumerate() {
            if *span == 2 {
                back[block] = ranks.len();
                ranks.push(ranks[block] + 1);
                slots.push(block);
            }
        }
        // An edge between two nodes of a block goes from one of its columns to the other, or stays in it.
        let is_triangle = |node: usize| blocks.is_attached(node);
        let slot_edge = |(ends, (from, to)): (&Option<(usize, usize)>, &(usize, usize))| match ends {
            Some((source, target)) if of(*source) == of(*target) => {
                let slot = |node: usize| if is_triangle(node) { *from } else { back[*from] };
                let (one, other) = (slot(*source), slot(*target));
                (one.min(other), one.max(other))
            }
            Some(_) => (back[*from], *to),
            None => (0, 0),
        };
        let mut edges: Vec<(usize, usize)> = ends.iter().zip(&joined).map(slot_edge).collect();
        edges
            .extend(back.iter().enumerate().filter(|(front, back)| front != *back).map(|(front, back)| (front, *back)));
        let columns = ranks.iter().max().map_or(0, |last| last + 1);
        Self { ranks, blocks: slots, back, edges, turned, columns, ports }
    }

    /// How many stand in the fullest column.
    pub(super) fn fullest(&self, weight: impl Fn(usize) -> usize) -> usize {
        let mut counts = vec![0; self.columns];
        for (slot, rank) in self.ranks.iter().enumerate() {
            counts[*rank] += weight(slot);
        }
        counts.into_iter().max().unwrap_or(0)
    }
}

/// Puts ports into columns of their own before and behind all others.
fn aside(ranks: &mut [usize], spans: &[usize], ports: &[Option<Port>]) {
    if ports.iter().all(Option::is_none) {
        return;
    }
    let inner = || ports.iter().zip(ranks.iter().zip(spans)).filter(|(port, _)| port.is_none()).map(|(_, at)| at);
    let first = inner().map(|(rank, _)| *rank).min().unwrap_or(0);
    let end = inner().map(|(rank, span)| rank + span).max().unwrap_or(0) - first;
    let front = usize::from(ports.contains(&Some(Port::Front)));
    for (rank, port) in ranks.iter_mut().zip(ports) {
        *rank = match port {
            None => *rank - first + front,
            Some(Port::Front) => 0,
            Some(Port::Back) => end + front,
        };
    }
}

/// Orders the columns for few crossings; what stood before keeps its order.
pub(super) fn put_in_order(
    layers: &mut Layers,
    graph: &Graph,
    blocks: &Blocks,
    slots: &Slots,
    previous: Option<&Layout>,
) {
    let before: OrderedMap<&str, f64> = previous
        .iter()
        .flat_map(|layout| {
            let axes = Axes { down: layout.stage.flows_down() };
            let nodes = layout.nodes.iter().map(move |place| (place.id.as_str(), axes.across(place.center)));
            // A group that was open may be folded now, or the other way round.
            let middle = |area: &crate::BoxArea| Point {
                x: area.origin.x + area.width / 2.0,
                y: area.origin.y + area.height / 2.0,
            };
            let boxes = layout.boxes.iter().map(move |area| (area.id.as_str(), axes.across(middle(area))));
            nodes.chain(boxes)
        })
        .collect();
    let height = |slot: &usize| {
        let members = &blocks.all[*slot].members;
        let known = || members.iter().filter_map(|node| before.get(graph.nodes[*node].id.as_str()));
        let count = known().count();
        (count > 0).then(|| known().sum::<f64>() / count as f64)
    };
    let heights: Vec<Option<f64>> = slots.blocks.iter().map(height).collect();
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
