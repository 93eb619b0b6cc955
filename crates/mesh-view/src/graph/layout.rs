//! What a layout is.

use serde::{Deserialize, Serialize};

/// A point of the drawing, in CSS pixels at zoom 1; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// The size of the stage that a layout is made for, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Default for Stage {
    /// What a page of 1440 x 900 leaves beside the editor and below the card that says what to try: of use where nobody has said how large the stage is.
    fn default() -> Self {
        Self { width: 978.0, height: 462.0 }
    }
}

impl Stage {
    /// A stage that is narrower has no room for four columns: a phone's, however low it is above an open sheet.
    const NARROW: f64 = 420.0;

    /// Whether traffic flows down and not to the right: a stage that is hardly wider than high has more room below.
    #[must_use]
    pub fn flows_down(&self) -> bool {
        self.width <= 1.1 * self.height || self.width < Self::NARROW
    }
}

/// Where a node stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodePlace {
    /// The node's id.
    pub id: String,
    /// Its centre.
    pub center: Point,
    /// The place that moves when the drawing is spread or pushed together; the centre stays as far from it as it is. Another one
    /// than the centre only for what is attached: the triangle of a Service on its app.
    pub anchor: Point,
    /// Length of its side, or its diameter.
    pub size: f64,
    /// Column in the direction of traffic, from 0 at its begin.
    pub rank: u32,
    /// Place in its column, from 0.
    pub order: u32,
    /// Its name in lines, as there is room for it.
    pub lines: Vec<String>,
    /// Where the name stands.
    pub side: NameSide,
}

/// Where the name of a node stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameSide {
    /// Centred under it.
    #[default]
    Below,
    /// At its right, to be read from there.
    Right,
    /// Nowhere: what it is attached to has the name.
    Nowhere,
}

/// A box around the versions of an app, or around a namespace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoxArea {
    /// Id, as in `Node::parent`; `namespace:<name>` for a namespace.
    pub id: String,
    /// The app's or the namespace's name.
    pub label: String,
    /// Left upper corner.
    pub origin: Point,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// The least place of what stands in it: the corner stays as far from it as it is, wherever it moves.
    pub first: Point,
    /// The greatest one, for the right lower corner.
    pub last: Point,
}

impl BoxArea {
    /// Whether it is the frame of a group of apps, not the box of an app.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.id.starts_with("namespace:")
    }
}

/// The curve of an edge: a start and one or more cubic Béziers behind each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EdgeCurve {
    /// The edge's id.
    pub id: String,
    /// 1 + 3n points: start, then two control points and an end for each piece.
    pub points: Vec<Point>,
    /// The middle of its label.
    pub label: Point,
    /// The share of the curve's parameter, from 0 at its start to 1 at its end, beside which the label stands.
    pub at: f64,
    /// So many pixels of width are free for the label; 0 where it would cover something.
    pub room: f64,
    /// To which side of that room a label keeps that is narrower: -1 to the left, 0 in the middle, 1 to the right.
    pub lean: f64,
    /// Whether it runs from an attached triangle into the node that it sits on: nothing of it is to be seen.
    pub inside: bool,
}

impl EdgeCurve {
    /// Where a label of a width begins in the room for it.
    #[must_use]
    pub fn label_start(&self, width: f64) -> f64 {
        self.label.x - width / 2.0 + self.lean * (self.room - width).max(0.0) / 2.0
    }

    /// The point at a share of the parameter: its pieces take equal parts of it.
    #[must_use]
    pub fn point(&self, at: f64) -> Point {
        point_of(&self.points, at)
    }

    /// The curve as the `d` of an SVG path.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (index, point) in self.points.iter().enumerate() {
            let command = match index {
                0 => "M",
                _ if index % 3 == 1 => "C",
                _ => " ",
            };
            path.push_str(&format!("{command}{} {}", short(point.x), short(point.y)));
        }
        path
    }
}

/// The point of a curve at a share of its parameter.
#[must_use]
pub fn point_of(points: &[Point], at: f64) -> Point {
    let pieces = points.len().saturating_sub(1) / 3;
    let first = points.first().copied().unwrap_or_default();
    if pieces == 0 {
        return first;
    }
    let along = at.clamp(0.0, 1.0) * pieces as f64;
    let piece = (along as usize).min(pieces - 1);
    let at = along - piece as f64;
    match points.get(3 * piece..3 * piece + 4) {
        Some([a, b, c, d]) => {
            let rest = 1.0 - at;
            let weights = [rest * rest * rest, 3.0 * rest * rest * at, 3.0 * rest * at * at, at * at * at];
            let sum =
                |a: f64, b: f64, c: f64, d: f64| weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d;
            Point { x: sum(a.x, b.x, c.x, d.x), y: sum(a.y, b.y, c.y, d.y) }
        }
        _ => first,
    }
}

/// A coordinate with one decimal, without a needless `.0`.
#[must_use]
pub fn short(value: f64) -> String {
    let tenths = libm::round(value * 10.0) / 10.0;
    format!("{tenths}")
}

/// Places of all nodes, boxes and edges, in the order of the graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// What it was made for.
    pub stage: Stage,
    /// Pixels at the right of the stage that something lies over: the drawing keeps to what is left of them.
    pub covered: f64,
    /// Width of the drawing, margins included: that of the stage, more where its columns need it.
    pub width: f64,
    /// Height of the drawing, margins included.
    pub height: f64,
    /// What half of the names or more begin with, up to a hyphen; empty where nothing is.
    pub prefix: String,
    /// What half of the names or more end with, from a hyphen or a letter on.
    pub suffix: String,
    /// Whether these are left out of the names, since there is no room for them.
    pub is_shortened: bool,
    /// Whether there are so many edges that rates stand under the names.
    pub is_dense: bool,
    /// Whether somebody has put nodes elsewhere ([`super::Moved`]).
    pub is_moved: bool,
    /// One for each node, in the graph's order.
    pub nodes: Vec<NodePlace>,
    /// Boxes: those that hold others first.
    pub boxes: Vec<BoxArea>,
    /// One for each edge, in the graph's order.
    pub edges: Vec<EdgeCurve>,
}
