//! Edges: curve, arrowhead, what is cut, label.

use mesh_view::{Stroke, breadth};

use super::label::{pills, spread};
use super::theme::Palette;
use super::write::{Letters, Writer};
use crate::layout::short;
use crate::{Edge, EdgeCurve, EdgeKind, Point};

/// As `app/src/graph/edge.rs` draws it.
pub(super) fn draw(out: &mut Writer, edge: &Edge, curve: &EdgeCurve, palette: &Palette) {
    let colour = palette.of_edge(edge);
    // What its source does not wait for, or asks again for.
    let is_dashed = edge.kind == EdgeKind::Mirror || edge.retries > 0.0;
    let dashes = if is_dashed { r#" stroke-dasharray="7 5""# } else { "" };
    let (colour, width) =
        if edge.unused { (palette.idle, breadth(0.0)) } else { (colour, breadth(edge.rates.total())) };
    out.line(&format!(r#"<path d="{}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>"#, curve.path()));
    if let Some(corners) = curve.arrowhead() {
        out.line(&format!(r#"<path d="M{}Z" fill="{colour}"/>"#, corners.map(at).join("L")));
    }
    let bad = palette.bad;
    if let Some(strokes) = curve.strokes_of_unused().filter(|_| edge.unused) {
        out.line(&format!(r#"<path d="{}" fill="none" stroke="{bad}" stroke-width="2"/>"#, lines(strokes)));
    }
    if edge.is_cut {
        let cross = lines(curve.cross());
        out.line(&format!(r#"<path d="{cross}" fill="none" stroke="{bad}" stroke-width="3" stroke-linecap="round"/>"#));
    }
}

fn lines(strokes: [Stroke; 2]) -> String {
    strokes.map(|[from, to]| format!("M{}L{}", at(from), at(to))).concat()
}

fn at(point: Point) -> String {
    format!("{} {}", short(point.x), short(point.y))
}

pub(super) fn draw_label(out: &mut Writer, edge: &Edge, curve: &EdgeCurve, is_dense: bool, palette: &Palette) {
    let pills = pills(edge, is_dense, curve.room);
    let (starts, whole) = spread(&pills);
    let (first, y) = (curve.label_start(whole), curve.label.y);
    for (pill, start) in pills.iter().zip(starts) {
        let (x, width) = (first + start, pill.width());
        let (fill, ink) = palette.filled(edge.health, palette.of_edge(edge));
        let (fill, line, ink) = if pill.is_filled {
            (fill, String::new(), ink)
        } else {
            (palette.node, format!(r#" stroke="{}""#, palette.line_strong), palette.text)
        };
        out.line(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="19" rx="9.5" fill="{fill}"{line}/>"#,
            short(x),
            short(y - 9.5),
            short(width),
        ));
        out.text_at(x + width / 2.0, y + 3.9, Letters::small(ink).bold().centered(), &pill.text);
    }
}
