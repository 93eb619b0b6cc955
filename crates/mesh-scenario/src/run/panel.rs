//! The side panel.

use mesh_graph::{Edge, FlagShare, Graph, GraphOptions, Rates};
use mesh_ordered::{OrderedMap, OrderedSet, sort_by};
use mesh_proxy::Time;
use mesh_sim::{EdgeFigures, EdgeId};

use mesh_view::{EdgeIndex, HostShare, ProtocolRates, add_rates};

use super::{Run, dots, frame, pods};
use crate::{Panel, PanelRow, Series, flows};

/// How much of the past the curves show, seconds.
const CURVES: u64 = 60;

pub(super) fn panel(run: &Run, id: &str) -> Option<Panel> {
    let (now, from) = (run.simulation.now(), frame::window_start(run));
    let telemetry = run.simulation.telemetry();
    let window = now.since(from).as_secs_f64();
    let figures = telemetry.figures(from, now);
    let (facts, routes) = (&run.running.facts, telemetry.routes(from, now));
    let (traffic, mirrored) = flows::traffic(facts, telemetry.edges(), &figures, &routes, window);
    let whole = GraphOptions {
        service_nodes: run.options.service_nodes,
        app_boxes: run.options.app_boxes,
        ..GraphOptions::default()
    };
    let dots::Mapped { mut graph, mut map, .. } = dots::graph(facts, traffic, &mirrored, run.graph_type, &whole);
    if graph.node(id).is_none() && graph.edge(id).is_none() {
        // It may be a card, or an edge between cards.
        graph = map.folded(graph, &run.folding, &mut run.worst.clone());
    }
    let (inbound, outbound): (Vec<&Edge>, Vec<&Edge>) = match (graph.node(id), graph.edge(id)) {
        (Some(_), _) => (
            graph.edges.iter().filter(|edge| edge.target == id).collect(),
            graph.edges.iter().filter(|edge| edge.source == id).collect(),
        ),
        (None, Some(edge)) => (vec![edge], Vec::new()),
        (None, None) => return None,
    };
    // A source has only what it sends: that is what its figures are about.
    let about = if inbound.is_empty() { &outbound } else { &inbound };
    let mut rates = Rates::default();
    about.iter().for_each(|edge| rates.merge(&edge.rates));
    let is_about = |edge: &Edge| about.iter().any(|about| about.id == edge.id);
    let indices =
        graph.edges.iter().zip((0..).map(EdgeIndex)).filter(|(edge, _)| is_about(edge)).map(|(_, index)| index);
    let behind: OrderedSet<EdgeId> = indices.flat_map(|index| map.over(index)).collect();
    Some(Panel {
        id: id.to_owned(),
        incoming: by_protocol(&inbound),
        outgoing: by_protocol(&outbound),
        flags: flags(about),
        hosts: hosts(&figures, &behind),
        series: series(run, &behind),
        pods: pods::of_node(run, id),
        inbound: rows(&graph, &inbound, |edge| &edge.source),
        outbound: rows(&graph, &outbound, |edge| &edge.target),
        rates,
    })
}

fn rows<'a>(graph: &Graph, edges: &[&'a Edge], other: impl Fn(&'a Edge) -> &'a String) -> Vec<PanelRow> {
    let total: f64 = edges.iter().map(|edge| edge.rates.total()).sum();
    let row = |edge: &&'a Edge| PanelRow {
        edge: edge.id.clone(),
        node: other(edge).clone(),
        label: graph.node(other(edge)).map(mesh_graph::Node::full_name).unwrap_or_default(),
        rates: edge.rates,
        share: observed(edge).unwrap_or(if total > 0.0 { 100.0 * edge.rates.total() / total } else { 0.0 }),
        weight: edge.weight,
        response_times: edge.response_times,
        health: edge.health,
    };
    edges.iter().map(row).collect()
}

/// What several edges carry together, by protocol.
fn by_protocol(edges: &[&Edge]) -> Vec<ProtocolRates> {
    let mut sums = Vec::new();
    edges.iter().flat_map(|edge| edge.by_protocol()).for_each(|more| add_rates(&mut sums, &more));
    sums
}

