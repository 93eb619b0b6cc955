//! The purple discs that say what is configured.

use leptos::prelude::*;
use mesh_view::{Badge, Badges};

use crate::format::pixels;
use crate::state::text;
use crate::text::Text;

/// What a disc says.
pub(super) fn name_of(badge: Badge, text: &'static Text) -> &'static str {
    match badge {
        Badge::CircuitBreaker => text.badge_circuit_breaker,
        Badge::VirtualService => text.badge_virtual_service,
        Badge::TrafficShifting => text.badge_traffic_shifting,
        Badge::TcpTrafficShifting => text.of_graph.tcp_traffic_shifting,
        Badge::Mirroring => text.badge_mirroring,
        Badge::RequestTimeout => text.badge_request_timeout,
        Badge::FaultInjection => text.badge_fault_injection,
        Badge::MissingSidecar => text.badge_missing_sidecar,
        Badge::Gateway => text.badge_gateway,
        Badge::TrafficSource => text.badge_traffic_source,
    }
}

/// A disc with its sign.
#[component]
pub(crate) fn BadgeDisc(badge: Badge, x: f64, y: f64) -> impl IntoView {
    view! {
        <g class="badge" transform=format!("translate({} {})", pixels(x), pixels(y))>
            <title>{name_of(badge, text())}</title>
            <circle r="8.5" />
            <path class:solid=badge.is_solid() d=badge.path() />
        </g>
    }
    .into_any()
}

/// What is configured for a node, in words.
pub(crate) fn in_words(badges: &Badges, text: &'static Text) -> Vec<&'static str> {
    [
        (badges.gateway, text.badge_gateway),
        (badges.traffic_source, text.badge_traffic_source),
        (badges.virtual_service, text.badge_virtual_service),
        (badges.request_routing, text.of_graph.request_routing),
        (badges.traffic_shifting, text.badge_traffic_shifting),
        (badges.tcp_traffic_shifting, text.of_graph.tcp_traffic_shifting),
        (badges.circuit_breaker, text.badge_circuit_breaker),
        (badges.fault_injection, text.badge_fault_injection),
        (badges.request_timeout, text.badge_request_timeout),
        (badges.mirroring, text.badge_mirroring),
        (badges.missing_sidecar, text.badge_missing_sidecar),
    ]
    .into_iter()
    .filter(|(has, _)| *has)
    .map(|(_, words)| words)
    .collect()
}
