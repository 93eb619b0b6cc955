//! What the canvas needs to draw a request under way.

use mesh_proxy::Time;
use serde::{Deserialize, Serialize};

use crate::keys::RequestId;
use crate::telemetry::EdgeId;

/// Why a try went over an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LegKind {
    /// The first try.
    Request,
    /// A later try.
    Retry,
    /// A mirrored copy.
    Mirror,
}

/// One try of one request over one edge.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    /// The request that entered the mesh, for `decision`.
    pub request: RequestId,
    /// The edge it took.
    pub edge: EdgeId,
    /// Why.
    pub kind: LegKind,
    /// When it left the client.
    pub start: Time,
    /// When its answer came back.
    pub end: Time,
    /// The HTTP status that came back; 0 when none did.
    pub status: u16,
}
