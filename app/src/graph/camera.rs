//! Which part of the drawing is seen, and how far it is spread: positions alone, since what is drawn keeps its size.

use mesh_view::{BoxArea, EdgeCurve, Layout, Point, Stage, point_of};

use crate::format;

/// Zoom 1 shows everything, or where that would be unreadable the drawing as it was laid out; the offset is how far the drawing
/// was pushed to the left and up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Camera {
    pub(crate) zoom: f64,
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { zoom: 1.0, x: 0.0, y: 0.0 }
    }
}

/// A drawing of few nodes, or one that is larger than the stage by no more than this, is seen as it was laid out, and pushed to
/// where one looks.
const PUSHED: f64 = 1.6;
const MANY: usize = 40;
/// Nearer together than this, names would cover each other: they give way to colours.
const LEGIBLE: f64 = 0.93;
/// Nodes are never drawn smaller than this part of their size.
const SMALLEST: f64 = 0.1;
const ZOOM: std::ops::RangeInclusive<f64> = 0.4..=64.0;

impl Camera {
    /// What is seen of a layout on a stage of this size; on the one that it was made for where the size is not known.
    pub(crate) fn sight(self, layout: &Layout, stage: Option<Stage>) -> Sight {
        let made_for = layout.stage;
        let stage = stage.unwrap_or(made_for);
        // What is left of the stage beside what lies over it.
        let room = |stage: Stage| (stage.width - layout.covered).max(stage.width / 4.0);
        // A stage that has changed since spreads the drawing, until it is laid out anew.
        let fit = (room(stage) / room(made_for), stage.height / made_for.height);
        let over = (layout.width / room(made_for)).max(layout.height / made_for.height).max(1.0);
        let is_large = over > PUSHED && layout.nodes.len() > MANY;
        // What is hardly too large is drawn a little closer instead of being cut.
        let home = if is_large || over * LEGIBLE <= 1.0 { 1.0 / over } else { 1.0 };
        let scale = home * self.zoom;
        let begin = begin(layout);
        // In the middle, or where that is more than the stage holds with the begin of traffic on it.
        let start = |stage: f64, drawing: f64, begin: f64| match stage - drawing {
            free if free >= 0.0 => free / 2.0,
            missing => (stage / 2.0 - begin).clamp(missing, 0.0),
        };
        Sight {
            spread: Spread {
                x: fit.0 * scale,
                y: fit.1 * scale,
                size: if scale < LEGIBLE { scale.max(SMALLEST) } else { 1.0 },
            },
            x: start(room(stage), layout.width * fit.0 * home, begin.x * fit.0 * home) - self.x,
            y: start(stage.height, layout.height * fit.1 * home, begin.y * fit.1 * home) - self.y,
            stage,
        }
    }

    /// Nearer or farther, with the given point of the stage standing still; `sight` is what is seen now.
    pub(crate) fn zoomed(self, factor: f64, still: (f64, f64), sight: &Sight) -> Self {
        let zoom = (self.zoom * factor).clamp(*ZOOM.start(), *ZOOM.end());
        let ratio = zoom / self.zoom;
        // From where the drawing begins on the stage to the point, before and after.
        let moved = |still: f64, begin: f64| (still - begin) * (ratio - 1.0);
        Self { zoom, x: self.x + moved(still.0, sight.x), y: self.y + moved(still.1, sight.y) }
    }
}

/// So far from the border of what is seen of the stage something stands that is chosen, at least.
const CLEAR: f64 = 12.0;

impl Camera {
    /// Pushed no farther than it takes to see a place of the drawing, with what it takes to its left, above it, to its right and below
    /// it, beside what lies over the stage.
    pub(crate) fn with_in_view(self, place: Point, takes: [f64; 4], sight: &Sight, covered: f64) -> Self {
        let missing = |at: f64, room: f64, before: f64, after: f64| {
            let (least, most) = (before + CLEAR, room - after - CLEAR);
            if at > most { (at - most).min(at - least) } else { (at - least).min(0.0) }
        };
        let [before, above, after, below] = takes;
        let x = place.x * sight.spread.x + sight.x;
        let y = place.y * sight.spread.y + sight.y;
        let room = (sight.stage.width - covered).max(sight.stage.width / 4.0);
        let Self { x: left, y: up, .. } = self;
        Self { x: left + missing(x, room, before, after), y: up + missing(y, sight.stage.height, above, below), ..self }
    }
}

