//! Closed seconds, packed.

use mesh_proxy::ResponseFlags;

use super::{EdgeId, RouteId};
use crate::event::Event;

/// A few seconds of all edges: flat lists in the order of seconds, then edges.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) answers: Vec<AnswerCell>,
    pub(super) latencies: Vec<LatencyCell>,
    pub(super) extras: Vec<ExtraCell>,
    pub(super) routes: Vec<RouteCell>,
    pub(super) events: Vec<Event>,
}

/// Requests of one edge in one second with the same answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnswerCell {
    pub(super) second: u32,
    pub(super) edge: EdgeId,
    pub(super) status: u16,
    pub(super) flags: ResponseFlags,
    pub(super) count: u32,
    pub(super) attempts: u32,
}

/// Requests of one edge in one second with about the same latency.
#[derive(Clone, Copy, Debug)]
pub(super) struct LatencyCell {
    pub(super) second: u32,
    pub(super) edge: EdgeId,
    pub(super) bucket: u16,
    pub(super) count: u32,
}

/// Tries of one edge in one second that are no requests of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExtraCell {
    pub(super) second: u32,
    pub(super) edge: EdgeId,
    pub(super) retries: u32,
    pub(super) mirrors: u32,
}

/// Requests that took one route and destination in one second.
#[derive(Clone, Copy, Debug)]
pub(super) struct RouteCell {
    pub(super) second: u32,
    pub(super) route: RouteId,
    pub(super) count: u32,
}

impl Chunk {
    /// Whether nothing happened.
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.extras.is_empty() && self.routes.is_empty() && self.events.is_empty()
    }
}
