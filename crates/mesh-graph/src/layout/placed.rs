//! Where columns and blocks stand on the stage, as close as it makes them.

use mesh_ordered::OrderedSet;

use super::axes::{Axes, Reach};
use super::footprint::{Drawing, Footprint};
use super::layers::Layers;
use super::lines::{Lines, Turn};
use super::metrics::{
    CARD_GAP, CARD_ROW_GAP, COLUMN, JOINT, MARGIN, NARROW_BRANCHES, PORT_COLUMN, ROOMY_GAP, ROW, ROW_GAP, SPLIT,
    TIGHT_BRANCHES, TIGHT_COLUMN, TIGHT_SPLIT,
};
use super::place::{self, Spacing};
use super::slots::{Port, Slots};
use super::solve::{self, Body};
use crate::{Point, Stage};

/// How close to each other things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fitting {
    /// Columns no farther apart than needed, names in two lines.
    pub(super) is_tight_along: bool,
    /// The versions of a box; where traffic flows down names below their nodes instead of beside them.
    pub(super) is_tight_across: bool,
    /// Where that is still too wide: names broken wherever they can be where traffic flows down, below their nodes where it flows
    /// to the right.
    pub(super) is_narrow: bool,
}

impl Fitting {
    pub(super) const ROOMY: Self = Self { is_tight_along: false, is_tight_across: false, is_narrow: false };

    /// What to try next for a stage that something reaches beyond; nothing where all is as close as it may be.
    pub(super) fn closer(self, placed: &Placed, axes: Axes, stage: Stage) -> Option<Self> {
        let (along, across) = if axes.down { (stage.height, stage.width) } else { (stage.width, stage.height) };
        let next = Self {
            is_tight_along: self.is_tight_along || placed.end > along + 0.5,
            is_tight_across: self.is_tight_across || placed.taken > across + 0.5,
            is_narrow: self.is_narrow
                || match axes.down {
                    true => self.is_tight_across && placed.taken > across + 0.5,
                    false => self.is_tight_along && placed.end > along + 0.5,
                },
        };
        (next != self).then_some(next)
    }

    /// How close things stand where a drawing goes on in further lines, the first that fits: names broken last.
    pub(super) fn in_lines() -> [Self; 3] {
        let across = Self { is_tight_across: true, ..Self::ROOMY };
        [Self::ROOMY, across, Self { is_narrow: true, ..across }]
    }

    pub(super) fn gap(self) -> f64 {
        if self.is_tight_across { ROW_GAP } else { ROOMY_GAP }
    }

    /// The least distance between columns.
    fn apart(self, axes: Axes) -> f64 {
        match (axes.down, self.is_tight_along) {
            (true, _) => ROW,
            (false, false) => COLUMN,
            (false, true) => TIGHT_COLUMN,
        }
    }

    /// The same behind a triangle on a box.
    fn split(self, axes: Axes, is_weighted: bool) -> f64 {
        match (axes.down, self.is_tight_along, is_weighted) {
            (true, ..) => ROW + 2.0 * ROW_GAP,
            (false, false, _) => SPLIT,
            (false, true, true) => TIGHT_SPLIT,
            (false, true, false) if self.is_narrow => NARROW_BRANCHES,
            (false, true, false) => TIGHT_BRANCHES,
        }
    }
}

/// Distances across traffic that straightening keeps.
struct Rows<'a> {
    slots: &'a Slots,
    footprints: &'a [Footprint],
}

impl Rows<'_> {
    fn reach(&self, slot: usize) -> Reach {
        let block = self.slots.blocks.get(slot);
        block.map_or(Reach::even(JOINT), |block| self.footprints[*block].across)
    }
}

impl Spacing for Rows<'_> {
    fn between(&self, upper: usize, lower: usize) -> f64 {
        let free = self.reach(upper).after + self.reach(lower).before;
        let is_block =
            |slot: usize| self.slots.blocks.get(slot).is_some_and(|block| self.slots.ports[*block].is_none());
        if is_block(upper) && is_block(lower) { (free + ROW_GAP).max(ROW) } else { free + JOINT }
    }
}

/// Where columns and slots stand.
pub(super) struct Placed {
    /// Along traffic, by column.
    pub(super) columns: Vec<f64>,
    /// Across traffic, by slot.
    pub(super) across: Vec<f64>,
    /// Where the last of them ends, its margin included.
    pub(super) end: f64,
    /// How much room is taken across traffic.
    pub(super) taken: f64,
    /// The lines that columns stand in, and where edges go from each to the next.
    pub(super) lines: Lines,
    pub(super) turns: Vec<Turn>,
    pub(super) footprints: Vec<Footprint>,
}

