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

/// Where a node stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodePlace {
    /// The node's id.
    pub id: String,
    /// Its centre.
    pub center: Point,
    /// Column, from 0 at the left.
    pub rank: u32,
    /// Place in its column, from 0 at the top.
    pub order: u32,
}

/// A box around the versions of an app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoxArea {
    /// Id, as in `Node::parent`.
    pub id: String,
    /// The app's name.
    pub label: String,
    /// Left upper corner.
    pub origin: Point,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
}

/// The curve of an edge: a start and one or more cubic Béziers behind each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EdgeCurve {
    /// The edge's id.
    pub id: String,
    /// 1 + 3n points: start, then two control points and an end for each piece.
    pub points: Vec<Point>,
    /// Where its label stands.
    pub label: Point,
}

impl EdgeCurve {
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

/// A coordinate with one decimal, without a needless `.0`.
#[must_use]
pub fn short(value: f64) -> String {
    let tenths = libm::round(value * 10.0) / 10.0;
    format!("{tenths}")
}

/// Places of all nodes, boxes and edges, in the order of the graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Width of the drawing, margins included.
    pub width: f64,
    /// Height of the drawing, margins included.
    pub height: f64,
    /// One for each node, in the graph's order.
    pub nodes: Vec<NodePlace>,
    /// Boxes around apps with several versions.
    pub boxes: Vec<BoxArea>,
    /// One for each edge, in the graph's order.
    pub edges: Vec<EdgeCurve>,
}
