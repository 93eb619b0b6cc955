//! Everything the page shows of one moment.

mod cluster;
mod dot;
mod event;
mod line;
mod panel;
mod pod;
mod stopped;
mod terminal;
mod text;

pub use cluster::{Budget, ClusterState, NodeState, PodOnNode};
pub use dot::{CallEvent, CallOrigin, CallStep, Dots};
pub use event::{EventKind, LogLine, MeshEvent, Series, Totals};
pub use line::{LineBar, LineMark, LineRow, TimeLine};
pub use panel::{HostShare, Panel, PanelRow};
pub use pod::{Breaker, ConnectionFigures, EjectionArithmetic, Gauge, OutlierState, PodState};
pub use stopped::{StopReason, Stopped};
pub use terminal::{LineCompletions, Printed, PrintedKind, Terminal};
pub use text::{Drift, Figure, Ghost, GutterFigure};

use serde::{Deserialize, Serialize};

use crate::{Choices, Diagnostic, Graph, Layout, Localized, RunTab, Searched, SourceFile};

/// Everything the page shows of one moment; made about four times a second, while dots move in between.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Frame {
    /// Title of the scenario; empty where it has none.
    pub title: Localized,
    /// What the scenario is about; empty where it does not say.
    pub description: Localized,
    /// Name of the scenario that comes with the playground whose files these are, unchanged.
    pub preset: Option<String>,
    /// What its view says of what is displayed.
    pub display: Option<Choices>,
    /// The app, workload or service that its view selects.
    pub select: Option<String>,
    /// Simulated seconds per second at which it is opened, by its view.
    pub speed: Option<f64>,
    /// Simulated seconds.
    pub time: f64,
    /// Seconds of the time line.
    pub duration: f64,
    /// The seed of the run.
    pub seed: u64,
    /// Digest of the run up to now, 16 hex digits.
    pub digest: String,
    /// Length of the window that all rates are taken over, seconds.
    pub window: f64,
    /// Requests sent by Traffic since the start.
    pub requests: u64,
    /// What the find and hide fields met.
    pub searched: Searched,
    /// Nodes and edges with their figures.
    pub graph: Graph,
    /// Where they stand.
    pub layout: Layout,
    /// Which edges of the graph a request's way goes over: two numbers for each way, an edge's index plus one, or 0. A way keeps
    /// its number for the run, whatever the graph shows.
    pub ways: Vec<u32>,
    /// Pods, by namespace and name, with what each client thinks of them.
    pub pods: Vec<PodState>,
    /// Connection pools that are limited, by client and cluster.
    pub breakers: Vec<Breaker>,
    /// How the run began and the last that happened, the oldest first.
    pub events: Vec<MeshEvent>,
    /// Requests per second over the whole run.
    pub totals: Totals,
    /// What the time line shows beside them.
    pub line: TimeLine,
    /// The last minute.
    pub minute: Series,
    /// The last lines of the access log, the oldest first.
    pub log: Vec<LogLine>,
    /// What is wrong with the text as it stands, also where an older state of it is running; of very much the worst.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the running configuration is older than the text, since the text is broken.
    pub stale: bool,
    /// The texts as they were, where the moment lies before the last push of others.
    pub past: Option<Vec<SourceFile>>,
    /// Where and why the run stopped before the time that was asked for, if it did.
    pub stopped: Option<Stopped>,
    /// What nobody wrote but is there.
    pub ghosts: Vec<Ghost>,
    /// What to write beside lines.
    pub gutter: Vec<GutterFigure>,
    /// Fields that live otherwise than the text says.
    pub drift: Vec<Drift>,
    /// What was typed and printed.
    pub terminal: Terminal,
    /// The cluster, where it is looked at.
    pub cluster: Option<ClusterState>,
    /// The runs that there are, where there are several.
    pub runs: Vec<RunTab>,
    /// Names that `RequestToSend::from` takes, `ingress` and `client` first.
    pub clients: Vec<String>,
}
