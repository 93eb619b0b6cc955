//! The purple discs of what is configured for a node.

use mesh_view::Badge;

use super::theme::Palette;
use super::write::Writer;
use crate::layout::short;
use crate::{NameSide, Node, NodePlace};

/// Those that the page draws, at the same places.
pub(super) fn draw(out: &mut Writer, node: &Node, place: &NodePlace, flows_down: bool, palette: &Palette) {
    let is_triangle = node.is_triangle();
    let is_attached = place.side == NameSide::Nowhere;
    for (badge, x, y) in Badge::of(&node.badges, is_triangle, is_attached, flows_down, place.size / 2.0) {
        let ink = palette.on_badge;
        let style = if badge.is_solid() {
            format!(r#"fill="{ink}""#)
        } else {
            format!(r#"fill="none" stroke="{ink}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round""#)
        };
        out.line(&format!(
            r#"<g transform="translate({} {})"><title>{}</title><circle r="8.5" fill="{}"/><path d="{}" {style}/></g>"#,
            short(x),
            short(y),
            name_of(badge),
            palette.badge,
            badge.path(),
        ));
    }
}

/// What a disc says, in Kiali's words.
fn name_of(badge: Badge) -> &'static str {
    match badge {
        Badge::CircuitBreaker => "Circuit breaker",
        Badge::VirtualService => "VirtualService",
        Badge::TrafficShifting => "Traffic shifting",
        Badge::TcpTrafficShifting => "TCP traffic shifting",
        Badge::Mirroring => "Mirroring",
        Badge::RequestTimeout => "Request timeout",
        Badge::FaultInjection => "Fault injection",
        Badge::MissingSidecar => "No sidecar",
        Badge::Gateway => "Gateway",
        Badge::TrafficSource => "Traffic source",
    }
}
