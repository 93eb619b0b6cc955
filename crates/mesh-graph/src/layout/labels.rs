//! Where labels stand on edges: never over a name, a node, a badge or another label.

use super::axes::Axes;
use super::covers::{Part, covers};
use super::metrics::PILL;
use super::shape::Rect;
use super::text::{SMALL, bold};
use crate::{Edge, EdgeCurve, Graph, Layout, Point};

/// Shares of the curve's parameter that are tried, the best first: the middle; where one splits, where the branches are apart.
const TRIED: [f64; 13] = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.27, 0.73, 0.22, 0.78, 0.17, 0.83];
const TRIED_IN_SPLITS: [f64; 13] = [0.6, 0.54, 0.66, 0.72, 0.48, 0.78, 0.42, 0.36, 0.82, 0.3, 0.24, 0.86, 0.2];
/// From a level line to the middle of its label.
const LIFT: f64 = PILL / 2.0 + 4.5;
/// So many times that a label stands over a line between two nodes that are too near for it.
const ABOVE_NODES: f64 = -2.35;
/// Between labels.
pub(super) const APART: f64 = 2.0;
/// Inside a label, at both sides of its text together.
const PADDING: f64 = 12.0;
/// From the middle of a node up to the sign of its health, and half of that.
const SIGN: (f64, f64) = (22.0, 7.0);
/// Side of the cells in which what is taken is looked up.
const CELL: f64 = 96.0;
/// Cells that one rectangle is noted in, at most.
const MOST_CELLS: usize = 400;

/// What is taken already, by cells of the drawing.
struct Taken {
    cells: Vec<Vec<Rect>>,
    columns: usize,
    rows: usize,
    bounds: Rect,
}

impl Taken {
    fn new(width: f64, height: f64) -> Self {
        let count = |length: f64| (length / CELL).clamp(0.0, 2_000.0) as usize + 1;
        let (columns, rows) = (count(width), count(height));
        let bounds = Rect { left: 2.0, top: 2.0, right: width - 2.0, bottom: height - 2.0 };
        Self { cells: vec![Vec::new(); columns * rows], columns, rows, bounds }
    }

    fn cells(&self, rect: &Rect) -> impl Iterator<Item = usize> + use<> {
        let cell = |at: f64, most: usize| ((at / CELL).max(0.0) as usize).min(most - 1);
        let (from, to) = (cell(rect.left, self.columns), cell(rect.right, self.columns));
        let (top, bottom) = (cell(rect.top, self.rows), cell(rect.bottom, self.rows));
        let columns = self.columns;
        (top..=bottom).flat_map(move |row| (from..=to).map(move |column| row * columns + column)).take(MOST_CELLS)
    }

    fn take(&mut self, rect: Rect) {
        for cell in self.cells(&rect) {
            if let Some(cell) = self.cells.get_mut(cell) {
                cell.push(rect);
            }
        }
    }

    fn is_free(&self, rect: &Rect) -> bool {
        rect.is_within(&self.bounds)
            && self
                .cells(rect)
                .all(|cell| self.cells.get(cell).is_some_and(|cell| !cell.iter().any(|it| it.meets(rect))))
    }
}

/// Gives the labels of a layout their places: over no node, name, badge, title, frame, corner that the page keeps for itself,
/// or other label.
pub(super) fn place_all(graph: &Graph, layout: &mut Layout, corners: &[Rect]) {
    let axes = Axes { down: layout.stage.flows_down() };
    let mut taken = Taken::new(layout.width, layout.height);
    for cover in covers(graph, layout).into_iter().filter(|cover| cover.part != Part::Label) {
        let (Point { x: left, y: top }, Point { x: right, y: bottom }) = (cover.from, cover.to);
        taken.take(Rect { left, top, right, bottom });
    }
    for (node, place) in graph.nodes.iter().zip(&layout.nodes).filter(|(node, _)| node.sits_on.is_none()) {
        // Where it says that it is degraded or failing.
        let Point { x, y } = place.center;
        if node.card.is_none() {
            taken.take(Rect::around(Point { x, y: y - SIGN.0 }, SIGN.1, SIGN.1));
        }
    }
    corners.iter().for_each(|corner| taken.take(*corner));
    let mut curves = std::mem::take(&mut layout.edges);
    // Splits first: what they say stands nowhere else.
    for is_split in [true, false] {
        let edges = graph.edges.iter().zip(&mut curves).filter(|(edge, _)| edge.weight.is_some() == is_split);
        edges.for_each(|(edge, curve)| place(edge, curve, layout.is_dense, axes, &mut taken));
    }
    layout.edges = curves;
}

/// Widths that the label of an edge may take, the most telling first.
fn rooms(edge: &Edge, is_dense: bool) -> [f64; 3] {
    let pill = |text: &str| bold(text, SMALL) + PADDING;
    let error = pill("▲ 00.0 %");
    if edge.weight.is_some() {
        let share = pill("00.0 %");
        // A time, where it is asked for, takes the place of the weight.
        [share + APART + pill("000 ms"), share + APART + pill("00 %"), share]
    } else if is_dense {
        [error; 3]
    } else {
        [pill("00.0 rps") + APART + error, error, error]
    }
}

/// Gives an edge the best room that is left for its label, if there is any.
fn place(edge: &Edge, curve: &mut EdgeCurve, is_dense: bool, axes: Axes, taken: &mut Taken) {
    curve.label = curve.point(0.5);
    curve.at = 0.5;
    if curve.inside || curve.points.len() < 4 {
        return;
    }
    let length = length(curve);
    for room in rooms(edge, is_dense) {
        for at in if edge.weight.is_some() { TRIED_IN_SPLITS } else { TRIED } {
            let (point, level) = (curve.point(at), is_level(curve, at, axes));
            // On a slope a label lies on its line, and leaves a third of it free.
            let shifts: &[f64] = match (level, axes.down) {
                (true, false) => &[-1.0, 1.0, ABOVE_NODES],
                (true, true) => &[-1.0, 1.0],
                (false, _) => &[0.0],
            };
            if !level && room > length * 2.0 / 3.0 {
                continue;
            }
            for shift in shifts {
                let label = beside(point, *shift, room, axes);
                let rect = Rect::around(label, (room + APART) / 2.0, PILL / 2.0 + 1.0);
                if taken.is_free(&rect) {
                    (curve.label, curve.at, curve.room) = (label, at, room);
                    curve.lean = if axes.down { *shift } else { 0.0 };
                    taken.take(rect);
                    return;
                }
            }
        }
    }
}

/// Beside a line that is level: above or below it, or right or left of one that goes down.
fn beside(point: Point, shift: f64, room: f64, axes: Axes) -> Point {
    if axes.down {
        Point { x: point.x - shift * (room / 2.0 + 6.0), ..point }
    } else {
        Point { y: point.y + shift * LIFT, ..point }
    }
}

/// Whether a curve runs along traffic at a point.
fn is_level(curve: &EdgeCurve, at: f64, axes: Axes) -> bool {
    let (before, after) = (curve.point(at - 0.04), curve.point(at + 0.04));
    let along = (axes.along(after) - axes.along(before)).abs();
    let across = (axes.across(after) - axes.across(before)).abs();
    across < 0.16 * along
}

/// About how long a curve is.
fn length(curve: &EdgeCurve) -> f64 {
    let points: Vec<Point> = (0..=8).map(|step| curve.point(f64::from(step) / 8.0)).collect();
    let step = |pair: &[Point]| {
        let (x, y) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
        libm::sqrt(x * x + y * y)
    };
    points.windows(2).map(step).sum()
}
