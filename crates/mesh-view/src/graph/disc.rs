//! The purple discs that say what is configured: which of them a node carries, where they stand, and what is drawn on each.

use super::badge::{Badges, RouteSign, badge_corners};

/// A disc that a node can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// A DestinationRule sets connectionPool or outlierDetection.
    CircuitBreaker,
    /// A VirtualService routes there, and no more is to be said.
    VirtualService,
    /// A route has several destinations.
    TrafficShifting,
    /// A route of TCP has several destinations.
    TcpTrafficShifting,
    /// Requests are mirrored.
    Mirroring,
    /// Requests have a timeout.
    RequestTimeout,
    /// A route has a fault.
    FaultInjection,
    /// Its pods have no sidecar.
    MissingSidecar,
    /// A gateway that a Gateway selects: in the legend alone, since its node has a globe.
    Gateway,
    /// Where traffic begins: in the legend alone.
    TrafficSource,
}

impl Badge {
    /// All of them in the order of Kiali's legend.
    pub const ALL: [Self; 10] = [
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

    /// Those of a node whose shape reaches `half` to each side, each with its place around the centre ([`badge_corners`]).
    #[must_use]
    pub fn of(
        badges: &Badges,
        is_triangle: bool,
        is_attached: bool,
        flows_down: bool,
        half: f64,
    ) -> Vec<(Self, f64, f64)> {
        let [first, second] = badges.route_signs().map(|sign| sign.map(Self::of_routes));
        let discs = [
            badges.circuit_breaker.then_some(Self::CircuitBreaker),
            first,
            badges.fault_injection.then_some(Self::FaultInjection),
            badges.missing_sidecar.then_some(Self::MissingSidecar).or(second),
        ];
        let corners = badge_corners(is_triangle, is_attached, flows_down, half);
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

    /// Its sign as the `d` of an SVG path, drawn around 0, 0 in a disc of radius 8.5.
    #[must_use]
    pub fn path(self) -> &'static str {
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

    /// Whether its sign is filled; the others are lines.
    #[must_use]
    pub fn is_solid(self) -> bool {
        self == Self::CircuitBreaker
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_disc_is_in_the_legend_once_and_has_a_sign_of_its_own() {
        for (at, badge) in Badge::ALL.into_iter().enumerate() {
            let others = || Badge::ALL.into_iter().skip(at + 1);
            assert!(others().all(|other| other != badge && other.path() != badge.path()), "{badge:?}");
        }
    }

    #[test]
    fn discs_stand_where_room_is_kept_for_them() {
        let badges = Badges {
            circuit_breaker: true,
            virtual_service: true,
            traffic_shifting: true,
            mirroring: true,
            fault_injection: true,
            traffic_source: true,
            gateway: true,
            ..Badges::default()
        };
        let corners = badge_corners(true, false, false, 20.0);
        let discs = [Badge::CircuitBreaker, Badge::TrafficShifting, Badge::FaultInjection, Badge::Mirroring];
        let expected: Vec<_> = discs.into_iter().zip(corners).map(|(badge, (x, y))| (badge, x, y)).collect();
        assert_eq!(Badge::of(&badges, true, false, false, 20.0), expected);
        // A missing sidecar says more than a second sign of routes.
        let bare = Badges { missing_sidecar: true, ..badges };
        assert_eq!(Badge::of(&bare, true, false, false, 20.0)[3], (Badge::MissingSidecar, corners[3].0, corners[3].1));
        assert_eq!(Badge::of(&Badges::default(), false, false, false, 20.0), []);
    }
}