/// The middle of the nodes that traffic begins at.
fn begin(layout: &Layout) -> Point {
    let first = || layout.nodes.iter().filter(|place| place.rank == 0).map(|place| place.center);
    let count = first().count().max(1) as f64;
    Point { x: first().map(|at| at.x).sum::<f64>() / count, y: first().map(|at| at.y).sum::<f64>() / count }
}

/// How the drawing lies on the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sight {
    pub(crate) spread: Spread,
    /// Where the drawing begins on the stage.
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) stage: Stage,
}

impl Sight {
    /// The part of the layout that is seen.
    pub(crate) fn area(&self) -> Area {
        let Self { spread, x, y, stage } = *self;
        Area { x: -x / spread.x, y: -y / spread.y, width: stage.width / spread.x, height: stage.height / spread.y }
    }

    /// The `viewBox` that has a pixel of the screen for each of the drawing.
    pub(crate) fn view_box(&self) -> String {
        format!("0 0 {} {}", format::fixed(self.stage.width, 1), format::fixed(self.stage.height, 1))
    }
}

/// How far places of the layout are spread, and how large what stands there is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// 1 but where so much is seen that names would cover each other.
    pub(crate) size: f64,
}

impl Spread {
    /// Whether so much is seen that there is no room for names and signs.
    pub(crate) fn is_far(&self) -> bool {
        self.size < 1.0
    }

    /// A place that stays as far from its anchor as it is.
    pub(crate) fn place(&self, anchor: Point, place: Point) -> Point {
        Point {
            x: anchor.x * self.x + (place.x - anchor.x) * self.size,
            y: anchor.y * self.y + (place.y - anchor.y) * self.size,
        }
    }

    /// A curve between two nodes, by their anchors: its ends stay as far from them as they are.
    pub(crate) fn curve(&self, curve: &EdgeCurve, from: Point, to: Point) -> EdgeCurve {
        let count = curve.points.len();
        let shift = |end: Option<&Point>, anchor: Point| {
            let end = end.copied().unwrap_or(anchor);
            let place = self.place(anchor, end);
            (place.x - end.x * self.x, place.y - end.y * self.y)
        };
        let (first, last) = (shift(curve.points.first(), from), shift(curve.points.last(), to));
        let spread = |(at, point): (usize, &Point)| {
            let by = if at < 2 {
                first
            } else if at + 2 >= count {
                last
            } else {
                (0.0, 0.0)
            };
            Point { x: point.x * self.x + by.0, y: point.y * self.y + by.1 }
        };
        let points: Vec<Point> = curve.points.iter().enumerate().map(spread).collect();
        let (was, is) = (point_of(&curve.points, curve.at), point_of(&points, curve.at));
        let label =
            Point { x: is.x + (curve.label.x - was.x) * self.size, y: is.y + (curve.label.y - was.y) * self.size };
        EdgeCurve { points, label, ..curve.clone() }
    }

