//! Pods, and what the proxies that send to them keep about them.

use serde::{Deserialize, Serialize};

use crate::Span;

/// A pod.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodState {
    /// Name.
    pub name: String,
    /// Namespace.
    pub namespace: String,
    /// Its IP.
    pub ip: String,
    /// Its workload.
    pub workload: String,
    /// The node of the graph that it belongs to.
    pub node: String,
    /// The cluster's node that it runs on; empty where none is declared.
    pub machine: String,
    /// Whether it takes traffic.
    pub ready: bool,
    /// Whether it has a sidecar.
    pub sidecar: bool,
    /// Requests it is working on.
    pub active: u32,
    /// Requests it has answered since the start.
    pub answered: u64,
    /// What each client's outlier detection knows of it.
    pub outliers: Vec<OutlierState>,
}

/// One client's outlier detection about one host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OutlierState {
    /// Whose proxy: a pod's name or a client's.
    pub client: String,
    /// The Envoy cluster.
    pub cluster: String,
    /// 5xx in a row.
    pub consecutive_5xx: u32,
    /// consecutive5xxErrors; 0 where it is off.
    pub threshold_5xx: u32,
    /// Gateway errors in a row.
    pub consecutive_gateway: u32,
    /// consecutiveGatewayErrors; 0 where it is off.
    pub threshold_gateway: u32,
    /// Simulated seconds at which it was put out; `None` while it is in.
    pub ejected_at: Option<f64>,
    /// Simulated seconds at which it may come back; `None` while it is in.
    pub ejected_until: Option<f64>,
    /// Simulated seconds of the interval tick on which it comes back.
    pub returns_at: Option<f64>,
    /// Seconds until then.
    pub seconds_left: f64,
    /// How often it was ejected.
    pub times_ejected: u32,
    /// Seconds that its next ejection would last.
    pub next_ejection: f64,
    /// Simulated seconds of the next interval tick.
    pub next_tick: f64,
    /// Whether one more ejection would be allowed.
    pub arithmetic: EjectionArithmetic,
    /// The DestinationRule's outlierDetection.
    pub span: Option<Span>,
}

impl OutlierState {
    /// The share of its stay that is left, of 1, up to the tick that lets it in; `None` while it is in.
    #[must_use]
    pub fn stay_left(&self) -> Option<f64> {
        let whole = self.returns_at? - self.ejected_at?;
        Some(if whole > 0.0 { (self.seconds_left / whole).clamp(0.0, 1.0) } else { 0.0 })
    }
}

/// `100 x (ejected + 1) / hosts <= max`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EjectionArithmetic {
    /// Hosts of the cluster that are ejected now.
    pub ejected: u32,
    /// Hosts of the cluster.
    pub hosts: u32,
    /// maxEjectionPercent.
    pub max_percent: u32,
    /// Whether one more may go.
    pub allowed: bool,
}

/// A value and its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gauge {
    /// Now.
    pub value: u32,
    /// At most; `None` where nobody limited it.
    pub limit: Option<u32>,
}

/// What one client has open to one cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectionFigures {
    /// Connections (tcp.maxConnections).
    pub connections: Gauge,
    /// Requests that wait for one (http.http1MaxPendingRequests).
    pub pending: Gauge,
    /// Requests on their way (http.http2MaxRequests).
    pub requests: Gauge,
    /// Retries on their way (http.maxRetries).
    pub retries: Gauge,
}

/// Circuit breaker of one client and cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Breaker {
    /// Whose proxy.
    pub client: String,
    /// The Envoy cluster.
    pub cluster: String,
    /// Id of the service's node in the graph.
    pub node: String,
    /// What is open.
    pub figures: ConnectionFigures,
    /// Requests refused since the start (flag UO).
    pub overflows: u64,
    /// The DestinationRule's connectionPool.
    pub span: Option<Span>,
}
