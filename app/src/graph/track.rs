//! Where a request on an edge is drawn: points of the edge's curve by length.

use mesh_view::{EdgeCurve, Point};

const STEPS_PER_PIECE: usize = 12;

/// A curve as points with the length walked up to each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Track {
    points: Vec<(Point, f64)>,
}

impl Track {
    pub(crate) fn new(curve: &EdgeCurve) -> Self {
        let mut points: Vec<(Point, f64)> = curve.points.first().map(|start| (*start, 0.0)).into_iter().collect();
        for piece in curve.points.get(1..).unwrap_or_default().chunks_exact(3) {
            let (Some((from, _)), [first, second, to]) = (points.last().copied(), piece) else { continue };
            for step in 1..=STEPS_PER_PIECE {
                let point = bezier([from, *first, *second, *to], step as f64 / STEPS_PER_PIECE as f64);
                let (last, walked) = points.last().copied().unwrap_or((point, 0.0));
                points.push((point, walked + (point.x - last.x).hypot(point.y - last.y)));
            }
        }
        Self { points }
    }

    /// The same with straight ends of so many pixels, as far as the middle of the nodes: a request is seen coming out and going in.
    pub(crate) fn into_nodes(curve: &EdgeCurve, (out, into): (f64, f64)) -> Self {
        let mut points = Self::new(curve).points;
        let beyond = |end: Point, before: Point, reach: f64| {
            let length = (end.x - before.x).hypot(end.y - before.y).max(1e-9);
            Point { x: end.x + (end.x - before.x) / length * reach, y: end.y + (end.y - before.y) / length * reach }
        };
        if let [(first, _), (second, _), ..] = points.as_slice() {
            let start = beyond(*first, *second, out);
            points.iter_mut().for_each(|(_, walked)| *walked += out);
            points.insert(0, (start, 0.0));
        }
        if let [.., (before, _), (last, walked)] = points.as_slice() {
            let end = (beyond(*last, *before, into), walked + into);
            points.push(end);
        }
        Self { points }
    }

    /// Length in pixels of the drawing.
    pub(crate) fn length(&self) -> f64 {
        self.points.last().map_or(0.0, |(_, walked)| *walked)
    }

    /// The point at a share of the length, 0 to 1.
    pub(crate) fn at(&self, share: f64) -> Option<Point> {
        let walked = self.length() * share.clamp(0.0, 1.0);
        let after = self.points.partition_point(|(_, length)| *length < walked);
        let (to, to_length) = self.points.get(after).or(self.points.last())?;
        let Some((from, from_length)) = after.checked_sub(1).and_then(|before| self.points.get(before)) else {
            return Some(*to);
        };
        let part = if to_length > from_length { (walked - from_length) / (to_length - from_length) } else { 1.0 };
        Some(Point { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
    }
}

fn bezier(points: [Point; 4], at: f64) -> Point {
    let rest = 1.0 - at;
    let weights = [rest * rest * rest, 3.0 * rest * rest * at, 3.0 * rest * at * at, at * at * at];
    let sum = |of: fn(&Point) -> f64| points.iter().zip(weights).map(|(point, weight)| of(point) * weight).sum();
    Point { x: sum(|point| point.x), y: sum(|point| point.y) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_curve_is_walked_evenly() {
        let points = [0.0, 30.0, 60.0, 90.0].map(|x| Point { x, y: 5.0 }).to_vec();
        let track = Track::new(&EdgeCurve { points, ..EdgeCurve::default() });
        assert!((track.length() - 90.0).abs() < 1e-9);
        let middle = track.at(0.5).unwrap();
        assert!((middle.x - 45.0).abs() < 1e-9 && (middle.y - 5.0).abs() < 1e-9);
        assert_eq!(track.at(0.0), Some(Point { x: 0.0, y: 5.0 }));
        assert_eq!(Track::default().at(0.5), None);
        let points = [0.0, 30.0, 60.0, 90.0].map(|x| Point { x, y: 5.0 }).to_vec();
        let longer = Track::into_nodes(&EdgeCurve { points, ..EdgeCurve::default() }, (20.0, 20.0));
        let ends = [0.0, 1.0].map(|share| longer.at(share).map(|point| (point.x.round(), point.y.round())));
        assert_eq!(ends, [Some((-20.0, 5.0)), Some((110.0, 5.0))]);
    }
}
