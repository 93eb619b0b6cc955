//! The purple discs that say what is configured.

use leptos::prelude::*;
use mesh_view::{Badges, RouteSign, badge_corners};

use crate::format::pixels;
use crate::state::text;
use crate::text::Text;

/// A badge that a node can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Badge {
    CircuitBreaker,
    VirtualService,
    TrafficShifting,
    TcpTrafficShifting,
    Mirroring,
    RequestTimeout,
    FaultInjection,
    MissingSidecar,
    Gateway,
    TrafficSource,
}

impl Badge {
    /// Kiali's legend.
    pub(crate) const ALL: [Self; 10] = [
        Self::CircuitBreaker,
        Self::FaultInjection,
        Self::Gateway,
        Self::Mirroring,
        Self::MissingSidecar,
        Self::RequestTimeout,
        Self::TrafficShifting,
        Self::TcpTrafficShifting,
        Self::TrafficSource,
        Self::VirtualService,
    ];

    /// Those of a node whose shape reaches `half` to each side, each with its place.
    pub(crate) fn of(
        badges: &Badges,
        is_service: bool,
        is_attached: bool,
        flows_down: bool,
        half: f64,
    ) -> Vec<(Badge, f64, f64)> {
        let [first, second] = badges.route_signs().map(|sign| sign.map(Self::of_routes));
        let discs = [
            badges.circuit_breaker.then_some(Self::CircuitBreaker),
            first,
            badges.fault_injection.then_some(Self::FaultInjection),
            badges.missing_sidecar.then_some(Self::MissingSidecar).or(second),
        ];
        let corners = badge_corners(is_service, is_attached, flows_down, half);
        discs.into_iter().zip(corners).filter_map(|(badge, (x, y))| Some((badge?, x, y))).collect()
    }

    fn of_routes(sign: RouteSign) -> Self {
        match sign {
            RouteSign::VirtualService => Self::VirtualService,
            RouteSign::TrafficShifting => Self::TrafficShifting,
            RouteSign::TcpTrafficShifting => Self::TcpTrafficShifting,
            RouteSign::Mirroring => Self::Mirroring,
            RouteSign::RequestTimeout => Self::RequestTimeout,
        }
    }

    /// Its sign, drawn around 0, 0 in a disc of radius 10.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::CircuitBreaker => "M1 -6L-4 1H-.5L-1.5 6L4 -1.5H.5Z",
            Self::VirtualService => "M-3 5V-5M-3 2Q3 2 3 -4M1 -2.5L3 -5L5 -2.5",
            Self::TrafficShifting => "M-5 0H-1L4 -4M-1 0L4 4M1.5 -4.5H4.5V-1.5M1.5 4.5H4.5V1.5",
            Self::TcpTrafficShifting => "M-5 -3H-1M-3 -3V4M-1 0L4 -4M-1 0L4 4M1.5 -4.5H4.5V-1.5M1.5 4.5H4.5V1.5",
            Self::Mirroring => "M-5 -2H4M1.5 -4.5L4 -2L1.5 .5M-5 4H-3.5M-1.5 4H0M2 4H4",
            Self::RequestTimeout => "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0M0 -3V0L2.5 1.5",
            Self::FaultInjection => "M-3.5 -3.5L3.5 3.5M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0",
            Self::MissingSidecar => "M-4 -4H4V4H-4ZM-4 4L4 -4",
            Self::Gateway => "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0ZM-5 0H5M0 -5Q-3.5 0 0 5M0 -5Q3.5 0 0 5",
            Self::TrafficSource => "M-5 0H4M.5 -3.5L4 0L.5 3.5",
        }
    }

    fn solid(self) -> bool {
        self == Self::CircuitBreaker
    }

    pub(crate) fn name(self, text: &'static Text) -> &'static str {
        match self {
            Self::CircuitBreaker => text.badge_circuit_breaker,
            Self::VirtualService => text.badge_virtual_service,
            Self::TrafficShifting => text.badge_traffic_shifting,
            Self::TcpTrafficShifting => text.of_graph.tcp_traffic_shifting,
            Self::Mirroring => text.badge_mirroring,
            Self::RequestTimeout => text.badge_request_timeout,
            Self::FaultInjection => text.badge_fault_injection,
            Self::MissingSidecar => text.badge_missing_sidecar,
            Self::Gateway => text.badge_gateway,
            Self::TrafficSource => text.badge_traffic_source,
        }
    }
}

/// A disc with its sign.
#[component]
pub(crate) fn BadgeDisc(badge: Badge, x: f64, y: f64) -> impl IntoView {
    view! {
        <g class="badge" transform=format!("translate({} {})", pixels(x), pixels(y))>
            <title>{badge.name(text())}</title>
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
