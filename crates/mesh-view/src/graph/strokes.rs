//! What is drawn over the curve of an edge.

use super::{EdgeCurve, Point};

/// A piece of a curve is walked along so many straight lines.
const STEPS_PER_PIECE: usize = 12;

/// The ends of a straight line.
pub type Stroke = [Point; 2];

impl EdgeCurve {
    /// A triangle with its tip, the first corner, at the end of the curve; none where that has no direction.
    #[must_use]
    pub fn arrowhead(&self) -> Option<[Point; 3]> {
        let end = *self.points.last()?;
        let before = self.points.iter().rev().find(|point| distance(**point, end) > 0.5)?;
        let along = direction(*before, end);
        let corner = |side: f64| moved(end, along, -10.0, side * 5.0);
        Some([moved(end, along, 1.0, 0.0), corner(1.0), corner(-1.0)])
    }

    /// Two strokes through the curve, a third of the way along: nobody uses it now. None where there is no curve.
    #[must_use]
    pub fn strokes_of_unused(&self) -> Option<[Stroke; 2]> {
        let (middle, next) = (self.point(0.33), self.point(0.36));
        let along = direction(middle, next);
        let stroke = |by: f64| {
            let middle = moved(middle, along, by, 0.0);
            // Across the line, leaning forward.
            [-1.0, 1.0].map(|side| moved(middle, along, side * 3.0, side * 7.0))
        };
        (self.points.len() > 1).then(|| [-3.0, 3.0].map(stroke))
    }

    /// A cross over the middle of the curve: nothing passes here.
    #[must_use]
    pub fn cross(&self) -> [Stroke; 2] {
        let Point { x, y } = self.middle();
        let corner = |across: f64, along: f64| Point { x: x + across, y: y + along };
        [[corner(-7.0, -7.0), corner(7.0, 7.0)], [corner(-7.0, 7.0), corner(7.0, -7.0)]]
    }

    /// The point at half of its length: its pieces may differ in theirs.
    fn middle(&self) -> Point {
        let steps = (self.points.len().saturating_sub(1) / 3 * STEPS_PER_PIECE).max(1);
        let points: Vec<Point> = (0..=steps).map(|step| self.point(step as f64 / steps as f64)).collect();
        let length = |pair: &[Point]| distance(pair[0], pair[1]);
        let mut left = points.windows(2).map(length).sum::<f64>() / 2.0;
        for pair in points.windows(2) {
            if left <= length(pair) {
                return moved(pair[0], direction(pair[0], pair[1]), left, 0.0);
            }
            left -= length(pair);
        }
        self.point(0.5)
    }
}

fn distance(from: Point, to: Point) -> f64 {
    libm::hypot(to.x - from.x, to.y - from.y)
}

/// From one point to another, with length 1; nowhere where they are the same.
fn direction(from: Point, to: Point) -> Point {
    let length = distance(from, to).max(1e-6);
    Point { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
}

/// So far along a direction, and to the right of it.
fn moved(from: Point, along: Point, by: f64, aside: f64) -> Point {
    Point { x: from.x + by * along.x - aside * along.y, y: from.y + by * along.y + aside * along.x }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[f64]) -> EdgeCurve {
        EdgeCurve { points: points.iter().map(|x| Point { x: *x, y: 0.0 }).collect(), ..EdgeCurve::default() }
    }

    fn rounded<const N: usize>(points: [Point; N]) -> [[f64; 2]; N] {
        points.map(|Point { x, y }| [x, y].map(|value| libm::round(value * 10.0) / 10.0))
    }

    #[test]
    fn strokes_follow_a_level_curve() {
        let level = curve(&[0.0, 10.0, 20.0, 30.0]);
        assert_eq!(level.arrowhead().map(rounded), Some([[31.0, 0.0], [20.0, 5.0], [20.0, -5.0]]));
        assert_eq!(level.cross().map(rounded), [[[8.0, -7.0], [22.0, 7.0]], [[8.0, 7.0], [22.0, -7.0]]]);
        let unused = level.strokes_of_unused().unwrap().map(rounded);
        assert_eq!(unused, [[[3.9, -7.0], [9.9, 7.0]], [[9.9, -7.0], [15.9, 7.0]]]);
        assert_eq!((curve(&[5.0; 4]).arrowhead(), curve(&[]).strokes_of_unused()), (None, None));
    }

    #[test]
    fn the_middle_is_one_of_length() {
        let uneven = curve(&[0.0, 10.0, 20.0, 30.0, 60.0, 90.0, 120.0]);
        assert_eq!(rounded([uneven.middle(), curve(&[5.0; 4]).middle()]), [[60.0, 0.0], [5.0, 0.0]]);
    }
}
