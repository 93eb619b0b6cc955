//! What the page asks of the engine, and what it is told: the only way between the two, in a Worker or on one thread.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::{
    Against, Amended, Checks, Choices, Comparison, Completions, DecisionRecord, Diagnostic, Dots, Drawing, Fault,
    FilePatch, Folding, Frame, GraphOptions, GraphType, Hover, LineCompletions, Localized, OutlineItem, Panel, Point,
    RequestToSend, Scenario, SourceFile, Span, Stage, TextEdit, Took, UnseenDefault, Update,
};

/// Something asked of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Counts up with everything that changes the run: what an older one is answered is not shown any more.
    pub revision: u32,
    /// Simulated seconds that the page shows. The engine may have run ahead of them; what changes the run changes it then.
    pub shown: f64,
    /// The number of the moment that the page shows ([`Update::number`]): the first that is told of a revision is told by what
    /// differs from it, each later one by what differs from the one before. 0 where the page has none of this engine's.
    pub known: u32,
    /// What is asked.
    pub ask: Ask,
}

/// What is told of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// That of the question.
    pub revision: u32,
    /// What is told.
    pub tell: Tell,
}

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Opens a scenario at the moment that its view names: [`Tell::Moment`].
    Open(Scenario),
    /// Opens a scenario at a simulated second, which is shown already: [`Tell::Done`].
    OpenAt(Scenario, f64),
    /// Runs on by so many simulated seconds, from where the engine is: [`Tell::Moment`].
    Run(f64),
    /// The same, from the moment that is shown: [`Tell::Moment`].
    Step(f64),
    /// Goes on from the moment that is shown by one request of Traffic or one event, or back: [`Tell::Moment`].
    StepBy(Stride, Direction),
    /// Takes texts as they stand: [`Tell::Findings`]. Nothing runs for that, so that what is wrong is said at once.
    Edit(Vec<SourceFile>),
    /// Pushes what the texts say that were taken last, where all of them can be read: [`Tell::Moment`].
    Push,
    /// Goes to another simulated second: [`Tell::Moment`].
    Seek(f64),
    /// Begins anew with a seed: [`Tell::Restarted`].
    Restart(u64),
    /// Shows other nodes, or the panel of another one: [`Tell::Moment`].
    Look(Look),
    /// Breaks or heals the pods of a node: [`Tell::Moment`].
    Inject(String, Fault),
    /// Lets nothing pass on an edge of the graph any more, or lets requests pass again: [`Tell::Moment`].
    Cut(String, bool),
    /// Puts a node of the graph elsewhere, by so many pixels of the drawing ([`Layout::carry`](crate::Layout::carry)); without one
    /// puts all back: [`Tell::Moment`].
    Move(Option<(String, Point)>),
    /// What a line of the terminal can go on with where its cursor stands, in bytes: [`Tell::LineCompletions`].
    CompleteLine(String, usize),
    /// Types a command line into the terminal: [`Tell::Moment`].
    Type(String),
    /// Ends what the terminal is running: [`Tell::Moment`].
    Interrupt,
    /// Sends one request: [`Tell::Decision`].
    Send(RequestToSend),
    /// What was decided about a request of the run: [`Tell::Decision`].
    Explain(u64),
    /// What was decided about a request by its name ([`DecisionRecord::name`]), at the moment that is given or else where it is
    /// answered; where it was not sent by then, where it is sent: [`Tell::Found`].
    Find(String, Option<f64>),
    /// The latest requests that took the rule at a byte of a file: [`Tell::Took`].
    Took(u32, u32),
    /// The Checks as they stand at the moment that is shown: [`Tell::Checks`]. With `true` one is carried out that sends requests or
    /// takes several seeds.
    Checks(bool),
    /// Holds the run at the moment that is shown against another one, or no longer: [`Tell::Comparison`].
    Compare(Option<Against>),
    /// Begins anew at 0 with the texts of now, up to the moment that is shown; the run as it was is kept: [`Tell::Moment`].
    Anew,
    /// Shows another run that was kept: [`Tell::Switched`].
    ShowRun(u32),
    /// Lets go of a run that was kept: [`Tell::Moment`].
    CloseRun(u32),
    /// What can stand at a place: [`Tell::Completions`].
    Complete(Place),
    /// What a place means: [`Tell::Hover`].
    Hover(Place),
    /// Where the name at a place is defined: [`Tell::Definition`].
    Define(Place),
    /// What another name for the subset at a place changes; an empty name asks what it is called: [`Tell::Renaming`].
    Rename(Place, String),
    /// The objects of a file: [`Tell::Outline`].
    Outline(u32),
    /// What Istio or Envoy fill in where a part of a file says nothing: [`Tell::Defaults`].
    Defaults(Span),
    /// A text laid out anew: [`Tell::Text`], nothing where it cannot be read.
    Format(String),
    /// All files as `kubectl apply` takes them, with the playground's own kinds or without: [`Tell::Text`].
    Export(bool),
    /// A scenario with what people did in the run, in a file of its own, and with what they chose to see: [`Tell::Scenario`].
    Recorded(Scenario, Choices),
    /// The graph of the moment that is shown, in a form that other programs read: [`Tell::Text`].
    Draw(Drawing),
    /// What stands behind the `#` of a scenario's link, with the same: [`Tell::Text`].
    Link(Scenario, Choices),
    /// What a link holds, by what stands behind its `#`: [`Tell::Opened`].
    OpenLink(String),
    /// The scenario that comes with the playground under a name: [`Tell::Scenario`].
    Preset(String),
    /// The Checks of a text that is none of the files ([`crate::LessonStep::judged`]), with their times counted from a simulated
    /// second, as they stand at the moment that is shown: [`Tell::Judged`]. What sends requests or takes several seeds is carried
    /// out one a question.
    Judge(String, f64),
    /// What changes of files would make of the texts as they stand: [`Tell::Amended`].
    Amend(Vec<FilePatch>),
}

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Tell {
    /// A moment of the run.
    Moment(Box<Update>),
    /// It is done, and nothing else is to be shown.
    Done,
    /// What is wrong with the texts.
    Findings(Findings),
    /// The run began anew; the edits write the seed where the texts state one.
    Restarted(Box<Update>, Vec<TextEdit>),
    /// What was decided about a request, or why there is none.
    Decision(Result<Box<DecisionRecord>, Words>),
    /// The requests that took a rule; `None` where none stands there.
    Took(Option<Took>),
    /// The moment that was gone to, and what was decided about the request, or why there is none.
    Found(Box<Update>, Result<Box<DecisionRecord>, Words>),
    /// The Checks.
    Checks(Checks),
    /// What differs; nothing where there is no other run.
    Comparison(Option<Box<Comparison>>),
    /// A moment of another run, with its texts; nothing where it is not kept any more.
    Switched(Option<Box<(Update, Vec<SourceFile>)>>),
    /// What can stand there.
    Completions(Completions),
    /// What a line of the terminal can go on with.
    LineCompletions(LineCompletions),
    /// What it means.
    Hover(Option<Hover>),
    /// Where it is defined.
    Definition(Option<Span>),
    /// What a new name changes.
    Renaming(Renaming),
    /// The objects of a file.
    Outline(Vec<OutlineItem>),
    /// What is filled in unseen.
    Defaults(Vec<UnseenDefault>),
    /// A text.
    Text(Option<String>),
    /// What a link holds.
    Opened(Result<LinkedScenario, UnopenedLink>),
    /// A scenario.
    Scenario(Option<Scenario>),
    /// The Checks of a text that is none of the files.
    Judged(Checks),
    /// The files that change, in order; none where they say so already.
    Amended(Vec<Amended>),
}

