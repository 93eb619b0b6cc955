//! A frame as it differs from one that is known.

use serde::{Deserialize, Serialize};

use super::ListUpdate;
use crate::{
    Breaker, Choices, ClusterState, Diagnostic, Drift, Edge, Frame, Ghost, GraphType, Group, GutterFigure, Layout,
    Localized, LogLine, MeshEvent, Node, PodState, Printed, RunTab, Searched, Series, SourceFile, Stopped, TimeLine,
    Totals,
};

/// What of a frame is as short for a large mesh as for a small one: it always travels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Always {
    time: f64,
    duration: f64,
    seed: u64,
    digest: String,
    window: f64,
    requests: u64,
    stale: bool,
    stopped: Option<Stopped>,
    is_busy: bool,
    graph_type: GraphType,
    speed: Option<f64>,
}

/// What makes one frame of another: as long as what differs, however large the mesh is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameUpdate {
    always: Always,
    nodes: ListUpdate<Node>,
    edges: ListUpdate<Edge>,
    title: Option<Localized>,
    description: Option<Localized>,
    preset: Option<Option<String>>,
    display: Option<Option<Choices>>,
    select: Option<Option<String>>,
    groups: Option<Vec<Group>>,
    searched: Option<Searched>,
    runs: Option<Vec<RunTab>>,
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
            always: Always::of(now),
            nodes: ListUpdate::between(&known.graph.nodes, &now.graph.nodes),
            edges: ListUpdate::between(&known.graph.edges, &now.graph.edges),
            title: other(&known.title, &now.title),
            description: other(&known.description, &now.description),
            preset: other(&known.preset, &now.preset),
            display: other(&known.display, &now.display),
            select: other(&known.select, &now.select),
            groups: other(&known.graph.groups, &now.graph.groups),
            searched: other(&known.searched, &now.searched),
            runs: other(&known.runs, &now.runs),
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
        self.always.time
    }

    /// Whether the run stopped at the frame that it makes.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        self.always.stopped.is_some()
    }

    /// Changes a frame that is known.
    pub fn apply(self, known: &mut Frame) -> Changed {
        self.always.apply(known);
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
        take(&mut known.title, self.title);
        take(&mut known.description, self.description);
        take(&mut known.preset, self.preset);
        take(&mut known.display, self.display);
        take(&mut known.select, self.select);
        take(&mut known.graph.groups, self.groups);
        take(&mut known.searched, self.searched);
        take(&mut known.runs, self.runs);
        take(&mut known.layout, self.layout);
        take(&mut known.ways, self.ways);
        take(&mut known.totals, self.totals);
        take(&mut known.line, self.line);
        take(&mut known.minute, self.minute);
        take(&mut known.cluster, self.cluster);
        take(&mut known.past, self.past);
        changed
    }
}

/// A part where it is another one.
fn other<T: Clone + PartialEq>(known: &T, now: &T) -> Option<T> {
    (known != now).then(|| now.clone())
}

/// Puts another part in the place of a known one, where there is another.
fn take<T>(known: &mut T, other: Option<T>) {
    if let Some(other) = other {
        *known = other;
    }
}

impl Always {
    fn of(frame: &Frame) -> Self {
        Self {
            time: frame.time,
            duration: frame.duration,
            seed: frame.seed,
            digest: frame.digest.clone(),
            window: frame.window,
            requests: frame.requests,
            stale: frame.stale,
            stopped: frame.stopped,
            is_busy: frame.terminal.is_busy,
            graph_type: frame.graph.graph_type,
            speed: frame.speed,
        }
    }

    fn apply(self, known: &mut Frame) {
        let Self { time, duration, seed, digest, window, requests, stale, stopped, is_busy, graph_type, speed } = self;
        (known.time, known.duration, known.window) = (time, duration, window);
        (known.seed, known.digest, known.requests) = (seed, digest, requests);
        (known.stale, known.stopped) = (stale, stopped);
        (known.terminal.is_busy, known.graph.graph_type, known.speed) = (is_busy, graph_type, speed);
    }
}
