//! Who talked to whom how well, in bins of one simulated second.

mod chunk;
mod figures;
mod histogram;
mod open;
mod query;
mod routes;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use mesh_proxy::{Duration, ResponseFlags, Time};

use crate::draws::KeyHasher;
use crate::event::Event;
use chunk::Chunk;
pub use figures::{Bin, EdgeFigures, EdgeId, EdgeKey, Party, ResponseCount, RouteFigures};
pub use histogram::Histogram;
use open::OpenEdge;
use routes::RouteUse;
pub(crate) use routes::{RouteId, RouteName};

/// Seconds of one chunk: a snapshot copies at most so many.
const CHUNK_SECONDS: u32 = 10;

/// The figures of a run so far. Cloning is cheap: what is older than a few seconds is shared.
#[derive(Clone, Debug, Default)]
pub struct Telemetry {
    edges: Vec<EdgeKey>,
    ids: HashMap<EdgeKey, EdgeId, KeyHasher>,
    sealed: Vec<Arc<Chunk>>,
    current: Chunk,
    second: u32,
    open: Vec<OpenEdge>,
    touched: Vec<u32>,
    routes: RouteUse,
}

/// One answered request as the client's proxy reports it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// The HTTP status; 0 for none.
    pub(crate) status: u16,
    /// Envoy's flags.
    pub(crate) flags: ResponseFlags,
    /// Tries.
    pub(crate) attempts: u32,
    /// From the request to its answer.
    pub(crate) latency: Duration,
}

/// What a second of an edge counts beside its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extra {
    /// A try after the first.
    Retry,
    /// A mirrored copy.
    Mirror,
}

impl Telemetry {
    /// Every edge that carried a request, by `EdgeId`.
    #[must_use]
    pub fn edges(&self) -> &[EdgeKey] {
        &self.edges
    }

    /// What happened to the mesh in `from..to`, in order.
    #[must_use]
    pub fn events(&self, from: Time, to: Time) -> Vec<Event> {
        self.chunks()
            .flat_map(|chunk| &chunk.events)
            .filter(|event| from <= event.at && event.at < to)
            .cloned()
            .collect()
    }

    /// The id of an edge, a new one if it was not there.
    pub(crate) fn edge(&mut self, key: EdgeKey) -> EdgeId {
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let id = EdgeId(u32::try_from(self.edges.len()).unwrap_or(u32::MAX));
        self.edges.push(key.clone());
        self.ids.insert(key, id);
        self.open.push(OpenEdge::default());
        id
    }

    /// Counts an answered request.
    pub(crate) fn answered(&mut self, now: Time, edge: EdgeId, answer: &Answer) {
        if let Some(open) = self.at(now, edge) {
            open.answered(answer);
        }
    }

    /// Counts a try that is no request of its own.
    pub(crate) fn extra(&mut self, now: Time, edge: EdgeId, extra: Extra) {
        if let Some(open) = self.at(now, edge) {
            open.extra(extra);
        }
    }

    /// The id of a route and one of its destinations, a new one if it was not there.
    pub(crate) fn route(&mut self, name: RouteName) -> RouteId {
        self.routes.id(name)
    }

    /// Counts a request that took a route.
    pub(crate) fn routed(&mut self, now: Time, route: RouteId) {
        self.advance(now);
        self.routes.used(route);
    }

    /// Logs an event.
    pub(crate) fn happened(&mut self, event: Event) {
        self.advance(event.at);
        self.current.events.push(event);
    }

    fn at(&mut self, now: Time, edge: EdgeId) -> Option<&mut OpenEdge> {
        self.advance(now);
        let open = self.open.get_mut(edge.0 as usize)?;
        if !open.touched {
            open.touched = true;
            self.touched.push(edge.0);
        }
        Some(open)
    }

    /// Closes the second under way if `now` is past it.
    fn advance(&mut self, now: Time) {
        let second = u32::try_from(now.0 / 1_000_000_000).unwrap_or(u32::MAX);
        if second <= self.second {
            return;
        }
        self.touched.sort_unstable();
        for edge in self.touched.drain(..) {
            if let Some(open) = self.open.get_mut(edge as usize) {
                open.close(EdgeId(edge), self.second, &mut self.current);
            }
        }
        self.routes.close(self.second, &mut self.current);
        if second / CHUNK_SECONDS != self.second / CHUNK_SECONDS {
            let chunk = std::mem::take(&mut self.current);
            if !chunk.is_empty() {
                self.sealed.push(Arc::new(chunk));
            }
        }
        self.second = second;
    }

    fn chunks(&self) -> impl Iterator<Item = &Chunk> {
        self.sealed.iter().map(|chunk| &**chunk).chain(std::iter::once(&self.current))
    }
}
