//! The graph as an SVG text: for `render`, posters of embeds and previews of links.

mod badges;
mod card;
mod describe;
mod edge;
mod figures;
mod label;
mod node;
mod pods;
#[cfg(test)]
mod tests;
mod theme;
mod write;

pub use theme::Theme;

use crate::layout::short;
use crate::{BoxArea, Graph, Layout};
use theme::Palette;
use write::{Letters, Writer, escape};

/// Draws a graph; `title` names it for those who cannot see it.
///
/// The text needs nothing from outside. It holds no ids, so several may stand in one document.
#[must_use]
pub fn svg(graph: &Graph, layout: &Layout, theme: Theme, title: &str) -> String {
    let palette = Palette::of(theme);
    let (width, height) = (layout.width.max(1.0), layout.height.max(1.0));
    let mut out = Writer::default();
    let font = "Inter, &quot;Noto Sans KR&quot;, &quot;DejaVu Sans&quot;, system-ui, sans-serif";
    out.line(&format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" font-family="{font}" font-size="12">"#,
        w = short(width),
        h = short(height),
    ));
    out.line(&format!("<title>{}</title><desc>{}</desc>", escape(title), escape(&describe::describe(graph))));
    out.line(&format!(r#"<rect width="100%" height="100%" fill="{}"/>"#, palette.background));
    for area in &layout.boxes {
        draw_box(&mut out, area, &palette);
    }
    let curves: Vec<_> =
        graph.edges.iter().zip(&layout.edges).filter(|(_, curve)| curve.points.len() > 1 && !curve.inside).collect();
    for (edge, curve) in &curves {
        edge::draw(&mut out, edge, curve, &palette);
    }
    // What is attached lies over what it is attached to.
    let is_attached = |place: &crate::NodePlace| place.side == crate::NameSide::Nowhere;
    let places = || graph.nodes.iter().zip(&layout.nodes);
    let below = places().filter(|(_, place)| !is_attached(place));
    for (node, place) in below.chain(places().filter(|(_, place)| is_attached(place))) {
        node::draw(&mut out, node, place, layout, &palette);
    }
    for (edge, curve) in &curves {
        edge::draw_label(&mut out, edge, curve, layout.is_dense, &palette);
    }
    out.line("</svg>");
    out.text
}

fn draw_box(out: &mut Writer, area: &BoxArea, palette: &Palette) {
    let (x, y) = (area.origin.x, area.origin.y);
    out.line(&format!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" rx="10" fill="{}" stroke="{}" stroke-width="1.5"/>"#,
        short(x),
        short(y),
        short(area.width),
        short(area.height),
        palette.area,
        palette.area_line
    ));
    out.text_at(x + 14.0, y + 20.0, Letters::name(palette.text).bold(), &area.label);
}
