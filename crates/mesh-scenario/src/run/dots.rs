//! Dots: tries of requests on the edges of the last frame.

use mesh_ordered::{OrderedMap, sort_by_key};
use mesh_proxy::{Duration, Time};
use mesh_sim::{EdgeId, Leg, LegKind};

use super::Run;
use crate::{Dot, DotStatus, explain};

/// A try is known once it is over. Dots are shown this much later than they were sent, so that a caller's dot
/// comes before those of its calls, which are over sooner.
const LATE: Duration = Duration::from_millis(100);

/// Edges of telemetry to edges of the graph: one into the service, one out of it.
#[derive(Clone, Debug, Default)]
pub(super) struct EdgeMap {
    requests: Vec<[Option<u32>; 2]>,
    mirrors: OrderedMap<EdgeId, [Option<u32>; 2]>,
}

impl EdgeMap {
    /// From the paths of flows: those of telemetry's edges, then those of mirrors.
    pub(super) fn new(mut paths: Vec<[Option<u32>; 2]>, mirrored: &[EdgeId]) -> Self {
        let mirrors = paths.split_off(paths.len().saturating_sub(mirrored.len()));
        Self { requests: paths, mirrors: mirrored.iter().copied().zip(mirrors).collect() }
    }

    fn of(&self, edge: EdgeId, mirror: bool) -> impl Iterator<Item = u32> + use<> {
        let path = if mirror { self.mirrors.get(&edge) } else { self.requests.get(edge.index()) };
        path.copied().unwrap_or_default().into_iter().flatten()
    }

    /// The telemetry edges that run over an edge of the graph.
    pub(super) fn over(&self, edge: u32) -> impl Iterator<Item = EdgeId> {
        let runs = move |(_, path): &(usize, &[Option<u32>; 2])| path.contains(&Some(edge));
        self.requests.iter().enumerate().filter(runs).map(|(index, _)| EdgeId(index as u32))
    }
}

pub(super) fn dots(run: &Run, from: f64, to: f64) -> Vec<Dot> {
    let time = |seconds: f64| Time((seconds.max(0.0) * 1e9) as u64);
    let (from, to) = (time(from), time(to));
    let earliest = Time(from.0.saturating_sub(LATE.as_nanos() as u64));
    let mut legs: Vec<(Time, Leg)> =
        run.simulation.dots(earliest, to).into_iter().map(|leg| (visible(&leg), leg)).collect();
    legs.retain(|(at, _)| from < *at && *at <= to);
    sort_by_key(&mut legs, |(_, leg)| (leg.start, leg.request));
    legs.iter().flat_map(|(at, leg)| of_leg(&run.dots, *at, leg)).collect()
}

/// When a try is shown: a little after it was sent, or when it is over if it took longer.
fn visible(leg: &Leg) -> Time {
    leg.end.max(leg.start + LATE)
}

fn of_leg(map: &EdgeMap, at: Time, leg: &Leg) -> impl Iterator<Item = Dot> + use<> {
    let mirror = leg.kind == LegKind::Mirror;
    let dot = Dot {
        request: explain::number(leg.request),
        edge: 0,
        start: at.seconds(),
        end: (at + leg.end.since(leg.start)).seconds(),
        status: if (100..400).contains(&leg.status) { DotStatus::Ok } else { DotStatus::Error },
        retry: leg.kind == LegKind::Retry,
        mirror,
    };
    map.of(leg.edge, mirror).map(move |edge| Dot { edge, ..dot })
}
