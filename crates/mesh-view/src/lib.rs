//! What people are shown, as plain values: texts with their findings, the graph and where it stands, a moment of the run, what
//! was decided about a request, what the editor is told.
//!
//! The vocabulary between the engine and the page: whoever makes one of these values depends on this crate, and the page
//! depends on nothing else. Must never decide or compute what a mesh does.
#![forbid(unsafe_code)]

mod checks;
mod decision;
mod drawing;
mod editor;
mod fault;
mod frame;
mod graph;
mod messages;
mod scenario;
mod text;
mod update;

pub use checks::{CheckStanding, CheckState, Checks, ExpectationState};
pub use decision::{DecisionRecord, DecisionStep, RequestToSend, SendError, StepKind};
pub use drawing::Drawing;
pub use editor::{Completion, CompletionKind, Completions, Hover, OutlineItem, Support, UnseenDefault};
pub use fault::Fault;
pub use frame::{
    Breaker, Budget, ClusterState, ConnectionFigures, Dot, DotStatus, Drift, EjectionArithmetic, EventKind, Figure,
    Frame, Gauge, Ghost, GutterFigure, LineCompletions, LogLine, MeshEvent, NodeState, OutlierState, Panel, PanelRow,
    PodOnNode, PodState, Printed, PrintedKind, Series, StopReason, Stopped, Terminal, Totals,
};
pub use graph::{
    Badges, BoxArea, Edge, EdgeCurve, EdgeKind, EjectedPod, FlagShare, Graph, GraphType, Health, Layout, NameSide,
    Node, NodeKind, NodePlace, Point, Rates, ResponseTimes, Stage, badge_corners, bold_width, point_of, short,
    text_width,
};
pub use mesh_words::{Words, install as speak, say};
pub use messages::{
    Answer, Ask, Findings, LinkedScenario, Look, Moment, Opening, Place, Question, Renaming, SavedFiles, Tell,
    UnopenedLink,
};
pub use scenario::{Localized, Scenario, View};
pub use text::{Diagnostic, Fix, LineIndex, Position, RenderedFrom, Severity, SourceFile, Span, TextEdit, apply_edits};
pub use update::{Changed, FrameUpdate, ListUpdate, Update};
