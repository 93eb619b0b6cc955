//! Nodes: shape, what is drawn in and around it, name. All of it stands around the centre.

use mesh_view::plate;

use super::label::{SecondLine, second_line};
use super::theme::Palette;
use super::write::{Letters, Writer, escape};
use crate::layout::metrics::{LINE, NAME_DROP, NAME_GAP};
use crate::layout::short;
use crate::{Layout, NameSide, Node, NodeKind, NodePlace, Point};

/// From the upper edge of a line to the foot of its letters.
const FOOT: f64 = 11.5;

/// As `app/src/graph/node.rs` draws it.
pub(super) fn draw(out: &mut Writer, node: &Node, place: &NodePlace, layout: &Layout, palette: &Palette) {
    if let Some(card) = &node.card {
        return super::card::draw(out, node, card, place.center, palette);
    }
    let half = place.size / 2.0;
    let (x, y) = (short(place.center.x), short(place.center.y));
    out.line(&format!(r#"<g transform="translate({x} {y})"><title>{}</title>"#, escape(&node.full_name())));
    shape(out, node, half, palette);
    signs(out, node, palette);
    super::pods::draw(out, node, palette);
    super::badges::draw(out, node, place, layout.stage.flows_down(), palette);
    if node.fault.is_some() {
        bolt(out, half, palette);
    }
    name(out, node, place, layout.is_dense, palette);
    out.line("</g>");
}

/// Kiali's shapes.
fn shape(out: &mut Writer, node: &Node, half: f64, palette: &Palette) {
    let colour = palette.of_health(node.health, node.idle);
    let style = format!(r#"fill="{}" stroke="{colour}" stroke-width="2" stroke-linejoin="round""#, palette.node);
    out.line(&match node.kind {
        NodeKind::Service if node.is_service_entry => {
            let corners = plate(half).map(|Point { x, y }| format!("{} {}", short(x), short(y))).join("L");
            format!(r#"<path d="M{corners}Z" {style}/>"#)
        }
        NodeKind::Service => {
            let (up, side, down) = (short(-half), short(half), short(half - 2.0));
            format!(r#"<path d="M0 {up}L{side} {down}H-{side}Z" {style}/>"#)
        }
        NodeKind::App => {
            let (start, side) = (short(-half), short(2.0 * half));
            format!(r#"<rect x="{start}" y="{start}" width="{side}" height="{side}" rx="8" {style}/>"#)
        }
        NodeKind::Client | NodeKind::Gateway | NodeKind::Workload | NodeKind::Unknown | NodeKind::Group => {
            format!(r#"<circle r="{}" {style}/>"#, short(half))
        }
    });
}

/// What it is, inside, and how it is, above.
fn signs(out: &mut Writer, node: &Node, palette: &Palette) {
    let colour = palette.of_health(node.health, node.idle);
    let (glyph, sign) = (node.glyph(), node.health_sign());
    if !glyph.is_empty() {
        let line = r#"stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round""#;
        out.line(&format!(r#"<path d="{glyph}" fill="none" stroke="{colour}" {line}/>"#));
    }
    if !sign.is_empty() {
        let around = palette.background;
        out.line(&format!(
            r#"<path d="{sign}" fill="{colour}" stroke="{around}" stroke-width="2" stroke-linejoin="round" paint-order="stroke"/>"#
        ));
    }
}

/// At the lower right corner of what somebody broke.
fn bolt(out: &mut Writer, half: f64, palette: &Palette) {
    let (x, y) = (short(half - 3.0), short(half - 11.0));
    out.line(&format!(
        r#"<path d="M{x} {y}l-7 9h5l-2 8l8 -10h-5l3 -7Z" fill="{}" stroke="{}" stroke-width="1.5" paint-order="stroke"/>"#,
        palette.warning, palette.background
    ));
}

/// The name in its lines, and what is to be known of the node below it.
fn name(out: &mut Writer, node: &Node, place: &NodePlace, is_dense: bool, palette: &Palette) {
    let half = place.size / 2.0;
    let second = second_line(node, is_dense);
    let letters = Letters::name(palette.text);
    let count = place.lines.len() as f64;
    let (x, top, letters) = match place.side {
        NameSide::Nowhere => return,
        NameSide::Below => (0.0, half + NAME_DROP, letters.centered()),
        NameSide::Right => {
            let lines = if second.is_some() { count + 1.0 } else { count };
            (half + NAME_GAP, -LINE * lines / 2.0, letters)
        }
    };
    let foot = top + FOOT;
    for (at, line) in place.lines.iter().enumerate() {
        out.text_at(x, foot + LINE * at as f64, letters, line);
    }
    if let Some(SecondLine { text, is_bad }) = second {
        let small = if is_bad { Letters::small(palette.bad_text).bold() } else { Letters::small(palette.muted) };
        let small = Letters { anchor: letters.anchor, ..small };
        out.text_at(x, foot + LINE * count - 0.5, small, &text);
    }
}
