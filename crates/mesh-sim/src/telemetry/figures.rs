//! What telemetry says about one edge.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decision::Source;

/// Index of an edge in a run's telemetry; stable within the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EdgeId(pub u32);

/// One end of an edge. What is not known is "".
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// The `app` label, else the workload's name; `unknown`, or the service, where no host was reached.
    pub app: String,
    /// The namespace.
    pub namespace: String,
    /// The `version` label.
    pub version: String,
    /// The workload's name.
    pub workload: String,
}

/// What makes an edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EdgeKey {
    /// The client.
    pub source: Party,
    /// The server.
    pub destination: Party,
    /// The FQDN of the service that was asked for.
    pub service: String,
}

/// An edge over a window of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EdgeFigures {
    /// Which edge, by index.
    pub edge: u32,
    /// Which edge, by name.
    pub key: EdgeKey,
    /// Requests as the client's proxy reports them, one for all tries, under the host of the last one.
    pub requests: u64,
    /// Their tries.
    pub attempts: u64,
    /// Tries after the first that went over this very edge: the dashed part.
    pub retries: u64,
    /// Mirrored copies that went over it.
    pub mirrors: u64,
    /// Requests per second of the window.
    pub rps: f64,
    /// Requests by status.
    pub codes: BTreeMap<u16, u64>,
    /// Requests by response flags, keyed as `URX,UF`; those without flags are left out.
    pub flags: BTreeMap<String, u64>,
    /// Median latency in seconds; 0 without requests.
    pub p50: f64,
    /// 95th percentile of the latency in seconds.
    pub p95: f64,
    /// 99th percentile of the latency in seconds.
    pub p99: f64,
}

/// One second of one edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bin {
    /// Requests.
    pub requests: u64,
    /// Those answered with 4xx.
    pub client_errors: u64,
    /// Those answered with 5xx or not at all.
    pub server_errors: u64,
    /// 95th percentile of the latency in seconds.
    pub p95: f64,
}

/// How many requests took a route, and of these a destination of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteFigures {
    /// The YAML of the route, such as `spec.http[0]`.
    pub route: Source,
    /// Requests that took it.
    pub requests: u64,
    /// Requests that any route of the same resource took.
    pub of: u64,
    /// The YAML of each destination that was chosen, such as `spec.http[0].route[1]`, and how often.
    pub destinations: Vec<(Source, u64)>,
}
