//! A frame as it differs from one that is known.

use serde::{Deserialize, Serialize};

use super::ListUpdate;
use crate::{
    Breaker, ClusterState, Diagnostic, Drift, Edge, Frame, Ghost, Graph, GutterFigure, Layout, Localized, LogLine,
    MeshEvent, Node, PodState, Printed, Series, SourceFile, Terminal, TimeLine, Totals,
};

/// What makes one frame of another: as long as what differs, however large the mesh is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameUpdate {
    /// The frame without what is listed below.
    short: Frame,
    nodes: ListUpdate<Node>,
    edges: ListUpdate<Edge>,
    description: Option<Localized>,
    layout: Option<Layout>,
    ways: Option<Vec<u32>>,
    pods: ListUpdate<PodState>,
    breakers: ListUpdate<Breaker>,
    events: ListUpdate<MeshEvent>,
    totals: Option<Totals>,
    line: Option<TimeLine>,
    minute: Option<Series>,
    log: ListUpdate<LogLine>,
    diagnostics: ListUpdate<Diagnostic>,
    past: Option<Option<Vec<SourceFile>>>,
    ghosts: ListUpdate<Ghost>,
    gutter: ListUpdate<GutterFigure>,
    drift: ListUpdate<Drift>,
    printed: ListUpdate<Printed>,
    cluster: Option<Option<ClusterState>>,
    clients: ListUpdate<String>,
}

/// What of a frame an update changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Places in the graph's nodes; nothing where they are as they were.
    pub nodes: Option<Vec<u32>>,
    /// Places in the graph's edges.
    pub edges: Option<Vec<u32>>,
    /// Places in the pods.
    pub pods: Option<Vec<u32>>,
    /// Whether anything stands elsewhere.
    pub layout: bool,
    /// Whether there are other findings, or the same ones stand elsewhere.
    pub diagnostics: bool,
    /// Whether there are other figures beside lines.
    pub gutter: bool,
    /// Whether other fields live otherwise than the text says.
    pub drift: bool,
    /// Whether something else is implied.
    pub ghosts: bool,
    /// Whether requests can be sent from others.
    pub clients: bool,
    /// Whether something happened.
    pub events: bool,
    /// Whether the access log has other lines.
    pub log: bool,
}

impl FrameUpdate {
    /// What makes `now` of `known`.
    #[must_use]
    pub fn between(known: &Frame, now: &Frame) -> Self {
        Self {
            short: short(now),
            nodes: ListUpdate::between(&known.graph.nodes, &now.graph.nodes),
            edges: ListUpdate::between(&known.graph.edges, &now.graph.edges),
            description: other(&known.description, &now.description),
            layout: other(&known.layout, &now.layout),
            ways: other(&known.ways, &now.ways),
            pods: ListUpdate::between(&known.pods, &now.pods),
            breakers: ListUpdate::between(&known.breakers, &now.breakers),
            events: ListUpdate::between(&known.events, &now.events),
            totals: other(&known.totals, &now.totals),
            line: other(&known.line, &now.line),
            minute: other(&known.minute, &now.minute),
            log: ListUpdate::between(&known.log, &now.log),
            diagnostics: ListUpdate::between(&known.diagnostics, &now.diagnostics),
            past: other(&known.past, &now.past),
            ghosts: ListUpdate::between(&known.ghosts, &now.ghosts),
            drift: ListUpdate::between(&known.drift, &now.drift),
            gutter: ListUpdate::between(&known.gutter, &now.gutter),
            printed: ListUpdate::between(&known.terminal.pieces, &now.terminal.pieces),
            cluster: other(&known.cluster, &now.cluster),
            clients: ListUpdate::between(&known.clients, &now.clients),
        }
    }

    /// The simulated seconds of the frame that it makes.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.short.time
    }

    /// Whether the run stopped at the frame that it makes.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        self.short.stopped.is_some()
    }

    /// Changes a frame that is known.
    pub fn apply(self, known: &mut Frame) -> Changed {
        let before = std::mem::replace(known, self.short);
        let (graph_type, groups) = (known.graph.graph_type, std::mem::take(&mut known.graph.groups));
        known.graph = Graph { graph_type, groups, ..before.graph };
        known.pods = before.pods;
        known.breakers = before.breakers;
        known.events = before.events;
        known.log = before.log;
        known.diagnostics = before.diagnostics;
        known.ghosts = before.ghosts;
        known.gutter = before.gutter;
        known.drift = before.drift;
        known.terminal.pieces = before.terminal.pieces;
        known.clients = before.clients;
        let changed = Changed {
            nodes: self.nodes.apply(&mut known.graph.nodes),
            edges: self.edges.apply(&mut known.graph.edges),
            pods: self.pods.apply(&mut known.pods),
            layout: self.layout.is_some(),
            diagnostics: self.diagnostics.apply(&mut known.diagnostics).is_some(),
            gutter: self.gutter.apply(&mut known.gutter).is_some(),
            drift: self.drift.apply(&mut known.drift).is_some(),
            ghosts: self.ghosts.apply(&mut known.ghosts).is_some(),
            clients: self.clients.apply(&mut known.clients).is_some(),
            events: self.events.apply(&mut known.events).is_some(),
            log: self.log.apply(&mut known.log).is_some(),
        };
        self.breakers.apply(&mut known.breakers);
        self.printed.apply(&mut known.terminal.pieces);
        known.description = self.description.unwrap_or(before.description);
        known.layout = self.layout.unwrap_or(before.layout);
        known.ways = self.ways.unwrap_or(before.ways);
        known.totals = self.totals.unwrap_or(before.totals);
        known.line = self.line.unwrap_or(before.line);
        known.minute = self.minute.unwrap_or(before.minute);
        known.cluster = self.cluster.unwrap_or(before.cluster);
        known.past = self.past.unwrap_or(before.past);
        changed
    }
}

/// A part where it is another one.
fn other<T: Clone + PartialEq>(known: &T, now: &T) -> Option<T> {
    (known != now).then(|| now.clone())
}

/// What of a frame is as short for a large mesh as for a small one.
fn short(frame: &Frame) -> Frame {
    Frame {
        title: frame.title.clone(),
        preset: frame.preset.clone(),
        time: frame.time,
        duration: frame.duration,
        seed: frame.seed,
        digest: frame.digest.clone(),
        window: frame.window,
        requests: frame.requests,
        stale: frame.stale,
        stopped: frame.stopped,
        searched: frame.searched.clone(),
        runs: frame.runs.clone(),
        terminal: Terminal { pieces: Vec::new(), is_busy: frame.terminal.is_busy },
        graph: Graph { graph_type: frame.graph.graph_type, groups: frame.graph.groups.clone(), ..Graph::default() },
        ..Frame::default()
    }
}
