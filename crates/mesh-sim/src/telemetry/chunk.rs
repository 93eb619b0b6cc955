//! Closed seconds, packed.

use mesh_proxy::ResponseFlags;

use super::window::Window;
use super::{Carried, EdgeId, RouteId};

/// Seconds of a chunk that was not joined with others: a snapshot copies at most so many.
pub(super) const CHUNK_SECONDS: u32 = 10;

/// A few seconds of all edges: flat lists in the order of seconds, then edges.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// Its first second.
    pub(super) from: u32,
    /// How many seconds it covers. One that was joined tells no second from another.
    pub(super) seconds: u32,
    pub(super) answers: Vec<AnswerCell>,
    pub(super) latencies: Vec<LatencyCell>,
    pub(super) extras: Vec<ExtraCell>,
    pub(super) routes: Vec<RouteCell>,
}

/// What requests that are counted together have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) status: u16,
    pub(super) flags: ResponseFlags,
    pub(super) carried: Carried,
}

/// Requests of one kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) kind: Kind,
    pub(super) count: u64,
    pub(super) attempts: u64,
}

impl Counted {
    /// Adds more of them to those of their kind.
    pub(super) fn add_to(self, counts: &mut Vec<Self>) {
        match counts.iter_mut().find(|known| known.kind == self.kind) {
            Some(known) => {
                known.count += self.count;
                known.attempts += self.attempts;
            }
            None => counts.push(self),
        }
    }
}

/// Requests of one edge in one second with the same answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnswerCell {
    pub(super) second: u32,
    pub(super) edge: EdgeId,
    pub(super) counted: Counted,
}

/// Requests of one edge in one second with about the same latency.
#[derive(Clone, Copy, Debug)]
pub(super) struct LatencyCell {
    pub(super) second: u32,
    pub(super) edge: EdgeId,
    pub(super) bucket: u16,
    pub(super) count: u64,
}

/// Tries of one edge in one second that are no requests of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExtraCell {
    pub(super) second: u32,
    pub(super) edge: EdgeId,
    pub(super) retries: u64,
    pub(super) mirrors: u64,
}

/// Requests that took one route and destination in one second.
#[derive(Clone, Copy, Debug)]
pub(super) struct RouteCell {
    pub(super) second: u32,
    pub(super) route: RouteId,
    pub(super) count: u64,
}

impl Chunk {
    /// Whether nothing happened.
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.extras.is_empty() && self.routes.is_empty()
    }

    /// What it holds, as seconds from one on; it keeps its memory for the next ones.
    pub(super) fn cut(&mut self, from: u32) -> Self {
        let closed = Self {
            from,
            seconds: CHUNK_SECONDS,
            answers: self.answers.as_slice().to_vec(),
            latencies: self.latencies.as_slice().to_vec(),
            extras: self.extras.as_slice().to_vec(),
            routes: self.routes.as_slice().to_vec(),
        };
        self.answers.clear();
        self.latencies.clear();
        self.extras.clear();
        self.routes.clear();
        closed
    }

    /// Whether it may hold seconds of a window.
    pub(super) fn touches(&self, window: Window) -> bool {
        self.from < window.to && self.from.saturating_add(self.seconds) > window.from
    }

    /// Whether a second of it counts for a window that it touches: one that was joined counts as a whole.
    pub(super) fn counts(&self, window: Window, second: u32) -> bool {
        self.seconds > CHUNK_SECONDS || window.has(second)
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.answers.capacity() * size_of::<AnswerCell>()
            + self.latencies.capacity() * size_of::<LatencyCell>()
            + self.extras.capacity() * size_of::<ExtraCell>()
            + self.routes.capacity() * size_of::<RouteCell>()
    }
}
