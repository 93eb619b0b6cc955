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
pub fn badge_corners(is_service: bool, is_attached: bool, flows_down: bool, half: f64) -> [(f64, f64); 4] {
    let low = half - 4.0;
    match (is_service, is_attached) {
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
