//! Edges on their way to where they lie in another layout: requests on them glide along, as the style sheet has the edges glide.

use mesh_ordered::OrderedMap;
use mesh_view::{EdgeCurve, Point};

/// Seconds that it takes (`style/graph.css`).
const TAKES: f64 = 0.25;

/// Where edges lie, and come from.
#[derive(Debug, Default)]
pub(super) struct Glide {
    from: OrderedMap<String, Vec<Point>>,
    to: Vec<EdgeCurve>,
    /// When they set out; nothing once they have arrived and somebody knows.
    since: Option<f64>,
}

impl Glide {
    /// Sets out for other places, or is there at once.
    pub(super) fn go(&mut self, to: Vec<EdgeCurve>, now: f64, glides: bool) {
        let here = if glides { self.at(now) } else { Vec::new() };
        self.from = here.into_iter().map(|curve| (curve.id, curve.points)).collect();
        (self.to, self.since) = (to, Some(now));
    }

    /// Where they lie, if that is another place than before.
    pub(super) fn step(&mut self, now: f64) -> Option<Vec<EdgeCurve>> {
        let since = self.since?;
        let at = self.at(now);
        if now >= since + TAKES || self.from.is_empty() {
            self.since = None;
            self.from = OrderedMap::new();
        }
        Some(at)
    }

    fn at(&self, now: f64) -> Vec<EdgeCurve> {
        let share = self.since.map_or(1.0, |since| eased((now - since) / TAKES));
        let between = |curve: &EdgeCurve| {
            let mut curve = curve.clone();
            // An edge that takes another way is there at once, as in the drawing.
            if let Some(from) = self.from.get(&curve.id).filter(|from| from.len() == curve.points.len()) {
                for (point, from) in curve.points.iter_mut().zip(from) {
                    let of = |from: f64, to: f64| from + (to - from) * share;
                    *point = Point { x: of(from.x, point.x), y: of(from.y, point.y) };
                }
            }
            curve
        };
        self.to.iter().map(between).collect()
    }
}

/// `cubic-bezier(.2, .7, .2, 1)`.
fn eased(share: f64) -> f64 {
    if share >= 1.0 {
        return 1.0;
    }
    let share = share.max(0.0);
    let cubic = |at: f64, first: f64, second: f64| {
        let rest = 1.0 - at;
        3.0 * rest * rest * at * first + 3.0 * rest * at * at * second + at * at * at
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..20 {
        let middle = f64::midpoint(low, high);
        if cubic(middle, 0.2, 0.2) < share { low = middle } else { high = middle }
    }
    cubic(low, 0.7, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(id: &str, y: f64, points: usize) -> EdgeCurve {
        EdgeCurve { id: id.into(), points: vec![Point { x: 0.0, y }; points], ..EdgeCurve::default() }
    }

    fn heights(curves: Option<Vec<EdgeCurve>>) -> Vec<f64> {
        curves.unwrap_or_default().iter().map(|curve| curve.points[0].y).collect()
    }

    #[test]
    fn edges_glide_from_where_they_are_and_rest_once_they_are_there() {
        let mut glide = Glide::default();
        glide.go(vec![edge("a", 0.0, 4), edge("b", 0.0, 4)], 1.0, false);
        assert_eq!((heights(glide.step(1.0)), glide.step(1.1)), (vec![0.0, 0.0], None));
        glide.go(vec![edge("a", 100.0, 4), edge("b", 100.0, 7), edge("c", 100.0, 4)], 2.0, true);
        let [a, b, c] = heights(glide.step(2.05)).try_into().unwrap();
        assert!(a > 50.0 && a < 90.0 && (b, c) == (100.0, 100.0), "{a} {b} {c}");
        // Turned around on the way.
        glide.go(vec![edge("a", 0.0, 4)], 2.05, true);
        assert!((heights(glide.step(2.05))[0] - a).abs() < 1e-6);
        assert_eq!((heights(glide.step(2.4)), glide.step(2.5)), (vec![0.0], None));
    }

    #[test]
    fn the_easing_is_that_of_the_style_sheet() {
        let style = include_str!("../../../style/graph.css");
        assert!(style.contains("d .25s cubic-bezier(.2, .7, .2, 1)"));
        assert_eq!((eased(0.0) * 1e3).round(), 0.0);
        assert_eq!((eased(1.0) * 1e3).round(), 1e3);
        assert!(eased(0.2) > 0.4 && eased(0.5) > eased(0.2));
    }
}
