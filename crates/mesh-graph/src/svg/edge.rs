//! Edges: curve, arrowhead, what is cut, label.

use mesh_view::breadth;

use super::label::{pills, spread};
use super::strokes::{across, arrowhead, cut};
use super::theme::Palette;
use super::write::{Letters, Writer};
use crate::layout::short;
use crate::{Edge, EdgeCurve, EdgeKind};

/// As `app/src/graph/edge.rs` draws it.
pub(super) fn draw(out: &mut Writer, edge: &Edge, curve: &EdgeCurve, palette: &Palette) {
    let colour = palette.of_health(edge.health, edge.idle);
    // What its source does not wait for, or asks again for.
    let is_dashed = edge.kind == EdgeKind::Mirror || edge.retries > 0.0;
    let dashes = if is_dashed { r#" stroke-dasharray="7 5""# } else { "" };
    let width = breadth(edge.rates.total());
    out.line(&format!(r#"<path d="{}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>"#, curve.path()));
    if let Some(head) = arrowhead(&curve.points) {
        out.line(&format!(r#"<path d="{head}" fill="{colour}"/>"#));
    }
    let bad = palette.bad;
    if is_unused(edge) {
        out.line(&format!(r#"<path d="{}" fill="none" stroke="{bad}" stroke-width="2"/>"#, cut(curve)));
    }
    if edge.is_cut {
        let cross = across(curve);
        out.line(&format!(r#"<path d="{cross}" fill="none" stroke="{bad}" stroke-width="3" stroke-linecap="round"/>"#));
    }
}

/// Whether a route may split requests over this branch and none takes it.
fn is_unused(edge: &Edge) -> bool {
    edge.weight.is_some() && edge.rates.total() <= 0.0
}

pub(super) fn draw_label(out: &mut Writer, edge: &Edge, curve: &EdgeCurve, is_dense: bool, palette: &Palette) {
    let pills = pills(edge, is_dense, curve.room);
    let (starts, whole) = spread(&pills);
    let (first, y) = (curve.label_start(whole), curve.label.y);
    for (pill, start) in pills.iter().zip(starts) {
        let (x, width) = (first + start, pill.width());
        let (fill, ink) = palette.filled(edge.health, edge.idle);
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
