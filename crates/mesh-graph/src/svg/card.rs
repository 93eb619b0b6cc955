//! Folded groups: name, how many and how busy, a square for each app.

use super::label::number;
use super::theme::Palette;
use super::write::{Writer, escape};
use crate::layout::short;
use crate::{Card, Node, Point};

pub(super) fn draw(out: &mut Writer, node: &Node, card: &Card, center: Point, palette: &Palette) {
    let (width, height) = card.size(&node.label);
    let (left, top) = (center.x - width / 2.0, center.y - height / 2.0);
    out.line(&format!("<g><title>{}</title>", escape(&node.label)));
    out.line(&format!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" rx="10" fill="{}" stroke="{}" stroke-width="1.5"/>"#,
        short(left),
        short(top),
        short(width),
        short(height),
        palette.area,
        if node.health >= crate::Health::Degraded { palette.of_health(node.health, false) } else { palette.area_line }
    ));
    let x = left + Card::SIDE;
    out.text_at(x, top + 22.0, "start", palette.text, 12.0, &node.label);
    let rates = if node.inbound.total() > 0.0 { node.inbound } else { node.outbound };
    let count = card.apps.len();
    let rate = if rates.total() > 0.0 { format!(" · {} rps", number(rates.total())) } else { String::new() };
    let services = if count == 1 { "service" } else { "services" };
    out.text_at(x, top + 39.0, "start", palette.text, 11.0, &format!("{count} {services}{rate}"));
    for (at, app) in card.drawn().enumerate() {
        let (column, row) = (at % card.columns(), at / card.columns());
        let (x, y) = (x + column as f64 * Card::PITCH, top + Card::TOP + row as f64 * Card::PITCH);
        let colour = palette.of_health(app.health, app.rates.total() <= 0.0);
        let (off, side, fill) = if app.is_unwell() { (2.0, 16.0, colour) } else { (0.0, 12.0, palette.node) };
        out.line(&format!(
            r#"<rect x="{}" y="{}" width="{side}" height="{side}" rx="3" fill="{fill}" stroke="{colour}" stroke-width="1.5"><title>{}</title></rect>"#,
            short(x - off),
            short(y - off),
            escape(&app.name)
        ));
        if app.is_unwell() {
            out.text_at(x + 6.0, y + 10.5, "middle", palette.node, 12.0, "!");
        }
    }
    out.line("</g>");
}
