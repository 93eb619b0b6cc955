//! The direction of traffic: to the right or down. Layouts are made along it and across it.

use crate::Point;

/// Which way traffic flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axes {
    pub(super) down: bool,
}

impl Axes {
    /// The point so far along traffic and across it.
    pub(super) fn point(self, along: f64, across: f64) -> Point {
        if self.down { Point { x: across, y: along } } else { Point { x: along, y: across } }
    }

    pub(super) fn along(self, point: Point) -> f64 {
        if self.down { point.y } else { point.x }
    }

    pub(super) fn across(self, point: Point) -> f64 {
        if self.down { point.x } else { point.y }
    }
}

/// How far something reaches from its centre, to either side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Reach {
    pub(super) before: f64,
    pub(super) after: f64,
}

impl Reach {
    pub(super) fn even(half: f64) -> Self {
        Self { before: half, after: half }
    }

    /// What holds both.
    pub(super) fn with(self, other: Self) -> Self {
        Self { before: self.before.max(other.before), after: self.after.max(other.after) }
    }

    pub(super) fn wider(self, by: f64) -> Self {
        Self { before: self.before + by, after: self.after + by }
    }
}
