//! Who talked to whom how well, in bins of one simulated second.

mod carried;
mod chunk;
mod figures;
mod happened;
mod histogram;
mod open;
mod past;
mod query;
mod routes;
mod sums;
#[cfg(test)]
mod tests;
mod totals;
mod window;

use std::collections::HashMap;

use mesh_proxy::{ResponseFlags, Time};

use crate::draws::KeyHasher;
use crate::event::Event;
pub(crate) use carried::Carried;
pub use carried::Protocol;
use chunk::{CHUNK_SECONDS, Chunk};
pub use figures::{Bin, EdgeFigures, EdgeId, EdgeKey, Party, ResponseCount, RouteFigures};
use happened::Happened;
pub use histogram::Histogram;
use open::OpenEdge;
use past::Past;
pub use routes::OriginField;
use routes::RouteUse;
pub(crate) use routes::{RouteId, RouteName};
pub use totals::Totals;

/// The figures of a run so far. Cloning is cheap: what is older than a few seconds is shared. What is older than about a
/// minute is told in wider bins, the wider the older.
#[derive(Clone, Debug, Default)]
pub struct Telemetry {
    edges: Vec<EdgeKey>,
    ids: HashMap<EdgeKey, EdgeId, KeyHasher>,
    past: Past,
    current: Chunk,
    second: u32,
    open: Vec<OpenEdge>,
    touched: Vec<EdgeId>,
    routes: RouteUse,
    totals: Totals,
    happened: Happened,
}

/// One answered request as the client's proxy reports it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// The HTTP status; 0 for none.
    pub(crate) status: u16,
    /// Envoy's flags.
    pub(crate) flags: ResponseFlags,
    /// How it was carried.
    pub(crate) carried: Carried,
    /// Tries.
    pub(crate) attempts: u32,
    /// The route that it took.
    pub(crate) route: Option<RouteId>,
    /// From the request to its answer, in nanoseconds.
    pub(crate) latency: u64,
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

    /// What happened to the mesh in `from..to`, in order, as far as it is kept: thousands of events from the beginning,
    /// and the last hundreds.
    #[must_use]
    pub fn events(&self, from: Time, to: Time) -> Vec<Event> {
        self.happened.between(from, to)
    }

    /// The last so many events, in order.
    #[must_use]
    pub fn recent_events(&self, count: usize) -> Vec<Event> {
        self.happened.recent(count)
    }

    /// How many events there were in all, kept or not.
    #[must_use]
    pub fn event_count(&self) -> u64 {
        self.happened.total()
    }

    /// How often a client's circuit breakers for a cluster refused a request.
    #[must_use]
    pub fn overflows(&self, client: &str, cluster: &str) -> u64 {
        self.happened.refused(client, cluster)
    }

    /// All edges together over the whole run, up to the last closed second.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Bytes that they take, about.
    pub(crate) fn bytes(&self) -> u64 {
        let edges = self.edges.len() * EDGE_BYTES + self.open.iter().map(OpenEdge::bytes).sum::<usize>();
        let parts = [edges, self.past.bytes(), self.current.bytes(), self.routes.bytes(), self.happened.bytes()];
        parts.iter().sum::<usize>() as u64
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
        if let Some(route) = answer.route {
            self.routes.used(route);
        }
    }

    /// Counts a try that is no request of its own.
    pub(crate) fn extra(&mut self, now: Time, edge: EdgeId, extra: Extra) {
        if let Some(open) = self.at(now, edge) {
            open.extra(extra);
        }
    }

    /// The id of a route and one of its destinations as a client takes it, a new one if it was not there.
    pub(crate) fn route(&mut self, client: Party, name: RouteName) -> RouteId {
        self.routes.id(client, name)
    }

    /// Logs an event.
    pub(crate) fn happened(&mut self, event: Event) {
        self.happened.push(event);
    }

    fn at(&mut self, now: Time, edge: EdgeId) -> Option<&mut OpenEdge> {
        self.advance(now);
        let open = self.open.get_mut(edge.index())?;
        if !open.touched {
            open.touched = true;
            self.touched.push(edge);
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
            if let Some(open) = self.open.get_mut(edge.index()) {
                for (status, count) in open.counts() {
                    self.totals.add(self.second, status, count);
                }
                open.close(edge, self.second, &mut self.current);
            }
        }
        self.routes.close(self.second, &mut self.current);
        if second / CHUNK_SECONDS != self.second / CHUNK_SECONDS && !self.current.is_empty() {
            self.past.close(self.current.cut(self.second / CHUNK_SECONDS * CHUNK_SECONDS));
        }
        self.second = second;
    }
}

/// An edge with its names, twice.
const EDGE_BYTES: usize = 1_000;
