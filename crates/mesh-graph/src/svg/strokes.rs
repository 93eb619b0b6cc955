//! What is drawn over the curve of an edge, as `d` of SVG paths.

use crate::layout::short;
use crate::{EdgeCurve, Point};

/// A piece of a curve is walked along so many straight lines.
const STEPS_PER_PIECE: usize = 12;

/// A triangle with its tip at the end of a curve; none where that has no direction.
pub(super) fn arrowhead(points: &[Point]) -> Option<String> {
    let end = *points.last()?;
    let before = points.iter().rev().find(|point| distance(**point, end) > 0.5)?;
    let along = direction(*before, end);
    let corner = |side: f64| moved(end, along, -10.0, side * 5.0);
    Some(format!("M{}L{}L{}Z", at(moved(end, along, 1.0, 0.0)), at(corner(1.0)), at(corner(-1.0))))
}

/// Two strokes through the curve, a third of the way along.
pub(super) fn cut(curve: &EdgeCurve) -> String {
    let (middle, next) = (curve.point(0.33), curve.point(0.36));
    let along = direction(middle, next);
    let stroke = |by: f64| {
        let middle = moved(middle, along, by, 0.0);
        // Across the line, leaning forward.
        let end = |side: f64| moved(middle, along, side * 3.0, side * 7.0);
        format!("M{}L{}", at(end(-1.0)), at(end(1.0)))
    };
    [-3.0, 3.0].map(stroke).concat()
}

/// A cross over the middle of a curve: nothing passes here.
pub(super) fn across(curve: &EdgeCurve) -> String {
    let Point { x, y } = middle(curve);
    let corner = |across: f64, along: f64| at(Point { x: x + across, y: y + along });
    format!("M{}L{}M{}L{}", corner(-7.0, -7.0), corner(7.0, 7.0), corner(-7.0, 7.0), corner(7.0, -7.0))
}

/// The point of a curve at half of its length: its pieces may differ in theirs.
fn middle(curve: &EdgeCurve) -> Point {
    let steps = (curve.points.len().saturating_sub(1) / 3 * STEPS_PER_PIECE).max(1);
    let points: Vec<Point> = (0..=steps).map(|step| curve.point(step as f64 / steps as f64)).collect();
    let length = |pair: &[Point]| distance(pair[0], pair[1]);
    let mut left = points.windows(2).map(length).sum::<f64>() / 2.0;
    for pair in points.windows(2) {
        if left <= length(pair) {
            return moved(pair[0], direction(pair[0], pair[1]), left, 0.0);
        }
        left -= length(pair);
    }
    curve.point(0.5)
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

fn at(point: Point) -> String {
    format!("{} {}", short(point.x), short(point.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[f64]) -> EdgeCurve {
        EdgeCurve { points: points.iter().map(|x| Point { x: *x, y: 0.0 }).collect(), ..EdgeCurve::default() }
    }

    #[test]
    fn strokes_follow_a_level_curve() {
        let level = curve(&[0.0, 10.0, 20.0, 30.0]);
        assert_eq!(arrowhead(&level.points).as_deref(), Some("M31 0L20 5L20 -5Z"));
        assert_eq!(across(&level), "M8 -7L22 7M8 7L22 -7");
        assert_eq!(cut(&level), "M3.9 -7L9.9 7M9.9 -7L15.9 7");
        assert_eq!(arrowhead(&[Point::default(); 4]), None);
    }

    #[test]
    fn the_middle_is_one_of_length() {
        let uneven = curve(&[0.0, 10.0, 20.0, 30.0, 60.0, 90.0, 120.0]);
        let Point { x, y } = middle(&uneven);
        assert!((x - 60.0).abs() < 1e-9 && y == 0.0, "{x}");
        let nowhere = middle(&curve(&[5.0, 5.0, 5.0, 5.0]));
        assert!((nowhere.x - 5.0).abs() < 1e-9 && nowhere.y == 0.0, "{nowhere:?}");
    }
}