/// How far one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stride {
    /// Until one more request of Traffic is answered.
    Request,
    /// Until one more event of the engine has happened.
    Event,
}

/// Which way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// On.
    Forwards,
    /// Back.
    Backwards,
}

/// What frames show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// What nodes stand for.
    pub graph_type: GraphType,
    /// The size of the stage, where it is known.
    pub stage: Option<Stage>,
    /// Pixels at the right of it that the panel lies over.
    pub covered: f64,
    /// The node or edge whose panel is wanted.
    pub selected: Option<String>,
    /// Whether the cluster is looked at: [`Frame::cluster`].
    pub cluster: bool,
    /// What of a large graph is folded.
    pub folding: Folding,
    /// What of the traffic is shown, and what is sought in it.
    pub options: GraphOptions,
    /// Whether the other run of a comparison is shown in the place of the run.
    pub twin: bool,
}

/// A place in a text as it stands in the editor, which may be newer than what was pushed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Index of the file.
    pub file: u32,
    /// Byte in it.
    pub offset: u32,
    /// Its text.
    pub text: String,
}

/// What is wrong with texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// As in [`Frame::diagnostics`].
    pub diagnostics: Vec<Diagnostic>,
    /// As in [`Frame::stale`].
    pub stale: bool,
}

/// A moment of the run, and what happened on the way to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Everything that is shown of it.
    pub frame: Frame,
    /// The panel of what is selected.
    pub panel: Option<Panel>,
    /// What happened to requests on the way to it.
    pub dots: Dots,
}

/// What another name for a subset changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Renaming {
    /// The name that is there; empty where there is none to change.
    pub old: String,
    /// Where it stands.
    pub places: Vec<Span>,
    /// Why it cannot be changed so.
    pub error: Option<Words>,
    /// The edits that change it.
    pub edits: Vec<TextEdit>,
}

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkedScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// Whether this engine runs it otherwise than the one that made the link.
    pub runs_otherwise: bool,
}

/// A link that cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnopenedLink {
    /// Why, and what to do.
    pub why: Words,
    /// What could be read of it.
    pub saved: Option<SavedFiles>,
}

/// What could be read of a damaged link. Nothing vouches for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFiles {
    /// The files; the text of the last one may end early.
    pub files: Vec<SourceFile>,
    /// Whether it is as much text as there was, though perhaps not the same.
    pub complete: bool,
}

/// What a page begins with: made by the server, so that the page can draw it before the engine is there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// What is opened.
    pub scenario: Scenario,
    /// Its first moment. Its dots are some of the requests that follow it, within [`Opening::AHEAD`] seconds: the document
    /// itself moves them until the page does.
    pub moment: Moment,
    /// Name and title of each scenario that comes with the playground.
    pub presets: Vec<(String, Localized)>,
}

impl Opening {
    /// Simulated seconds behind the first moment whose requests a document shows.
    pub const AHEAD: f64 = 4.0;
}
