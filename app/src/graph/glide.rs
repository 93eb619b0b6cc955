//! Edges on their way to where they lie in another layout: requests on them glide along. The style sheet has the edges glide, and
//! the document is asked how far they are at each drawing: two clocks would be a drawing apart.

use mesh_ordered::OrderedMap;
use mesh_view::{EdgeCurve, Point};

/// Where edges lie, and come from.
#[derive(Debug, Default)]
pub(super) struct Glide {
    from: OrderedMap<String, Vec<Point>>,
    to: Vec<EdgeCurve>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Rests,
    /// The document may not know yet that lines are to glide. Lines that glide may be on an earlier way: from there they set out.
    SetsOut {
        is_turned: bool,
    },
    Glides,
    Arrives,
}

impl Glide {
    /// Whether it matters how far lines are.
    pub(super) fn asks(&self) -> bool {
        self.stage != Stage::Rests
    }

    /// Sets out for other places, or is there at once. `drawn` is how far lines are drawn on the way that they are on, if any is.
    pub(super) fn go(&mut self, to: Vec<EdgeCurve>, drawn: Option<f64>, glides: bool) {
        let is_turned = self.stage == Stage::Glides;
        let here = if glides { self.at(if is_turned { drawn.unwrap_or(1.0) } else { 1.0 }) } else { Vec::new() };
        self.from = here.into_iter().map(|curve| (curve.id, curve.points)).collect();
        self.stage = if self.from.is_empty() { Stage::Arrives } else { Stage::SetsOut { is_turned } };
        self.to = to;
    }

    /// Where they lie at this drawing, if that is another place than before.
    pub(super) fn step(&mut self, drawn: Option<f64>) -> Option<Vec<EdgeCurve>> {
        let (share, stage) = match (self.stage, drawn) {
            (Stage::Rests, _) => return None,
            (Stage::SetsOut { is_turned: true }, _) | (Stage::SetsOut { .. }, None) => (0.0, Stage::Glides),
            (Stage::SetsOut { .. } | Stage::Glides, Some(share)) => (share, Stage::Glides),
            (Stage::Glides | Stage::Arrives, _) => (1.0, Stage::Rests),
        };
        self.stage = stage;
        let at = self.at(share);
        if stage == Stage::Rests {
            self.from = OrderedMap::new();
        }
        Some(at)
    }

    fn at(&self, share: f64) -> Vec<EdgeCurve> {
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
    fn edges_are_at_each_drawing_where_their_lines_are() {
        let mut glide = Glide::default();
        glide.go(vec![edge("a", 0.0, 4), edge("b", 0.0, 4)], None, false);
        assert_eq!((heights(glide.step(None)), glide.step(None), glide.asks()), (vec![0.0, 0.0], None, false));
        glide.go(vec![edge("a", 100.0, 4), edge("b", 100.0, 7), edge("c", 100.0, 4)], None, true);
        for (drawn, a) in [(None, 0.0), (Some(0.0), 0.0), (Some(0.4), 40.0), (Some(0.9), 90.0)] {
            assert_eq!(heights(glide.step(drawn)), [a, 100.0, 100.0], "{drawn:?}");
        }
        // Turned around on the way: at that drawing the document tells of the old way.
        glide.go(vec![edge("a", 0.0, 4)], Some(0.95), true);
        for (drawn, a) in [(Some(0.95), 95.0), (Some(0.2), 76.0), (None, 0.0)] {
            assert_eq!(heights(glide.step(drawn)), [a], "{drawn:?}");
        }
        assert_eq!((glide.step(None), glide.asks()), (None, false));
    }

    #[test]
    fn lines_that_have_set_out_already_are_followed_and_those_that_never_do_are_there() {
        let mut glide = Glide::default();
        glide.go(vec![edge("a", 0.0, 4)], None, false);
        glide.step(None);
        glide.go(vec![edge("a", 100.0, 4)], Some(0.1), true);
        assert_eq!(heights(glide.step(Some(0.1))), [10.0]);
        assert_eq!((heights(glide.step(None)), glide.step(None)), (vec![100.0], None));
        glide.go(vec![edge("a", 0.0, 4)], None, true);
        assert_eq!(
            (heights(glide.step(None)), heights(glide.step(None)), glide.step(None)),
            (vec![100.0], vec![0.0], None)
        );
    }
}
