//! What a node covers: its shape, its name, its badges.

use super::axes::Reach;
use super::metrics::{BADGE, BOX_TRIANGLE, LINE, NAME_DROP, NAME_GAP, SECOND_LINE, TRIANGLE};
use super::text::{NAME, SMALL, bold, width};
use crate::{NameSide, Node, NodeKind, Point, badge_corners};

/// The widest that the second line gets: pods that are missing; for how long one stays ejected, where that can be; the rate
/// with its errors, where rates stand there.
/// The room is kept free always, so that nothing moves when it comes.
const SECOND: &str = "1 of 2 ready";
const EJECTED: &str = "back in 000 s";
const RATE: &str = "000 rps · ◆ 00 %";

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(super) fn around(center: Point, half_width: f64, half_height: f64) -> Self {
        Self {
            left: center.x - half_width,
            top: center.y - half_height,
            right: center.x + half_width,
            bottom: center.y + half_height,
        }
    }

    pub(super) fn at(self, by: Point) -> Self {
        Self { left: self.left + by.x, top: self.top + by.y, right: self.right + by.x, bottom: self.bottom + by.y }
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }
}

/// How a node is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn<'a> {
    pub(super) node: &'a Node,
    pub(super) half: f64,
    pub(super) is_attached: bool,
    pub(super) lines: &'a [String],
    pub(super) side: NameSide,
    /// Whether rates stand below names.
    pub(super) is_dense: bool,
    pub(super) flows_down: bool,
    /// Where it is no shape with a name: the size of the card or frame.
    pub(super) room: Option<Room>,
}

/// Half of the width and the height of something that holds others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Room {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Room {
    /// That of a node that is the card of a folded group.
    pub(super) fn of_card(node: &Node) -> Option<Self> {
        let (width, height) = node.card.as_ref()?.size(&node.label);
        Some(Self { width: width / 2.0, height: height / 2.0 })
    }
}

impl Drawn<'_> {
    /// The rectangle of its name and the line below, seen from its centre.
    pub(super) fn name(&self) -> Option<Rect> {
        let Self { half, lines, .. } = *self;
        if self.room.is_some() {
            return None;
        }
        let second = if self.node.kind == NodeKind::Service { 0.0 } else { bold(self.second(), SMALL) };
        let widest = lines.iter().map(|line| width(line, NAME)).fold(second, f64::max);
        let height = LINE * lines.len() as f64 + SECOND_LINE;
        match self.side {
            NameSide::Nowhere => None,
            NameSide::Below => {
                let top = half + NAME_DROP;
                Some(Rect { left: -widest / 2.0, top, right: widest / 2.0, bottom: top + height })
            }
            NameSide::Right => {
                let left = half + NAME_GAP;
                Some(Rect { left, top: -height / 2.0, right: left + widest, bottom: height / 2.0 })
            }
        }
    }

    fn second(&self) -> &'static str {
        match (self.is_dense, self.node.badges.circuit_breaker) {
            (true, _) => RATE,
            (false, true) => EJECTED,
            (false, false) => SECOND,
        }
    }

    /// All that it covers, seen from its centre.
    pub(super) fn covers(&self) -> Vec<Rect> {
        let Self { node, half, is_attached, .. } = *self;
        if let Some(room) = self.room {
            return vec![Rect::around(Point::default(), room.width, room.height)];
        }
        let mut rects = vec![Rect::around(Point::default(), half, half)];
        rects.extend(self.name());
        let set = &node.badges;
        let is_triangle = node.is_triangle();
        let has = set.corners();
        for ((x, y), _) in
            badge_corners(is_triangle, is_attached, self.flows_down, half).into_iter().zip(has).filter(|(_, has)| *has)
        {
            rects.push(Rect::around(Point { x, y }, BADGE, BADGE));
        }
        rects
    }

    /// How far it reaches to the left and right, and up and down.
    pub(super) fn reach(&self) -> [Reach; 2] {
        reach(&self.covers())
    }
}

/// How far rectangles reach from a centre, to the left and right, and up and down.
pub(super) fn reach(covers: &[Rect]) -> [Reach; 2] {
    let most = |of: fn(&Rect) -> f64| covers.iter().map(of).fold(0.0, f64::max);
    [
        Reach { before: most(|rect| -rect.left), after: most(|rect| rect.right) },
        Reach { before: most(|rect| -rect.top), after: most(|rect| rect.bottom) },
    ]
}

/// Half of a node's side.
pub(super) fn half(node: &Node, is_attached: bool, half: f64) -> f64 {
    match (is_attached, node.sits_on.as_deref()) {
        (true, Some(whole)) if whole.starts_with("box:") => BOX_TRIANGLE,
        (true, _) => TRIANGLE,
        (false, _) => half,
    }
}
