//! Badges: what is configured for a node, and which of its pods are ejected.

use serde::{Deserialize, Serialize};

/// What is configured for a node. All but `ejected` come from the resources alone
/// (Kiali, `graph/telemetry/istio/appender/istio_details.go`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Badges {
    /// A VirtualService routes to this service.
    pub virtual_service: bool,
    /// A route has more than one destination.
    pub traffic_shifting: bool,
    /// A route of TCP has more than one destination.
    pub tcp_traffic_shifting: bool,
    /// A route has a destination: Kiali's request routing.
    pub request_routing: bool,
    /// A route has a fault.
    pub fault_injection: bool,
    /// A route has a timeout.
    pub request_timeout: bool,
    /// A route is mirrored.
    pub mirroring: bool,
    /// A DestinationRule sets connectionPool or outlierDetection.
    pub circuit_breaker: bool,
    /// The workload is a gateway that a Gateway selects.
    pub gateway: bool,
    /// Its pods have no sidecar.
    pub missing_sidecar: bool,
    /// It sends but is not called: where traffic begins.
    pub traffic_source: bool,
    /// Pods that some client has ejected now.
    pub ejected: Vec<EjectedPod>,
}

/// A sign of what routes to a service do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteSign {
    /// They lead to it, and no more is to be said.
    VirtualService,
    /// Several destinations of one route.
    TrafficShifting,
    /// The same of TCP.
    TcpTrafficShifting,
    /// Requests are mirrored.
    Mirroring,
    /// Requests have a timeout.
    RequestTimeout,
}

impl Badges {
    /// What is to be said of the routes that lead there: the two signs that there is room for.
    #[must_use]
    pub fn route_signs(&self) -> [Option<RouteSign>; 2] {
        let signs = [
            (self.traffic_shifting, RouteSign::TrafficShifting),
            (self.tcp_traffic_shifting, RouteSign::TcpTrafficShifting),
            (self.mirroring, RouteSign::Mirroring),
            (self.request_timeout, RouteSign::RequestTimeout),
        ];
        let mut signs = signs.into_iter().filter(|(is, _)| *is).map(|(_, sign)| sign);
        let first = signs.next().or(self.virtual_service.then_some(RouteSign::VirtualService));
        [first, signs.next()]
    }

    /// Which of the four places of [`badge_corners`] are taken: the last is a missing sidecar's, which no Service has.
    #[must_use]
    pub fn corners(&self) -> [bool; 4] {
        let [first, second] = self.route_signs();
        let last = self.missing_sidecar || second.is_some();
        [self.circuit_breaker, first.is_some(), self.fault_injection, last]
    }
}

/// A pod that a client does not send to for now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EjectedPod {
    /// The pod's name.
    pub pod: String,
    /// The workload or pod whose proxy ejected it.
    pub client: String,
    /// Seconds until it may come back (at the next interval tick from then on).
    pub seconds_left: f64,
}

/// Where the discs stand around the centre of a node whose shape reaches `half` to each side: circuit breaker, VirtualService,
/// fault injection, missing sidecar. Kiali's corners; around a triangle they keep off what it sits on, which is below it where
/// traffic flows down, and all keep off names.
#[must_use]
pub fn badge_corners(is_triangle: bool, is_attached: bool, flows_down: bool, half: f64) -> [(f64, f64); 4] {
    let low = half - 4.0;
    match (is_triangle, is_attached) {
        (true, true) if flows_down => {
            let (near, far) = (0.5 * half + 9.0, half + 10.0);
            [(-near, -0.9 * half), (-far, 0.6 * half), (near, -0.9 * half), (far, 0.6 * half)]
        }
        (true, true) => {
            let (aside, off) = (0.45 * half + 5.0, half + 5.0);
            [(-aside, -off), (-aside, off), (aside, -off), (aside, off)]
        }
        (true, false) => {
            [(-0.8 * half, -0.6 * half), (-half, 0.55 * half), (0.8 * half, -0.6 * half), (half, 0.55 * half)]
        }
        (false, _) => [(-half, -low), (-half, low), (half, -low), (half, low)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_signs_of_routes_find_a_place_each() {
        use RouteSign::{Mirroring, RequestTimeout, TcpTrafficShifting, TrafficShifting, VirtualService};
        let routed = Badges { virtual_service: true, request_routing: true, ..Badges::default() };
        for (badges, signs) in [
            (Badges::default(), [None, None]),
            (routed.clone(), [Some(VirtualService), None]),
            (Badges { traffic_shifting: true, ..routed.clone() }, [Some(TrafficShifting), None]),
            (Badges { tcp_traffic_shifting: true, ..routed.clone() }, [Some(TcpTrafficShifting), None]),
            (
                Badges { mirroring: true, request_timeout: true, ..routed.clone() },
                [Some(Mirroring), Some(RequestTimeout)],
            ),
        ] {
            assert_eq!(badges.route_signs(), signs);
            assert_eq!(badges.corners(), [false, signs[0].is_some(), false, signs[1].is_some()]);
        }
    }
}
