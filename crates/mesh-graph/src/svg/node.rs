//! Nodes: shape, badges, ejected pods, label.

use mesh_ordered::sort;

use super::label::second_line;
use super::theme::Palette;
use super::write::{Writer, escape};
use crate::layout::metrics::{LINE, NAME_DROP, NAME_GAP};
use crate::layout::short;
use crate::{Layout, NameSide, Node, NodeKind, NodePlace, badge_corners};

pub(super) fn draw(out: &mut Writer, node: &Node, place: &NodePlace, layout: &Layout, palette: &Palette) {
    if let Some(card) = &node.card {
        return super::card::draw(out, node, card, place.center, palette);
    }
    let (x, y, half) = (place.center.x, place.center.y, place.size / 2.0);
    let colour = palette.of_health(node.health, node.idle);
    out.line(&format!("<g><title>{}</title>", escape(&node.full_name())));
    let style = format!(r#"fill="{}" stroke="{colour}" stroke-width="2""#, palette.node);
    out.line(&match node.kind {
        NodeKind::Service => format!(
            r#"<path d="M{} {}L{} {}H{}Z" stroke-linejoin="round" {style}/>"#,
            short(x),
            short(y - half),
            short(x + half),
            short(y + half - 2.0),
            short(x - half)
        ),
        NodeKind::App => {
            format!(
                r#"<rect x="{}" y="{}" width="{side}" height="{side}" rx="8" {style}/>"#,
                short(x - half),
                short(y - half),
                side = short(place.size)
            )
        }
        NodeKind::Client | NodeKind::Gateway | NodeKind::Workload | NodeKind::Unknown | NodeKind::Group => {
            format!(r#"<circle cx="{}" cy="{}" r="{}" {style}/>"#, short(x), short(y), short(half))
        }
    });
    pods(out, node, place, palette);
    badges(out, node, place, layout.stage.flows_down(), palette);
    name(out, node, place, layout, palette);
    out.line("</g>");
}

/// The name in its lines, and what is to be known of the node below it.
fn name(out: &mut Writer, node: &Node, place: &NodePlace, layout: &Layout, palette: &Palette) {
    let (x, y, half) = (place.center.x, place.center.y, place.size / 2.0);
    let second = second_line(node, layout.is_dense);
    let (x, top, anchor) = match place.side {
        NameSide::Nowhere => return,
        NameSide::Below => (x, y + half + NAME_DROP + 11.0, "middle"),
        NameSide::Right => {
            let lines = place.lines.len() as f64 + if second.is_empty() { 0.0 } else { 1.0 };
            (x + half + NAME_GAP, y - LINE * lines / 2.0 + 11.5, "start")
        }
    };
    let mut at = top;
    for line in &place.lines {
        out.text_at(x, at, anchor, palette.text, 12.0, line);
        at += LINE;
    }
    if !second.is_empty() {
        out.text_at(x, at - 0.5, anchor, palette.muted, 11.0, &second);
    }
}

/// A dot for each pod, at most nine; ejected ones as broken rings.
fn pods(out: &mut Writer, node: &Node, place: &NodePlace, palette: &Palette) {
    if node.kind == NodeKind::Service || node.pods_total == 0 {
        return;
    }
    let shown = node.pods_total.min(9);
    let mut ejected: Vec<&str> = node.badges.ejected.iter().map(|pod| pod.pod.as_str()).collect();
    sort(&mut ejected);
    ejected.dedup();
    let columns = if shown > 4 { 3 } else { shown.min(2) };
    let rows = shown.div_ceil(columns);
    for index in 0..shown {
        let x = place.center.x + (f64::from(index % columns) - f64::from(columns - 1) / 2.0) * 11.0;
        let y = place.center.y + (f64::from(index / columns) - f64::from(rows - 1) / 2.0) * 11.0;
        // Which dot is which pod does not matter: the ejected ones come last.
        let from_end = shown - 1 - index;
        let style = if (from_end as usize) < ejected.len() {
            format!(r#"fill="none" stroke="{}" stroke-width="1.5" stroke-dasharray="3 2""#, palette.bad)
        } else if index < node.pods_ready {
            format!(r#"fill="{}""#, palette.of_health(node.health, node.idle))
        } else {
            format!(r#"fill="none" stroke="{}" stroke-width="1.5""#, palette.idle)
        };
        out.line(&format!(r#"<circle cx="{}" cy="{}" r="3.6" {style}/>"#, short(x), short(y)));
    }
}

/// Kiali's places: circuit breaker upper left, VirtualService lower left; a gateway beside its label.
fn badges(out: &mut Writer, node: &Node, place: &NodePlace, flows_down: bool, palette: &Palette) {
    let is_service = node.kind == NodeKind::Service;
    let half = place.size / 2.0;
    let corners = badge_corners(is_service, place.side == NameSide::Nowhere, flows_down, half);
    let set = &node.badges;
    let marks = [
        (set.circuit_breaker, corners[0], BOLT, "circuit breaker"),
        (set.virtual_service, corners[1], BRANCH, "virtual service"),
        (set.fault_injection, corners[2], BAN, "fault injection"),
        (set.gateway, (half - 4.0, 4.0 - half), GLOBE, "gateway"),
    ];
    for (_, (dx, dy), icon, name) in marks.into_iter().filter(|mark| mark.0) {
        out.line(&format!(
            r##"<g transform="translate({} {})"><title>{name}</title><circle r="8.5" fill="{}"/><path d="{icon}" fill="none" stroke="{}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></g>"##,
            short(place.center.x + dx),
            short(place.center.y + dy),
            palette.badge,
            palette.on_label
        ));
    }
}

const BOLT: &str = "M1-5L-3 1H2L-1 5";
const BRANCH: &str = "M-2-5V5M-2 1Q3 1 3-4";
const BAN: &str = "M4 0A4 4 0 1 1 4-.1M-3-3L3 3";
const GLOBE: &str = "M5 0A5 5 0 1 1 5-.1M-5 0H5M0-5Q3.5 0 0 5Q-3.5 0 0-5";
