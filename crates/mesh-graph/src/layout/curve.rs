//! Edges as cubic curves through their joints, leaving and entering along the direction of traffic.

use super::axes::Axes;
use super::lines::Turn;
use super::metrics::{NODE, TURN};
use crate::Point;

/// The curve through stops, in the direction of traffic; `bow` lifts or lowers the middle of an edge that shares both its ends
/// with another.
pub(super) fn through(stops: &[Point], bow: f64, axes: Axes) -> Vec<Point> {
    let mut points: Vec<Point> = stops.first().copied().into_iter().collect();
    for pair in stops.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let middle = f64::midpoint(axes.along(from), axes.along(to));
        points.extend([axes.point(middle, axes.across(from) + bow), axes.point(middle, axes.across(to) + bow), to]);
    }
    points
}

/// An arc behind two nodes of one column.
pub(super) fn beside(from: Point, to: Point, axes: Axes) -> Vec<Point> {
    let out = |point: Point| axes.point(axes.along(point) + 3.0 * NODE, axes.across(point));
    vec![from, out(from), out(to), to]
}

/// The edge that goes on in the next line: out behind the last column, back between the lines, in before the first column.
pub(super) fn to_next_line(from: Point, to: Point, turn: Turn, axes: Axes) -> Vec<Point> {
    let Turn { out, between, into } = turn;
    let (out, into) = (out.max(axes.along(from)), into.min(axes.along(to)));
    // A curve goes three quarters as far as what pulls it.
    let pull = TURN / 0.75;
    let level = |from: f64, to: f64, across: f64| {
        [1.0, 2.0, 3.0].map(|part| axes.point(from + (to - from) * part / 3.0, across))
    };
    let turned = |at: f64, pull: f64, before: f64, after: f64| {
        [axes.point(at + pull, before), axes.point(at + pull, after), axes.point(at, after)]
    };
    let mut points = vec![from];
    points.extend(level(axes.along(from), out, axes.across(from)));
    points.extend(turned(out, pull, axes.across(from), between));
    points.extend(level(out, into, between));
    points.extend(turned(into, -pull, between, axes.across(to)));
    points.extend(level(into, axes.along(to), axes.across(to)));
    points
}

/// A loop above a node that calls itself.
pub(super) fn around(at: Point, half: f64) -> Vec<Point> {
    let y = at.y - half - 2.0;
    let point = |x: f64, y: f64| Point { x: at.x + x, y };
    vec![point(-8.0, y), point(-26.0, y - 36.0), point(26.0, y - 36.0), point(8.0, y)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_leaves_and_enters_along_traffic() {
        let stops = [Point { x: 0.0, y: 0.0 }, Point { x: 200.0, y: 80.0 }];
        let points = through(&stops, 0.0, Axes { down: false });
        assert_eq!(points.iter().map(|point| point.y).collect::<Vec<_>>(), [0.0, 0.0, 80.0, 80.0]);
        let points = through(&stops, 0.0, Axes { down: true });
        assert_eq!(points.iter().map(|point| point.x).collect::<Vec<_>>(), [0.0, 0.0, 200.0, 200.0]);
        assert_eq!(mesh_view::point_of(&points, 0.5), Point { x: 100.0, y: 40.0 });
    }
}