    /// A box around what stands in it.
    pub(crate) fn area(&self, area: &BoxArea) -> Area {
        let corner = Point { x: area.origin.x + area.width, y: area.origin.y + area.height };
        let (origin, corner) = (self.place(area.first, area.origin), self.place(area.last, corner));
        Area { x: origin.x, y: origin.y, width: corner.x - origin.x, height: corner.y - origin.y }
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// From pixels of the drawing to pixels of the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Projection {
    pub(crate) scale: f64,
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Projection {
    pub(crate) fn to_stage(self, x: f64, y: f64) -> (f64, f64) {
        (x * self.scale + self.x, y * self.scale + self.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(width: f64, height: f64) -> Layout {
        Layout { stage: Stage { width: 800.0, height: 400.0 }, width, height, ..Layout::default() }
    }

    fn point(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn what_fits_is_seen_as_it_was_laid_out_and_another_stage_spreads_it() {
        let fits = layout(800.0, 400.0);
        let sight = Camera::default().sight(&fits, None);
        assert_eq!((sight.spread, sight.x, sight.y), (Spread { x: 1.0, y: 1.0, size: 1.0 }, 0.0, 0.0));
        let wider = Camera::default().sight(&fits, Some(Stage { width: 1200.0, height: 400.0 }));
        assert_eq!(wider.spread, Spread { x: 1.5, y: 1.0, size: 1.0 });
        // What is attached stays as far from what it is attached to.
        assert_eq!(wider.spread.place(point(100.0, 50.0), point(80.0, 50.0)), point(130.0, 50.0));
    }

    #[test]
    fn what_is_a_little_larger_is_pushed_and_what_is_much_larger_is_seen_from_afar() {
        let camera = Camera::default();
        assert!(!camera.sight(&layout(1_200.0, 400.0), None).spread.is_far());
        assert!(!camera.sight(&layout(8_000.0, 400.0), None).spread.is_far());
        let place = mesh_view::NodePlace {
            id: String::new(),
            center: point(0.0, 0.0),
            anchor: point(0.0, 0.0),
            size: 40.0,
            rank: 0,
            order: 0,
            lines: Vec::new(),
            side: mesh_view::NameSide::Below,
        };
        // What does not fit is seen where traffic begins.
        let begins = mesh_view::NodePlace { center: point(900.0, 30.0), ..place.clone() };
        let hardly = camera.sight(&layout(840.0, 400.0), None);
        assert!(!hardly.spread.is_far() && (hardly.spread.x * 840.0 - 800.0).abs() < 1e-9 && hardly.x.abs() < 1e-9);
        let pushed = Layout { nodes: vec![begins], ..layout(1_100.0, 400.0) };
        let sight = camera.sight(&pushed, None);
        assert_eq!((sight.x, sight.y), (-300.0, 0.0));
        let many = Layout { nodes: vec![place; MANY + 1], ..layout(8_000.0, 400.0) };
        let far = camera.sight(&many, None);
        assert!(far.spread.is_far());
        assert_eq!((far.spread.x, far.spread.size, far.y), (0.1, 0.1, 180.0));
        let near = Camera { zoom: 10.0, ..camera };
        assert!(!near.sight(&many, None).spread.is_far());
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let layout = layout(800.0, 400.0);
        let before = Camera { zoom: 1.0, x: 30.0, y: -10.0 };
        let sight = before.sight(&layout, None);
        let after = before.zoomed(2.0, (500.0, 150.0), &sight).sight(&layout, None);
        let place = |sight: &Sight| {
            let at = sight.spread.place(point(530.0, 140.0), point(530.0, 140.0));
            (at.x + sight.x, at.y + sight.y)
        };
        assert_eq!((place(&sight), place(&after)), ((500.0, 150.0), (500.0, 150.0)));
        assert_eq!(before.zoomed(1000.0, (0.0, 0.0), &sight).zoom, 64.0);
    }

    #[test]
    fn what_is_chosen_is_seen_beside_what_lies_over_the_stage() {
        let narrow = Layout { covered: 300.0, ..layout(900.0, 400.0) };
        let camera = Camera::default();
        let sight = camera.sight(&narrow, None);
        for (place, x, y) in [
            (point(120.0, 200.0), 120.0, 200.0),
            (point(880.0, 200.0), 500.0 - 92.0, 200.0),
            (point(300.0, 395.0), 300.0, 400.0 - 52.0),
            (point(2.0, 3.0), 32.0, 42.0),
        ] {
            let takes = [20.0, 30.0, 80.0, 40.0];
            let sight = camera.with_in_view(place, takes, &sight, narrow.covered).sight(&narrow, None);
            assert_eq!((place.x + sight.x, place.y + sight.y), (x, y), "{place:?}");
        }
        // Of what is wider than the room its begin is seen.
        let wide = camera.with_in_view(point(300.0, 200.0), [20.0, 0.0, 900.0, 0.0], &sight, narrow.covered);
        assert_eq!(300.0 + wide.sight(&narrow, None).x, 32.0);
        // What lies over the stage takes no part in the middle of it.
        let wide = Layout { covered: 300.0, ..layout(500.0, 400.0) };
        assert_eq!((camera.sight(&wide, None).spread.x, camera.sight(&wide, None).x), (1.0, 0.0));
    }

    #[test]
    fn ends_of_edges_stay_at_their_nodes() {
        let points = vec![point(120.0, 50.0), point(150.0, 50.0), point(150.0, 50.0), point(180.0, 50.0)];
        let label = point(150.0, 36.0);
        let curve = EdgeCurve { id: String::new(), points, label, at: 0.5, room: 40.0, lean: 0.0, inside: false };
        let spread = Spread { x: 2.0, y: 2.0, size: 1.0 }.curve(&curve, point(100.0, 50.0), point(200.0, 50.0));
        assert_eq!((spread.points[0], spread.points[3]), (point(220.0, 100.0), point(380.0, 100.0)));
        assert_eq!(spread.label, point(300.0, 86.0));
    }
}
