//! What a layout covers of its stage, by rectangle.

use super::TITLE;
use super::labels::APART;
use super::metrics::{FRAME_TOP, JOINT, PILL};
use super::shape::{Drawn, Rect, Room};
use super::text::{NAME, bold};
use crate::{Graph, Layout, NameSide, NodeKind, Point};

/// A rectangle that something takes for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// The node's or edge's id.
    pub id: String,
    /// What of it.
    pub part: Part,
    /// Left upper corner.
    pub from: Point,
    /// Right lower corner.
    pub to: Point,
}

/// What of a node or an edge covers something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The shape of a node.
    Shape,
    /// Its name, with the line below.
    Name,
    /// A badge at it.
    Badge,
    /// What stands on an edge.
    Label,
    /// The name of a box or a frame.
    Title,
    /// The line of a frame around a group.
    Frame,
}

impl Cover {
    /// Whether two cover a point of the stage both, and may not: a badge may reach over its own node, an attached triangle over what
    /// it sits on.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let rect = |cover: &Self| Rect { left: cover.from.x, top: cover.from.y, right: cover.to.x, bottom: cover.to.y };
        rect(self).meets(&rect(other))
    }
}

/// All that a graph's nodes and labels cover where they stand.
#[must_use]
pub fn covers(graph: &Graph, layout: &Layout) -> Vec<Cover> {
    let mut covers = Vec::new();
    let flows_down = layout.stage.flows_down();
    for (node, place) in graph.nodes.iter().zip(&layout.nodes) {
        let is_attached = node.kind == NodeKind::Service && place.side == NameSide::Nowhere;
        let drawn = Drawn {
            node,
            half: place.size / 2.0,
            is_attached,
            lines: &place.lines,
            side: place.side,
            is_dense: layout.is_dense,
            flows_down,
            room: Room::of_card(node),
        };
        let has_name = drawn.name().is_some();
        for (nth, rect) in drawn.covers().into_iter().enumerate() {
            let part = match nth {
                0 => Part::Shape,
                1 if has_name => Part::Name,
                _ => Part::Badge,
            };
            let Rect { left, top, right, bottom } = rect.at(place.center);
            let (from, to) = (Point { x: left, y: top }, Point { x: right, y: bottom });
            covers.push(Cover { id: node.id.clone(), part, from, to });
        }
    }
    for area in &layout.boxes {
        let at = |left: f64, top: f64, right: f64, bottom: f64, part| Cover {
            id: area.id.clone(),
            part,
            from: Point { x: area.origin.x + left, y: area.origin.y + top },
            to: Point { x: area.origin.x + right, y: area.origin.y + bottom },
        };
        let (width, height) = (area.width, area.height);
        if area.is_group() {
            covers.push(at(0.0, 0.0, width, FRAME_TOP - 6.0, Part::Title));
            covers.push(at(-1.0, 0.0, 1.0, height, Part::Frame));
            covers.push(at(width - 1.0, 0.0, width + 1.0, height, Part::Frame));
            covers.push(at(0.0, height - 1.0, width, height + 1.0, Part::Frame));
        } else {
            let (middle, half) = (TITLE.y - JOINT / 2.0, PILL / 2.0);
            covers.push(at(TITLE.x, middle - half, TITLE.x + bold(&area.label, NAME), middle + half, Part::Title));
        }
    }
    for curve in layout.edges.iter().filter(|curve| curve.room > 0.0) {
        let Rect { left, top, right, bottom } = Rect::around(curve.label, curve.room / 2.0 + APART / 2.0, PILL / 2.0);
        let (from, to) = (Point { x: left, y: top }, Point { x: right, y: bottom });
        covers.push(Cover { id: curve.id.clone(), part: Part::Label, from, to });
    }
    covers
}
