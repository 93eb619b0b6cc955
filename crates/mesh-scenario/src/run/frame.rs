//! A frame from the run.

use std::sync::Arc;

use mesh_graph::{Graph, Layout, Stage, arranged, layout_beside};
use mesh_proxy::{Duration, Time};
use mesh_sim::{Exceeded, Telemetry};
use mesh_view::{Searched, StopReason, Stopped};

use super::{Beside, Run, cluster, dots, drift, farthest, found, gutter, pods};
use crate::{Frame, LogLine, Series, Totals, explain, flows, happened, presets};

/// Kiali's default window of the figures.
const WINDOW: Duration = Duration::from_secs(60);
/// After a push the figures are those since it, once there are as many seconds of them.
const LEAST: Duration = Duration::from_secs(10);
/// Lines of the access log that are shown.
const LOG_LINES: usize = 100;
/// Events that are read for a frame, the last ones, and lines that are made of them: a frame costs the same however long
/// the run is.
pub(super) const EVENTS_READ: usize = 1_000;
const EVENTS_SHOWN: usize = 300;

pub(super) fn frame(run: &mut Run, beside: &Beside<'_>) -> Frame {
    let texts = beside.texts;
    let cluster = run.shows_cluster.then(|| cluster::state(run));
    let drift = drift::find(run);
    let now = run.simulation.now();
    let from = window_start(run);
    let window = now.since(from).as_secs_f64();
    let telemetry = run.simulation.telemetry();
    let figures = telemetry.figures(from, now);
    let routes = telemetry.routes(from, now);
    let facts = &run.running.facts;
    let (mut traffic, mirrored) = flows::traffic(facts, telemetry.edges(), &figures, &routes, window);
    let gauges = run.simulation.gauges();
    let outliers = pods::outliers(run, &gauges);
    pods::mark_ejected(run, &mut traffic, &gauges, &outliers);
    pods::count_ready(run, &mut traffic);
    let dots::Mapped { mut graph, mut map, found, hidden } =
        dots::graph(facts, traffic, &mirrored, run.graph_type, &run.options);
    run.mark_broken(&mut graph);
    let graph = map.folded(graph, &run.folding, &mut run.worst);
    let laid = place(&graph, (run.stage, run.covered), run.laid.as_deref());
    let layout = arranged(&graph, &laid, &run.moved);
    let mut events = happened::list(&telemetry.recent_events(EVENTS_READ), &gauges);
    let line = farthest::line(run, &events, &outliers, texts.header.duration);
    events.drain(..events.len().saturating_sub(EVENTS_SHOWN));
    events.insert(0, happened::started(run.running.proxies));
    let mut gutter = gutter::of_routes(&facts.routes, &routes);
    gutter.extend(gutter::of_outliers(&facts.outlier_fields, &outliers));
    gutter.extend(drift.iter().flat_map(|drift| drift.gone.iter().cloned()));
    let frame = Frame {
        title: texts.header.title.clone(),
        description: texts.header.description.clone(),
        preset: presets().iter().find(|preset| preset.is_made_of(&texts.files)).map(|preset| preset.slug.to_owned()),
        display: texts.header.view.display.clone(),
        select: texts.header.view.select.clone(),
        speed: Some(texts.header.view.speed),
        time: now.seconds(),
        duration: texts.header.duration,
        seed: run.seed,
        digest: run.digest(),
        window,
        requests: run.simulation.answered(),
        pods: pods::pods(run, &outliers),
        breakers: pods::breakers(&gauges, telemetry),
        events,
        totals: totals(farthest::telemetry(run)),
        line,
        minute: series(run, None, Time(now.0.saturating_sub(WINDOW.as_nanos() as u64))),
        log: log(run),
        diagnostics: mesh_lint::bounded(beside.findings, mesh_lint::MOST_FINDINGS),
        stale: beside.stale,
        past: beside.past.then(|| texts.files.clone()),
        stopped: run.stopped.as_ref().map(stopped),
        ghosts: run.running.ghosts.clone(),
        gutter,
        terminal: run.terminal(),
        cluster,
        drift: drift.map(|found| found.drift.clone()).unwrap_or_default(),
        runs: Vec::new(),
        clients: run.running.clients.clone(),
        searched: Searched { find: found::hits(found), hide: found::hits(hidden) },
        graph,
        layout,
        ways: map.ways(),
    };
    // Where nodes would stand: what is laid out next follows from that, with whatever was moved by hand.
    run.laid = Some(Arc::new((frame.graph.clone(), laid)));
    frame
}