impl Placed {
    /// `lines` are as long as that; columns in one line alone otherwise. Nothing where there cannot be such lines.
    pub(super) fn new(
        drawing: &Drawing<'_>,
        slots: &Slots,
        layers: &Layers,
        stage: Stage,
        (fitting, lines): (Fitting, Option<f64>),
    ) -> Option<Self> {
        let axes = drawing.axes;
        let footprints: Vec<Footprint> = drawing.blocks.all.iter().map(|block| drawing.footprint(block)).collect();
        let (along_room, across_room) =
            if axes.down { (stage.height, stage.width) } else { (stage.width, stage.height) };
        let mut reach = vec![Reach::even(JOINT); slots.columns];
        let mut least = solve::least(slots.columns, fitting.apart(axes));
        let weighted: OrderedSet<&str> =
            drawing.graph.edges.iter().filter(|edge| edge.weight.is_some()).map(|edge| edge.source.as_str()).collect();
        for (block, footprint) in footprints.iter().enumerate() {
            let (front, back) = (slots.ranks[block], slots.ranks[slots.back[block]]);
            reach[front] = reach[front].with(footprint.front);
            reach[back] = reach[back].with(footprint.back);
            if front != back {
                let triangle = drawing.blocks.all[block].triangle.and_then(|node| drawing.graph.nodes.get(node));
                let is_weighted = triangle.is_some_and(|node| weighted.contains(node.id.as_str()));
                least[front] = least[front].max(fitting.split(axes, is_weighted));
            }
        }
        let is_room = |block: usize| drawing.blocks.all[block].members.iter().any(|node| drawing.room(*node).is_some());
        for (block, _) in
            footprints.iter().enumerate().filter(|(block, _)| is_room(*block) && slots.ports[*block].is_none())
        {
            let rank = slots.ranks[block];
            for gap in [rank.checked_sub(1), Some(rank)].into_iter().flatten() {
                if let Some(([before, after], least)) =
                    reach.get(gap..gap + 2).and_then(|pair| <[Reach; 2]>::try_from(pair).ok()).zip(least.get_mut(gap))
                {
                    *least = least.max(before.after + after.before + CARD_GAP);
                }
            }
        }
        // Between a port and the first column there is nothing to be read.
        if slots.ports.contains(&Some(Port::Front)) {
            least.iter_mut().take(1).for_each(|least| *least = PORT_COLUMN);
        }
        if slots.ports.contains(&Some(Port::Back)) {
            least.iter_mut().rev().take(1).for_each(|least| *least = PORT_COLUMN);
        }
        let lines = match lines {
            Some(room) => Lines::fit(slots, layers, &reach, &least, room)?,
            None => Lines::default(),
        };
        let is_in_lines = lines != Lines::default();
        let (columns, end) = if is_in_lines {
            lines.columns(&reach, &least, along_room)
        } else {
            let columns = solve::columns(&reach, &least, along_room);
            let last = reach.last().map_or(0.0, |last| last.after);
            let end = columns.last().copied().unwrap_or_default() + last + MARGIN;
            (columns, end)
        };
        let heights = place::heights(layers, &Rows { slots, footprints: &footprints });
        let gap = |block: usize| if is_room(block) { CARD_ROW_GAP } else { ROW_GAP };
        let mut bodies = bodies(slots, layers, &footprints, &heights, gap);
        solve::settle(&mut bodies, slots.columns);
        let rows = slots.fullest(|_| 1);
        let (taken, turns) = if is_in_lines {
            lines.stack(&mut bodies, (&columns, &reach), across_room)
        } else {
            (solve::spread(&mut bodies, across_room, rows), Vec::new())
        };
        // Joints stand behind the blocks.
        let count = footprints.len();
        let joints = bodies.iter().skip(count).map(|body| body.at);
        let of_slots = slots.blocks.iter().map(|block| bodies[*block].at);
        let across = of_slots.chain(joints).collect();
        Some(Self { columns, across, end, taken, lines, turns, footprints })
    }
}

/// All blocks, then all joints.
fn bodies(
    slots: &Slots,
    layers: &Layers,
    footprints: &[Footprint],
    heights: &[f64],
    gap: impl Fn(usize) -> f64,
) -> Vec<Body> {
    let of_block = |(block, footprint): (usize, &Footprint)| Body {
        columns: (slots.ranks[block], slots.ranks[slots.back[block]]),
        reach: footprint.across,
        gap: if slots.ports[block].is_some() { JOINT } else { gap(block) },
        pitch: if slots.ports[block].is_some() { 0.0 } else { ROW },
        at: heights[slots.back[block]],
    };
    let mut column_of = vec![0; layers.slots.len()];
    for (rank, column) in layers.columns.iter().enumerate() {
        column.iter().for_each(|slot| column_of[*slot] = rank);
    }
    let joint = |slot: usize| Body {
        columns: (column_of[slot], column_of[slot]),
        reach: Reach::even(JOINT),
        gap: JOINT,
        pitch: 0.0,
        at: heights[slot],
    };
    let joints = (slots.blocks.len()..layers.slots.len()).map(joint);
    footprints.iter().enumerate().map(of_block).chain(joints).collect()
}

/// The centre of a node, what moves it when the drawing is spread, and its slot.
pub(super) fn center(drawing: &Drawing<'_>, placed: &Placed, slots: &Slots, node: usize) -> (Point, Point, usize) {
    let Drawing { blocks, axes, .. } = *drawing;
    let index = blocks.of_node[node];
    let block = &blocks.all[index];
    let (front, back) = (index, slots.back[index]);
    let at = |slot: usize, offset: f64| axes.point(placed.columns[slots.ranks[slot]], placed.across[slot] + offset);
    if blocks.is_attached(node) {
        let center = at(front, 0.0);
        return match block.members.first() {
            Some(below) if block.parent.is_none() => {
                let by = drawing.triangle_at(*below);
                (Point { x: center.x + by.x, y: center.y + by.y }, center, front)
            }
            _ => (center, center, front),
        };
    }
    let nth = block.members.iter().position(|member| *member == node).unwrap_or_default();
    let offset = placed.footprints[index].offsets.get(nth).copied().unwrap_or_default();
    let center = at(back, offset);
    (center, center, back)
}
