//! Edges: curve, arrowhead, label.

use super::label::{APART, pills};
use super::theme::Palette;
use super::write::{Writer, escape};
use crate::layout::short;
use crate::{Edge, EdgeCurve, EdgeKind, Point};

pub(super) fn draw(out: &mut Writer, edge: &Edge, curve: &EdgeCurve, palette: &Palette) {
    let colour = palette.of_health(edge.health, edge.idle);
    let dashes = if edge.kind == EdgeKind::Mirror { r#" stroke-dasharray="7 5""# } else { "" };
    let width = if edge.idle { 1.5 } else { 2.5 };
    out.line(&format!(r#"<path d="{}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>"#, curve.path()));
    if let [.., before, end] = curve.points.as_slice() {
        out.line(&format!(r#"<path d="{}" fill="{colour}"/>"#, arrowhead(*before, *end)));
    }
}

/// A triangle with its tip at the end of the curve.
fn arrowhead(before: Point, end: Point) -> String {
    let (x, y) = (end.x - before.x, end.y - before.y);
    let length = libm::sqrt(x * x + y * y).max(1e-6);
    let (x, y) = (x / length, y / length);
    let corner = |side: f64| {
        let (corner_x, corner_y) = (end.x - 9.0 * x - side * 4.5 * y, end.y - 9.0 * y + side * 4.5 * x);
        format!("L{} {}", short(corner_x), short(corner_y))
    };
    format!("M{} {}{}{}Z", short(end.x), short(end.y), corner(1.0), corner(-1.0))
}

pub(super) fn draw_label(out: &mut Writer, edge: &Edge, curve: &EdgeCurve, is_dense: bool, palette: &Palette) {
    let pills = pills(edge, is_dense, curve.room);
    let colour = palette.of_health(edge.health, edge.idle);
    let whole: f64 = pills.iter().map(|pill| pill.width() + APART).sum::<f64>() - APART;
    let (mut x, y) = (curve.label_start(whole), curve.label.y);
    for pill in pills {
        let width = pill.width();
        let (fill, ink) = if pill.is_filled { (colour, palette.on_label) } else { (palette.node, palette.text) };
        out.line(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="19" rx="9.5" fill="{fill}" stroke="{colour}"/>"#,
            short(x),
            short(y - 9.5),
            short(width),
        ));
        out.line(&format!(
            r#"<text x="{}" y="{}" text-anchor="middle" fill="{ink}" font-size="11" font-weight="600">{}</text>"#,
            short(x + width / 2.0),
            short(y + 4.0),
            escape(&pill.text)
        ));
        x += width + APART;
    }
}
