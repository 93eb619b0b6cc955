//! Requests on their way.

use serde::{Deserialize, Serialize};

/// How a request ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DotStatus {
    /// Answered below 400: a circle.
    #[default]
    Ok,
    /// Answered with an error, or not at all: a diamond.
    Error,
}

/// A real request on an edge of the graph. It crosses the edge while it is being answered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dot {
    /// Id of the request, for `Session::explain`.
    pub request: u64,
    /// Index of the edge in the frame's graph.
    pub edge: u32,
    /// Simulated seconds at which it enters the edge.
    pub start: f64,
    /// Simulated seconds at which it leaves it.
    pub end: f64,
    /// How it ends.
    pub status: DotStatus,
    /// Whether it is a retry (not the first try).
    pub retry: bool,
    /// Whether it is a mirror.
    pub mirror: bool,
}
