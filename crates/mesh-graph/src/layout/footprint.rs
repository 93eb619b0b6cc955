//! What a block covers around its place: along traffic, for its first and its last column, and across it.

use super::axes::{Axes, Reach};
use super::blocks::{Block, Blocks};
use super::metrics::{BOX_SIDE, BOX_TOP};
use super::names::Names;
use super::shape::{Drawn, Room, half, reach};
use super::text::{NAME, bold};
use crate::{Graph, Point};
use mesh_ordered::OrderedMap;

/// The room of a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Footprint {
    /// Along traffic, around the centres of its first and its last column (the same one for most).
    pub(super) front: Reach,
    pub(super) back: Reach,
    /// Across traffic, around its place.
    pub(super) across: Reach,
    /// How far each member stands from its place, across.
    pub(super) offsets: Vec<f64>,
}

/// What all blocks are drawn with.
pub(super) struct Drawing<'a> {
    pub(super) graph: &'a Graph,
    pub(super) blocks: &'a Blocks,
    pub(super) names: &'a Names,
    pub(super) axes: Axes,
    /// Half of a node's side.
    pub(super) node: f64,
    /// Between the versions in a box.
    pub(super) gap: f64,
    pub(super) is_dense: bool,
    /// The sizes of the frames among the nodes, and of the ports, which have none.
    pub(super) frames: &'a OrderedMap<usize, Room>,
}

impl Drawing<'_> {
    pub(super) fn half(&self, node: usize) -> f64 {
        if let Some(room) = self.room(node) {
            return room.width;
        }
        half(&self.graph.nodes[node], self.blocks.is_attached(node), self.node)
    }

    /// The size of a node that is a card, a frame or a port.
    pub(super) fn room(&self, node: usize) -> Option<Room> {
        self.frames.get(&node).copied().or_else(|| Room::of_card(self.graph.nodes.get(node)?))
    }

    /// How far a node reaches along traffic and across it, without its name.
    pub(super) fn halves(&self, node: usize) -> (f64, f64) {
        match (self.room(node), self.axes.down) {
            (Some(room), false) => (room.width, room.height),
            (Some(room), true) => (room.height, room.width),
            (None, _) => (self.half(node), self.half(node)),
        }
    }

    pub(super) fn drawn(&self, node: usize) -> Drawn<'_> {
        Drawn {
            node: &self.graph.nodes[node],
            half: self.half(node),
            is_attached: self.blocks.is_attached(node),
            lines: &self.names.lines[node],
            side: self.names.sides[node],
            is_dense: self.is_dense,
            flows_down: self.axes.down,
            room: self.room(node),
        }
    }

    /// Where the triangle stands that sits on a node, seen from the node's centre.
    pub(super) fn triangle_at(&self, node: usize) -> Point {
        self.axes.point(-self.half(node), 0.0)
    }

    /// Width of the name of a block's box.
    pub(super) fn title_width(&self, block: &Block) -> f64 {
        let app = block.members.first().map_or("", |node| self.graph.nodes[*node].app.as_str());
        bold(self.names.of_box(app), NAME)
    }

    pub(super) fn footprint(&self, block: &Block) -> Footprint {
        if block.parent.is_some() { self.of_box(block) } else { self.of_node(block) }
    }

    fn of_node(&self, block: &Block) -> Footprint {
        let Some(node) = block.members.first().copied() else { return Footprint::default() };
        let mut covers = self.drawn(node).covers();
        if let Some(triangle) = block.triangle {
            let at = self.triangle_at(node);
            covers.extend(self.drawn(triangle).covers().into_iter().map(|rect| rect.at(at)));
        }
        let [along, across] = self.turned(reach(&covers));
        Footprint { front: along, back: along, across, offsets: vec![0.0] }
    }

    fn of_box(&self, block: &Block) -> Footprint {
        let members: Vec<[Reach; 2]> =
            block.members.iter().map(|node| self.turned(self.drawn(*node).reach())).collect();
        let along = members.iter().fold(Reach::default(), |widest, [along, _]| widest.with(*along)).wider(BOX_SIDE);
        let gaps = self.gap * members.len().saturating_sub(1) as f64;
        let inner: f64 = members.iter().map(|[_, across]| across.before + across.after).sum::<f64>() + gaps;
        let title = self.title_width(block);
        // The name stands above the first version, or beside the triangle that calls come in by.
        let (above, least) = match (self.axes.down, block.triangle) {
            (false, _) => (BOX_TOP, 0.0),
            (true, Some(triangle)) => {
                (BOX_SIDE, 2.0 * (title + self.drawn(triangle).reach()[0].before + BOX_SIDE + 4.0))
            }
            (true, None) => (BOX_SIDE, title + 2.0 * BOX_SIDE),
        };
        let height = above + inner + BOX_SIDE;
        let half = height.max(least) / 2.0;
        let mut at = above - height / 2.0;
        let mut offsets = Vec::with_capacity(members.len());
        for [_, across] in &members {
            offsets.push(at + across.before);
            at += across.before + across.after + self.gap;
        }
        let mut footprint = Footprint { front: along, back: along, across: Reach::even(half), offsets };
        match block.triangle {
            Some(triangle) => footprint.front = self.turned(self.drawn(triangle).reach())[0],
            None if self.axes.down => footprint.front.before += BOX_TOP - BOX_SIDE,
            // The name is over the nodes.
            None => {
                let missing = title + 2.0 * BOX_SIDE - footprint.front.before - footprint.front.after;
                footprint.front.after += missing.max(0.0);
            }
        }
        if block.triangle.is_none() {
            footprint.back = footprint.front;
        }
        footprint
    }

    /// Reaches to the sides and up and down as ones along traffic and across it.
    fn turned(&self, [x, y]: [Reach; 2]) -> [Reach; 2] {
        if self.axes.down { [y, x] } else { [x, y] }
    }
}