/// The share that stands beside a configured one: of the same requests that it shares out.
fn observed(edge: &Edge) -> Option<f64> {
    edge.weight.and(edge.share)
}

/// Shares by status and flags of several edges together.
fn flags(edges: &[&Edge]) -> Vec<FlagShare> {
    let total: f64 = edges.iter().map(|edge| edge.rates.total()).sum();
    let mut shares: Vec<FlagShare> = Vec::new();
    for edge in edges.iter().filter(|_| total > 0.0) {
        for share in &edge.flags {
            let percent = share.percent * edge.rates.total() / total;
            let is_alike = |known: &&mut FlagShare| FlagShare { percent: known.percent, ..share.clone() } == **known;
            match shares.iter_mut().find(is_alike) {
                Some(known) => known.percent += percent,
                None => shares.push(FlagShare { percent, ..share.clone() }),
            }
        }
    }
    sort_by(&mut shares, |a, b| b.percent.total_cmp(&a.percent));
    shares
}

/// Shares by status and asked host of some edges of telemetry together, the greatest first.
fn hosts(figures: &[EdgeFigures], edges: &OrderedSet<EdgeId>) -> Vec<HostShare> {
    let mut counts: OrderedMap<(u16, &str), u64> = OrderedMap::new();
    for figure in figures.iter().filter(|figure| edges.contains(&figure.edge)) {
        for response in &figure.responses {
            *counts.entry((response.status, figure.key.service.as_str())).or_default() += response.count;
        }
    }
    let total: u64 = counts.values().sum();
    let share = |((status, host), count): (&(u16, &str), &u64)| HostShare {
        status: *status,
        host: (*host).to_owned(),
        percent: 100.0 * *count as f64 / total.max(1) as f64,
    };
    let mut shares: Vec<HostShare> = counts.iter().map(share).collect();
    sort_by(&mut shares, |a, b| b.percent.total_cmp(&a.percent));
    shares
}

/// The last minute of some edges of telemetry together; percentiles are the worst of them.
fn series(run: &Run, edges: &OrderedSet<EdgeId>) -> Series {
    let from = Time((run.simulation.now().0 / 1_000_000_000).saturating_sub(CURVES) * 1_000_000_000);
    let mut sum = Series::default();
    for edge in edges {
        let one = frame::series(run, Some(*edge), from);
        let add = |sum: &mut Vec<f32>, one: &[f32], join: fn(f32, f32) -> f32| {
            sum.resize(sum.len().max(one.len()), 0.0);
            sum.iter_mut().zip(one).for_each(|(sum, one)| *sum = join(*sum, *one));
        };
        add(&mut sum.ok, &one.ok, |a, b| a + b);
        add(&mut sum.error, &one.error, |a, b| a + b);
        add(&mut sum.p50, &one.p50, f32::max);
        add(&mut sum.p95, &one.p95, f32::max);
        add(&mut sum.p99, &one.p99, f32::max);
    }
    sum
}

#[cfg(test)]
mod tests {
    use mesh_sim::{EdgeKey, ResponseCount};

    use super::*;

    #[test]
    fn hosts_are_counted_by_status_over_the_edges_that_are_meant() {
        let figure = |edge, service: &str, counts: &[(u16, u64)]| EdgeFigures {
            edge: EdgeId(edge),
            key: EdgeKey { service: service.into(), ..EdgeKey::default() },
            responses: counts
                .iter()
                .map(|(status, count)| ResponseCount {
                    status: *status,
                    flags: "-".into(),
                    protocol: mesh_sim::Protocol::Http,
                    count: *count,
                })
                .collect(),
            ..EdgeFigures::default()
        };
        let figures =
            [figure(0, "a", &[(200, 6), (503, 1)]), figure(1, "b", &[(200, 3)]), figure(2, "c", &[(200, 99)])];
        let hosts = hosts(&figures, &[EdgeId(0), EdgeId(1)].into_iter().collect());
        let rows: Vec<_> = hosts.iter().map(|share| (share.status, share.host.as_str(), share.percent)).collect();
        assert_eq!(rows, [(200, "a", 60.0), (200, "b", 30.0), (503, "a", 10.0)]);
    }
}
