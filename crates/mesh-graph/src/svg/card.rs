//! Folded groups: name, how many and how busy, a square for each app.

use super::figures::rate;
use super::theme::Palette;
use super::write::{Letters, Writer, escape};
use crate::layout::short;
use crate::{Card, Health, Node, Point};

pub(super) fn draw(out: &mut Writer, node: &Node, card: &Card, center: Point, palette: &Palette) {
    let (width, height) = card.size(&node.label);
    let (left, top) = (center.x - width / 2.0, center.y - height / 2.0);
    let is_unwell = node.health >= Health::Degraded;
    let (line, thickness) =
        if is_unwell { (palette.of_health(node.health, false), "2") } else { (palette.area_line, "1.5") };
    out.line(&format!("<g><title>{}</title>", escape(&node.label)));
    out.line(&format!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" rx="10" fill="{}" stroke="{line}" stroke-width="{thickness}"/>"#,
        short(left),
        short(top),
        short(width),
        short(height),
        palette.area,
    ));
    let x = left + Card::SIDE;
    out.text_at(x, top + 22.0, Letters::name(palette.text).bold(), &node.label);
    let rates = if node.inbound.total() > 0.0 { node.inbound } else { node.outbound };
    let count = card.apps.len();
    let rate = if rates.total() > 0.0 { format!(" · {}", rate(rates.total())) } else { String::new() };
    let services = if count == 1 { "service" } else { "services" };
    out.text_at(x, top + 39.0, Letters::small(palette.muted), &format!("{count} {services}{rate}"));
    for (at, app) in card.drawn().enumerate() {
        let (column, row) = (at % card.columns(), at / card.columns());
        let (x, y) = (x + column as f64 * Card::PITCH, top + Card::TOP + row as f64 * Card::PITCH);
        let is_idle = app.rates.total() <= 0.0;
        let (full, ink) = palette.filled(app.health, palette.of_health(app.health, is_idle));
        let (off, side, fill, line) = if app.is_unwell() {
            (2.0, 16.0, full, full)
        } else {
            (0.0, 12.0, palette.node, palette.of_health(app.health, is_idle))
        };
        out.line(&format!(
            r#"<rect x="{}" y="{}" width="{side}" height="{side}" rx="3" fill="{fill}" stroke="{line}" stroke-width="1.5"><title>{}</title></rect>"#,
            short(x - off),
            short(y - off),
            escape(&app.name)
        ));
        if app.is_unwell() {
            out.text_at(x + 6.0, y + 10.5, Letters::name(ink).bold().centered(), "!");
        }
    }
    out.line("</g>");
}
