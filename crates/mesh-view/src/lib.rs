//! What people are shown, as plain values: texts with their findings, the graph and where it stands, a moment of the run, what
//! was decided about a request, what the editor is told.
//!
//! The vocabulary between the engine and the page: whoever makes one of these values depends on this crate, and the page
//! depends on nothing else. Must never decide or compute what a mesh does.
#![forbid(unsafe_code)]

mod checks;
mod compare;
mod decision;
mod display;
mod drawing;
mod editor;
mod fault;
mod flights;
mod frame;
mod graph;
mod lesson;
mod messages;
mod scenario;
mod story;
mod text;
mod update;

pub use checks::{CheckStanding, CheckState, Checks, ExpectationState};
pub use compare::{
    Against, Change, ChangedGroup, ChangedRequest, Comparison, EdgePair, RequestEnd, RunTab, SideFigures, SplitShares,
    VersionShare,
};
pub use decision::{RequestToSend, SendError};
pub use display::{Choices, Display, ResponseTime};
pub use drawing::Drawing;
pub use editor::{Completion, CompletionKind, Completions, Hover, OutlineItem, Support, UnseenDefault};
pub use fault::Fault;
pub use flights::{CROSSING, Crossing, Flights, Look as DotLook, Spot};
pub use frame::{
    Breaker, Budget, CallEvent, CallOrigin, CallStep, ClusterState, ConnectionFigures, Dots, Drift, EjectionArithmetic,
    EventKind, Figure, Frame, Gauge, Ghost, GutterFigure, HostShare, LineBar, LineCompletions, LineMark, LineRow,
    LogLine, MeshEvent, NodeState, OutlierState, Panel, PanelRow, PodOnNode, PodState, Printed, PrintedKind, Series,
    StopReason, Stopped, Terminal, TimeLine, Totals,
};
pub use graph::{
    Badge, Badges, BoxArea, Card, CardApp, Edge, EdgeCurve, EdgeIndex, EdgeKind, EjectedPod, FlagShare, Folding, Graph,
    GraphOptions, GraphType, Group, Health, Hits, Layout, Moved, NameSide, Node, NodeKind, NodePlace, Point, Protocol,
    ProtocolRates, Rates, ResponseTimes, RouteSign, Searched, Stage, Stroke, add_rates, badge_corners, bold_width,
    breadth, plate, point_of, short, text_width,
};
pub use lesson::{
    Amended, AmendedKind, AmendedLine, Block, Choice, FilePatch, Inline, Lesson, LessonAction, LessonCard, LessonCheck,
    LessonLook, LessonStep, Mistake, MistakeSign, PredictedAnswer, Prediction,
};
#[cfg(not(feature = "handed-over"))]
pub use mesh_words::speaking;
pub use mesh_words::{BEHIND_SENTENCES, Language, ROW, Words, install as speak, particle, say, texts};
pub use messages::{
    Answer, Ask, Direction, Findings, LinkedScenario, Look, Moment, Opening, Place, Question, Renaming, SavedFiles,
    Stride, Tell, UnopenedLink,
};
pub use scenario::{Localized, Scenario, View};
pub use story::{
    DecisionRecord, HostState, LitLine, NumberLine, NumberShare, PartKind, RowMark, StayKind, StoryHop, StoryHost,
    StoryPart, StoryRow, StoryStay, Took,
};
pub use text::{
    Diagnostic, Fix, LineIndex, Position, RenderedFrom, Severity, SourceFile, Span, TextEdit, apply_edits, short_pod,
};
pub use update::{Changed, FrameUpdate, ListUpdate, Update};