/// Where everything stands: as before where only figures changed. Laying out is the dearest part of a frame.
fn place(graph: &Graph, (stage, covered): (Stage, f64), laid: Option<&(Graph, Layout)>) -> Layout {
    let is_for = |places: &Layout| (places.stage, places.covered) == (stage, covered);
    match laid {
        Some((before, places)) if is_for(places) && is_laid_alike(before, graph) => places.clone(),
        _ => layout_beside(graph, stage, covered, laid.map(|(_, places)| places)),
    }
}

/// Whether two graphs have the same nodes with the same names, and the same edges.
fn is_laid_alike(one: &Graph, other: &Graph) -> bool {
    let nodes = one.nodes.iter().zip(&other.nodes).all(|(one, other)| {
        let corners = |node: &mesh_graph::Node| node.badges.corners();
        let size = |node: &mesh_graph::Node| node.card.as_ref().map(|card| card.size(&node.label));
        (&one.id, &one.label, &one.parent, &one.sits_on) == (&other.id, &other.label, &other.parent, &other.sits_on)
            && (&one.group, size(one)) == (&other.group, size(other))
            && corners(one) == corners(other)
    });
    let edges = one.edges.iter().zip(&other.edges).all(|(one, other)| {
        (&one.source, &one.target, one.kind, one.weight.is_some())
            == (&other.source, &other.target, other.kind, other.weight.is_some())
    });
    nodes
        && edges
        && one.groups == other.groups
        && (one.nodes.len(), one.edges.len()) == (other.nodes.len(), other.edges.len())
}

/// The figures are those of the last minute, or since the last push once ten seconds have passed: an edit
/// shows while one watches. Begins on a whole second, as telemetry counts.
pub(super) fn window_start(run: &Run) -> Time {
    let now = run.simulation.now();
    let minute = now.0.saturating_sub(WINDOW.as_nanos() as u64);
    let latest = now.0.saturating_sub(LEAST.as_nanos() as u64);
    let start = minute.max(run.pushed.0.min(latest));
    Time(start / 1_000_000_000 * 1_000_000_000)
}

fn stopped(stopped: &mesh_sim::Stopped) -> Stopped {
    let why = match stopped.why {
        Exceeded::Steps(granted) => StopReason::Steps(granted),
        Exceeded::Bytes(granted) => StopReason::Bytes(granted),
        Exceeded::Cancelled => StopReason::Unasked,
    };
    Stopped { at: stopped.at.seconds(), why }
}

/// All requests of the run, by bins.
fn totals(telemetry: &Telemetry) -> Totals {
    let totals = telemetry.totals();
    let bins =
        |of: fn(&(u64, u64)) -> u64| totals.bins.iter().map(|bin| of(bin) as f32 / totals.width as f32).collect();
    let p95 = telemetry.p95s(totals.width, totals.bins.len()).into_iter().map(|seconds| (1e3 * seconds) as f32);
    Totals { width: f64::from(totals.width), ok: bins(|bin| bin.0), error: bins(|bin| bin.1), p95: p95.collect() }
}

/// Seconds of one edge of telemetry, or of all together.
pub(super) fn series(run: &Run, edge: Option<mesh_sim::EdgeId>, from: Time) -> Series {
    let mut series = Series::default();
    for bin in run.simulation.telemetry().bins(edge, from, run.simulation.now()) {
        let errors = bin.client_errors + bin.server_errors;
        series.ok.push(bin.requests.saturating_sub(errors) as f32);
        series.error.push(errors as f32);
        series.p50.push((1e3 * bin.p50) as f32);
        series.p95.push((1e3 * bin.p95) as f32);
        series.p99.push((1e3 * bin.p99) as f32);
    }
    series
}

fn log(run: &Run) -> Vec<LogLine> {
    let lines = run.simulation.log();
    let shown = lines.len().saturating_sub(LOG_LINES);
    lines.into_iter().skip(shown).map(log_line).collect()
}

/// A line of the access log as the page shows it.
pub(super) fn log_line(line: mesh_sim::LogLine) -> LogLine {
    LogLine {
        request: explain::number(line.request),
        at: line.at.seconds(),
        client: line.client,
        method: line.method,
        path: line.path,
        scheme: line.scheme,
        authority: line.authority,
        status: line.status,
        flags: line.flags,
        duration: 1e3 * line.duration,
        cluster: line.cluster,
        host: line.host,
    }
}
