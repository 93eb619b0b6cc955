//! Edges as cubic curves through their joints, leaving and entering level.

use super::metrics::{NODE, PORT};
use crate::Point;

/// The curve through the centres of a chain's slots, from left to right; `bow` lifts or lowers the middle
/// of an edge that shares both its ends with another.
pub(super) fn through(centers: &[Point], bow: f64) -> Vec<Point> {
    let last = centers.len().saturating_sub(1);
    let mut stops = centers.to_vec();
    if let Some(first) = stops.first_mut() {
        first.x += PORT;
    }
    if let Some(end) = stops.get_mut(last) {
        end.x -= PORT;
    }
    let mut points: Vec<Point> = stops.first().copied().into_iter().collect();
    for pair in stops.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let middle = (from.x + to.x) / 2.0;
        points.extend([Point { x: middle, y: from.y + bow }, Point { x: middle, y: to.y + bow }, to]);
    }
    points
}

/// An arc at the right side, between two nodes of one column.
pub(super) fn beside(from: Point, to: Point) -> Vec<Point> {
    let (start, end) = (Point { x: from.x + PORT, y: from.y }, Point { x: to.x + PORT, y: to.y });
    vec![start, Point { x: start.x + 3.0 * NODE, y: from.y }, Point { x: end.x + 3.0 * NODE, y: to.y }, end]
}

/// A loop above a node that calls itself.
pub(super) fn around(at: Point) -> Vec<Point> {
    let y = at.y - PORT;
    let point = |x: f64, y: f64| Point { x: at.x + x, y };
    vec![point(-8.0, y), point(-26.0, y - 36.0), point(26.0, y - 36.0), point(8.0, y)]
}

/// The middle of the middle piece.
pub(super) fn label(points: &[Point]) -> Point {
    let pieces = points.len().saturating_sub(1) / 3;
    let start = pieces.saturating_sub(1) / 2 * 3;
    match points.get(start..start + 4) {
        Some([a, b, c, d]) => {
            let middle = |a: f64, b: f64, c: f64, d: f64| (a + 3.0 * b + 3.0 * c + d) / 8.0;
            Point { x: middle(a.x, b.x, c.x, d.x), y: middle(a.y, b.y, c.y, d.y) }
        }
        _ => points.first().copied().unwrap_or_default(),
    }
}

/// The point of a curve from left to right that stands at an x: where labels of nodes leave room for that of the edge.
pub(super) fn label_at(points: &[Point], x: f64) -> Point {
    let [a, b, c, d] = points else { return label(points) };
    let cubic = |a: f64, b: f64, c: f64, d: f64, at: f64| {
        let rest = 1.0 - at;
        rest * rest * rest * a + 3.0 * rest * rest * at * b + 3.0 * rest * at * at * c + at * at * at * d
    };
    // Level ends make x grow with the parameter, so that halving finds it; 16 halves are less than a pixel.
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..16 {
        let middle = (low + high) / 2.0;
        if cubic(a.x, b.x, c.x, d.x, middle) < x { low = middle } else { high = middle }
    }
    Point { x: cubic(a.x, b.x, c.x, d.x, low), y: cubic(a.y, b.y, c.y, d.y, low) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_leaves_and_enters_level() {
        let points = through(&[Point { x: 0.0, y: 0.0 }, Point { x: 200.0, y: 80.0 }], 0.0);
        assert_eq!(points.len(), 4);
        assert_eq!((points[0].y, points[1].y, points[2].y, points[3].y), (0.0, 0.0, 80.0, 80.0));
        assert_eq!(label(&points), Point { x: 100.0, y: 40.0 });
        let aside = label_at(&points, 120.0);
        assert!((aside.x - 120.0).abs() < 0.1 && aside.y > 45.0, "{aside:?}");
    }
}
