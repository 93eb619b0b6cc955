//! Dots: what happens to calls, and on which edges of the last frame.

use mesh_graph::{EdgePath, FindError, Folding, Graph, GraphOptions, GraphType, Met, Shown, Traffic, build_for, fold};
use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_sim::{EdgeId, Flight, FlightStep, Origin};
use mesh_view::{CallEvent, CallOrigin, CallStep, EdgeIndex};

use super::Run;
use crate::facts::Facts;
use crate::{Dots, explain, flows};

/// More hits of the find field than this are lit on their cards, and open nothing: all of it would stand open.
const MOST_OPENED_HITS: usize = 40;

/// Edges of telemetry to edges of the graph: one into the service, one out of it.
#[derive(Clone, Debug, Default)]
pub(super) struct EdgeMap {
    requests: Vec<EdgePath>,
    mirrors: OrderedMap<EdgeId, EdgePath>,
}

/// A graph, and where the edges of telemetry are in it.
pub(super) struct Mapped {
    pub(super) graph: Graph,
    pub(super) map: EdgeMap,
    /// What the find field met.
    pub(super) found: Result<Met, FindError>,
    /// What the hide field met.
    pub(super) hidden: Result<Met, FindError>,
}

/// The graph of what flows and whose ends there still are, as the options want it.
pub(super) fn graph(
    facts: &Facts,
    mut traffic: Traffic,
    mirrored: &[EdgeId],
    graph_type: GraphType,
    options: &GraphOptions,
) -> Mapped {
    let services = facts.services.iter().map(|service| (service.namespace.as_str(), service.name.as_str())).collect();
    let is_left: Vec<bool> = traffic.flows.iter().map(|flow| flows::is_left(facts, &services, flow)).collect();
    let mut left = is_left.iter();
    traffic.flows.retain(|_| left.next() == Some(&true));
    let Shown { graph, paths, found, hidden } = build_for(&traffic, graph_type, options);
    let mut paths = paths.into_iter();
    let path = |is_left: &bool| is_left.then(|| paths.next()).flatten().unwrap_or_default();
    // Those of telemetry's edges, then those of mirrors.
    let mut requests: Vec<EdgePath> = is_left.iter().map(path).collect();
    let mirrors = requests.split_off(requests.len().saturating_sub(mirrored.len()));
    let map = EdgeMap { requests, mirrors: mirrored.iter().copied().zip(mirrors).collect() };
    Mapped { graph, map, found, hidden }
}

impl EdgeMap {
    /// The graph with its groups folded but for those with what is sought, and the ways over what is left of it.
    pub(super) fn folded(&mut self, graph: Graph, folding: &Folding, worst: &mut Option<String>) -> Graph {
        let mut paths: Vec<EdgePath> = self.requests.iter().chain(self.mirrors.values()).copied().collect();
        let hits = graph.nodes.iter().filter(|node| node.found == Some(true)).map(|node| node.id.clone());
        let hits: Vec<String> = hits.take(MOST_OPENED_HITS + 1).collect();
        let mut folding = folding.clone();
        if hits.len() <= MOST_OPENED_HITS {
            folding.revealed.extend(hits);
        }
        let graph = fold(graph, &mut paths, &folding, worst);
        for (path, folded) in self.requests.iter_mut().chain(self.mirrors.values_mut()).zip(paths) {
            *path = folded;
        }
        graph
    }

    /// As frames tell it: [`mesh_view::Frame::ways`].
    pub(super) fn ways(&self) -> Vec<u32> {
        let edges = (0..).zip(&self.requests);
        let paths = edges.flat_map(|(edge, path)| [Some(path), self.mirrors.get(&EdgeId(edge))]);
        let edge = |edge: Option<EdgeIndex>| edge.map_or(0, |edge| edge.0 + 1);
        paths.flat_map(|path| path.copied().unwrap_or_default().map(edge)).collect()
    }

    /// The telemetry edges that run over an edge of the graph.
    pub(super) fn over(&self, edge: EdgeIndex) -> impl Iterator<Item = EdgeId> {
        let runs = move |(_, path): &(usize, &EdgePath)| path.contains(&Some(edge));
        self.requests.iter().enumerate().filter(runs).map(|(index, _)| EdgeId(index as u32))
    }
}

pub(super) fn dots(run: &Run, from: f64, to: f64) -> Dots {
    let time = |seconds: f64| Time((seconds.max(0.0) * 1e9 + 0.5) as u64);
    run.simulation.flights(time(from), time(to)).map(event).collect()
}

fn event(flight: &Flight) -> CallEvent {
    let step = match flight.step {
        FlightStep::Begun(Origin::Outside(request, edge)) => {
            CallStep::Begun(CallOrigin::Outside(explain::number(request), edge.map(|edge| way(edge, false))))
        }
        FlightStep::Begun(Origin::Call(call)) => CallStep::Begun(CallOrigin::Call(call.0)),
        FlightStep::Begun(Origin::Mirror(call)) => CallStep::Begun(CallOrigin::Mirror(call.0)),
        FlightStep::Sent { edge, is_retry, is_mirror } => CallStep::Sent(way(edge, is_mirror), is_retry),
        FlightStep::Back { status } => CallStep::Back(status),
        FlightStep::Ended { status, edge } => CallStep::Ended(status, edge.map(|edge| way(edge, false))),
    };
    CallEvent { at: flight.at.0, call: flight.call.0, step }
}

/// The number of a way for the page: requests and mirrored copies by turns.
fn way(edge: EdgeId, is_mirror: bool) -> u32 {
    2 * edge.0 + u32::from(is_mirror)
}
