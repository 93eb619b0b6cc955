//! What telemetry says about one edge.

use mesh_control::OriginInfo;
use serde::{Deserialize, Serialize};

use super::{Histogram, Protocol};

/// Index of an edge in a run's telemetry; stable within the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EdgeId(pub u32);

impl EdgeId {
    /// Its place in tables of all edges.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

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

/// Requests that were answered alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseCount {
    /// The HTTP status; 0 where no answer came.
    pub status: u16,
    /// Envoy's flags as `URX,UF`; `-` for none.
    pub flags: String,
    /// What they are to their client's proxy; left out for HTTP.
    #[serde(default, skip_serializing_if = "Protocol::is_http")]
    pub protocol: Protocol,
    /// How many.
    pub count: u64,
}

/// An edge over a window of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EdgeFigures {
    /// Which edge.
    pub edge: EdgeId,
    /// Its ends.
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
    /// Requests that went from sidecar to sidecar in mutual TLS.
    #[serde(default)]
    pub mutual_tls: u64,
    /// Requests by status, flags and protocol, sorted.
    pub responses: Vec<ResponseCount>,
    /// Mean latency in seconds, to within a bucket of the histogram; 0 without requests.
    pub mean: f64,
    /// Median latency in seconds.
    pub p50: f64,
    /// 95th percentile of the latency in seconds.
    pub p95: f64,
    /// 99th percentile of the latency in seconds.
    pub p99: f64,
}

impl Default for EdgeFigures {
    fn default() -> Self {
        Self {
            edge: EdgeId(0),
            key: EdgeKey::default(),
            requests: 0,
            attempts: 0,
            retries: 0,
            mirrors: 0,
            rps: 0.0,
            mutual_tls: 0,
            responses: Vec::new(),
            mean: 0.0,
            p50: 0.0,
            p95: 0.0,
            p99: 0.0,
        }
    }
}

impl EdgeFigures {
    /// Fills in what follows from the counts.
    pub(super) fn finish(&mut self, histogram: &Histogram, seconds: f64) {
        self.rps = if seconds > 0.0 { self.requests as f64 / seconds } else { 0.0 };
        self.mean = histogram.mean();
        self.p50 = histogram.percentile(0.5);
        self.p95 = histogram.percentile(0.95);
        self.p99 = histogram.percentile(0.99);
    }
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
    /// Median latency in seconds; 0 without requests.
    pub p50: f64,
    /// 95th percentile of the latency in seconds.
    pub p95: f64,
    /// 99th percentile of the latency in seconds.
    pub p99: f64,
}

impl Bin {
    /// Counts requests of one status.
    pub(super) fn add(&mut self, status: u16, count: u64) {
        self.requests += count;
        match status {
            0 | 500.. => self.server_errors += count,
            400.. => self.client_errors += count,
            _ => {}
        }
    }

    /// The same second with its latencies.
    pub(super) fn with_latencies(self, histogram: &Histogram) -> Self {
        Self {
            p50: histogram.percentile(0.5),
            p95: histogram.percentile(0.95),
            p99: histogram.percentile(0.99),
            ..self
        }
    }
}

/// How many requests of a client took a route, and which destination of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteFigures<'a> {
    /// Who sent them.
    pub client: &'a Party,
    /// The rule as it was written, such as `spec.http[0]`.
    pub route: &'a OriginInfo,
    /// The destination that was chosen, such as `spec.http[0].route[1]`, where there was a choice.
    pub destination: Option<&'a OriginInfo>,
    /// Requests.
    pub requests: u64,
}
