//! A scenario as one value: files, seed and view; the link codec, the presets and the playground session.
//!
//! The one door by which the page, the server and the command line use the core. Must never know of a
//! browser, a server or the file system.
#![forbid(unsafe_code)]

mod decision;
mod explain;
mod facts;
mod finding;
mod flows;
mod frame;
mod happened;
mod header;
pub mod link;
mod preset;
mod scenario;
mod session;
mod throughput;

pub use decision::{DecisionRecord, DecisionStep, RequestToSend, SendError, StepKind};
pub use finding::{Finding, FindingEdit, FindingFix};
pub use frame::{
    Breaker, ConnectionFigures, Dot, DotStatus, EjectionArithmetic, EventKind, Figure, Frame, Gauge, Ghost,
    GutterFigure, LogLine, MeshEvent, OutlierState, Panel, PanelRow, PodState, Series, Totals,
};
pub use mesh_config::ide::{Completion, CompletionKind, Completions, Hover};
pub use mesh_config::schema::Support;
pub use mesh_config::{
    Diagnostic, Fix, LineIndex, Position, RenderedFrom, Severity, SourceFile, Span, TextEdit, ide, parse,
};
pub use mesh_graph::{
    Badges, BoxArea, Edge, EdgeCurve, EdgeKind, EjectedPod, FlagShare, Graph, GraphType, Health, Layout, Node,
    NodeKind, NodePlace, Point, Rates, ResponseTimes, Theme, svg,
};
pub use mesh_lint::{LEFT_OUT, MOST_FINDINGS, bounded};
pub use mesh_proxy::Time;
pub use mesh_sim::{Cancel, Exceeded, Stopped, Work};
pub use preset::{Preset, digest, digests, preset, presets};
pub use scenario::{Localized, Scenario, View};
pub use session::{Fault, Session};
pub use throughput::carried;
