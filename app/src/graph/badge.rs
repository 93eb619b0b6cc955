//! The purple discs that say what is configured.

use leptos::prelude::*;
use mesh_view::{Badges, badge_corners};

use crate::text::Text;

/// A badge that a node can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Badge {
    CircuitBreaker,
    VirtualService,
    FaultInjection,
    MissingSidecar,
}

impl Badge {
    /// Those of a node whose shape reaches `half` to each side, each with its place.
    pub(crate) fn of(
        badges: &Badges,
        is_service: bool,
        is_attached: bool,
        flows_down: bool,
        half: f64,
    ) -> Vec<(Badge, f64, f64)> {
        let corners = badge_corners(is_service, is_attached, flows_down, half);
        [
            (badges.circuit_breaker, Self::CircuitBreaker),
            (badges.virtual_service, Self::VirtualService),
            (badges.fault_injection, Self::FaultInjection),
            (badges.missing_sidecar, Self::MissingSidecar),
        ]
        .into_iter()
        .zip(corners)
        .filter(|((has, _), _)| *has)
        .map(|((_, badge), (x, y))| (badge, x, y))
        .collect()
    }

    /// Its sign, drawn around 0, 0 in a disc of radius 10.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::CircuitBreaker => "M1 -6L-4 1H-.5L-1.5 6L4 -1.5H.5Z",
            Self::VirtualService => "M-3 5V-5M-3 2Q3 2 3 -4M1 -2.5L3 -5L5 -2.5",
            Self::FaultInjection => "M-3.5 -3.5L3.5 3.5M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0",
            Self::MissingSidecar => "M-4 -4H4V4H-4ZM-4 4L4 -4",
        }
    }

    fn solid(self) -> bool {
        self == Self::CircuitBreaker
    }

    pub(crate) fn name(self, text: &'static Text) -> &'static str {
        match self {
            Self::CircuitBreaker => text.badge_circuit_breaker,
            Self::VirtualService => text.badge_virtual_service,
            Self::FaultInjection => text.badge_fault_injection,
            Self::MissingSidecar => text.badge_missing_sidecar,
        }
    }
}

/// A disc with its sign.
#[component]
pub(crate) fn BadgeDisc(badge: Badge, x: f64, y: f64) -> impl IntoView {
    view! {
        <g class="badge" transform=format!("translate({x} {y})")>
            <circle r="8.5" />
            <path class:solid=badge.solid() d=badge.path() />
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
        (badges.traffic_shifting, text.badge_traffic_shifting),
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
