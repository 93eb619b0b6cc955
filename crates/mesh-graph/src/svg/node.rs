//! Nodes: shape, badges, ejected pods, label.

use mesh_ordered::sort;

use super::theme::Palette;
use super::write::{Writer, escape};
use crate::layout::metrics::{NODE, second_line};
use crate::layout::short;
use crate::{Node, NodeKind, NodePlace};

pub(super) fn draw(out: &mut Writer, node: &Node, place: &NodePlace, palette: &Palette) {
    let (x, y) = (place.center.x, place.center.y);
    let colour = palette.of_health(node.health, node.idle);
    out.line(&format!("<g><title>{}</title>", escape(&node.full_name())));
    let style = format!(r#"fill="{}" stroke="{colour}" stroke-width="2""#, palette.node);
    out.line(&match node.kind {
        NodeKind::Service => format!(
            r#"<path d="M{} {}L{} {}H{}Z" stroke-linejoin="round" {style}/>"#,
            short(x),
            short(y - NODE),
            short(x + NODE + 1.0),
            short(y + NODE - 2.0),
            short(x - NODE - 1.0)
        ),
        NodeKind::App => {
            format!(r#"<rect x="{}" y="{}" width="40" height="40" rx="8" {style}/>"#, short(x - NODE), short(y - NODE))
        }
        NodeKind::Client | NodeKind::Gateway | NodeKind::Workload | NodeKind::Unknown => {
            format!(r#"<circle cx="{}" cy="{}" r="20" {style}/>"#, short(x), short(y))
        }
    });
    pods(out, node, place, palette);
    badges(out, node, place, palette);
    let ejected = node.badges.ejected.iter().map(|pod| pod.seconds_left).fold(f64::NAN, f64::max);
    let label = if ejected.is_nan() {
        node.label.clone()
    } else {
        format!("{} · ejected {} s", node.label, libm::ceil(ejected))
    };
    out.text_at(x, y + NODE + 16.0, "middle", palette.text, 12.0, &label);
    if second_line(node) {
        out.text_at(x, y + NODE + 30.0, "middle", palette.muted, 10.5, &node.version);
    }
    out.line("</g>");
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
fn badges(out: &mut Writer, node: &Node, place: &NodePlace, palette: &Palette) {
    let corner = NODE - 3.0;
    let set = &node.badges;
    let marks = [
        (set.circuit_breaker, -corner, -corner, BOLT, "circuit breaker"),
        (set.virtual_service, -corner, corner, BRANCH, "virtual service"),
        (set.fault_injection, corner, -corner, BAN, "fault injection"),
        (set.request_timeout, corner, corner, CLOCK, "request timeout"),
        (set.gateway, corner, -corner, GLOBE, "gateway"),
    ];
    for (_, dx, dy, icon, name) in marks.into_iter().filter(|mark| mark.0) {
        out.line(&format!(
            r##"<g transform="translate({} {})"><title>{name}</title><circle r="9" fill="{}"/><path d="{icon}" fill="none" stroke="{}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></g>"##,
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
const CLOCK: &str = "M4.5 0A4.5 4.5 0 1 1 4.5-.1M0-2.5V.5L2 2";
const GLOBE: &str = "M5 0A5 5 0 1 1 5-.1M-5 0H5M0-5Q3.5 0 0 5Q-3.5 0 0-5";
