//! What happened: events, the access log, the time line's curves.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::Span;

/// What kind of event; the names are those of `simulate`'s JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// A host was ejected.
    Ejection,
    /// An ejected host came back.
    Unejection,
    /// An ejection was refused (maxEjectionPercent).
    EjectionRefused,
    /// A configuration was pushed.
    Push,
    /// A circuit breaker overflowed.
    Overflow,
    /// A step of a Timeline began.
    Step,
    /// A pod changed.
    Pod,
    /// A node changed.
    Node,
    /// An Event of the cluster of the type Normal.
    Kubernetes,
    /// One of the type Warning.
    KubernetesWarning,
}

/// An event of the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeshEvent {
    /// Simulated seconds.
    pub at: f64,
    /// What kind.
    pub kind: EventKind,
    /// Whose proxy saw it; empty for pushes and pods.
    pub client: String,
    /// The Envoy cluster; empty where there is none.
    pub cluster: String,
    /// The pod (`ip:port` where there is none); empty where there is none.
    pub host: String,
    /// One sentence.
    pub text: Words,
    /// How often it happened alike in the same second: overflows are counted, not listed one by one.
    pub count: u64,
    /// The text that decided it, if any.
    pub span: Option<Span>,
}

/// A line of the access log, as Envoy would write it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogLine {
    /// Id of the request, for `Session::explain`.
    pub request: u64,
    /// Simulated seconds at which it was answered.
    pub at: f64,
    /// The workload or client that asked.
    pub client: String,
    /// Method.
    pub method: String,
    /// Path with its query.
    pub path: String,
    /// `http`, `https`, `tls` or `tcp`.
    #[serde(default)]
    pub scheme: String,
    /// Host asked for.
    pub authority: String,
    /// Status; 0 where none came.
    pub status: u16,
    /// Response flags, `-` for none.
    pub flags: String,
    /// Milliseconds.
    pub duration: f64,
    /// Envoy's cluster, `-` for none.
    pub cluster: String,
    /// The pod that answered, `-` for none.
    pub host: String,
}

/// Requests per second over the whole run, in bins that are wider in long runs: a frame is no larger after an hour.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Totals {
    /// Seconds of a bin.
    pub width: f64,
    /// Answered below 400, per second, from second 0 on.
    pub ok: Vec<f32>,
    /// Answered with 4xx or 5xx, or not at all, per second.
    pub error: Vec<f32>,
    /// 95th percentile of response times in milliseconds; 0 where nothing was answered.
    pub p95: Vec<f32>,
}

/// Requests per second in one-second bins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Series {
    /// Answered below 400.
    pub ok: Vec<f32>,
    /// Answered with 4xx or 5xx, or not at all.
    pub error: Vec<f32>,
    /// Median response time in milliseconds; 0 where nothing was answered.
    pub p50: Vec<f32>,
    /// 95th percentile in milliseconds.
    pub p95: Vec<f32>,
    /// 99th percentile in milliseconds.
    pub p99: Vec<f32>,
}
