//! A run as a value: it can be forked, sought and stepped, and two of them be held against each other.

mod cluster;
mod compare;
mod dots;
mod drift;
mod farthest;
mod find;
mod found;
mod frame;
pub(crate) mod gutter;
mod moved;
mod panel;
mod pods;
mod running;
mod send;
mod story;
mod took;
mod what_if;

pub use compare::ChangedFate;
pub(crate) use moved::MOST_MOVED;

use std::sync::Arc;

use mesh_config::Diagnostic;
use mesh_control::Mesh;
use mesh_graph::{Folding, Graph, GraphOptions, GraphType, Layout, Moved, Stage};
use mesh_proxy::{Duration, Time};
use mesh_sim::{ByHand, Command, Exceeded, MOST_REMEMBERED_RESOURCES, Simulation, Stopped, Work, World, too_old};
use mesh_view::{PrintedKind, Terminal};

use crate::texts::Texts;
use crate::{DecisionRecord, Dots, Frame, LineCompletions, Panel, RequestToSend, SendError};
use running::Running;

/// A run of a scenario, with the texts that ran at each time of it.
#[derive(Clone, Debug)]
pub struct Run {
    simulation: Simulation,
    seed: u64,
    /// What was pushed, in order.
    pushes: Vec<Pushed>,
    /// The mesh that runs now, as it is told.
    running: Arc<Running>,
    /// When it was pushed, for the window of the figures.
    pushed: Time,
    /// Why it went no further when it was asked to last.
    stopped: Option<Stopped>,
    graph_type: GraphType,
    options: GraphOptions,
    /// The size of the stage that it is laid out for.
    stage: Stage,
    /// Pixels at the right of it that something lies over.
    covered: f64,
    /// What of a large graph is folded.
    folding: Folding,
    /// Nodes that were put elsewhere by hand.
    moved: Arc<Vec<Moved>>,
    /// The group of apps that opened by itself, since it was the worst.
    worst: Option<String>,
    /// The graph that was laid out last, and where it stands.
    laid: Option<Arc<(Graph, Layout)>>,
    /// Whether the cluster is looked at.
    shows_cluster: bool,
    cluster: cluster::Known,
    drift: Option<Arc<drift::Found>>,
    /// As far as it has been, while it is wound back.
    farthest: Option<Arc<farthest::Farthest>>,
}

/// A mesh that was pushed.
#[derive(Clone, Debug)]
struct Pushed {
    /// What runs.
    mesh: Arc<Mesh>,
    /// The same, as its texts were written last: comments may have moved its places.
    told: Arc<Mesh>,
    /// Those texts.
    texts: Arc<Texts>,
    /// When.
    at: Time,
}

/// Pushes whose texts are remembered: the simulation itself remembers no more commands.
const MOST_PUSHES: usize = 64;

/// Pieces of printed text that are shown.
const MOST_PRINTED: usize = 400;

/// What a frame shows beside the run.
pub(crate) struct Beside<'a> {
    /// The texts that are shown with it, and what is wrong with them.
    pub(crate) texts: &'a Texts,
    pub(crate) findings: &'a [Diagnostic],
    /// Whether what runs is older than they are, since they are broken.
    pub(crate) stale: bool,
    /// Whether they are older than what was pushed last.
    pub(crate) past: bool,
}

impl Run {
    /// A run at time 0.
    pub(crate) fn new(mesh: Arc<Mesh>, texts: Arc<Texts>, seed: u64) -> Self {
        Self {
            simulation: Simulation::new(Arc::new(World::new(mesh.clone())), seed),
            seed,
            graph_type: texts.header.view.graph,
            moved: Arc::new(texts.header.view.moved.clone()),
            options: GraphOptions::default(),
            stage: Stage::default(),
            covered: 0.0,
            folding: Folding::default(),
            worst: None,
            pushes: vec![Pushed { mesh: mesh.clone(), told: mesh.clone(), texts, at: Time::ZERO }],
            running: Arc::new(Running::new(mesh)),
            pushed: Time::ZERO,
            stopped: None,
            laid: None,
            shows_cluster: false,
            cluster: None,
            drift: None,
            farthest: None,
        }
    }

    /// Another run that goes on from here as this one does, until something else is done to it.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        let simulation = self.simulation.fork();
        Self {
            simulation,
            options: self.options.clone(),
            pushes: self.pushes.clone(),
            folding: self.folding.clone(),
            moved: self.moved.clone(),
            worst: self.worst.clone(),
            running: self.running.clone(),
            laid: self.laid.clone(),
            stopped: self.stopped.clone(),
            cluster: self.cluster.clone(),
            drift: self.drift.clone(),
            farthest: self.farthest.clone(),
            ..*self
        }
    }

    /// Runs on.
    ///
    /// # Errors
    /// The work is used up; the run stands where it stopped. Frames say so where more steps would not help.
    pub fn advance(&mut self, by: Duration, work: &mut Work) -> Result<(), Stopped> {
        let result = self.simulation.run(self.simulation.now() + by, work);
        self.follow();
        let for_good = |stopped: &Stopped| !matches!(stopped.why, Exceeded::Steps(_));
        self.stopped = result.clone().err().filter(for_good);
        result
    }

    /// Goes to another simulated time, back or forth; a run that is wound back is done again as it was, with the meshes of
    /// those times.
    ///
    /// # Errors
    /// The work is used up; the run stands where it stopped, and frames say so until it goes on.
    pub fn seek(&mut self, time: Time, work: &mut Work) -> Result<(), Stopped> {
        if time < self.now() {
            farthest::remember(self);
        }
        let result = self.simulation.seek(time, work);
        self.follow();
        self.stopped = result.clone().err();
        result
    }

    /// Runs on until one more request of Traffic is answered, at most for so long.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub fn step_request(&mut self, most: Duration, work: &mut Work) -> Result<(), Stopped> {
        let result = self.simulation.step_request(self.simulation.now() + most, work);
        self.follow();
        result
    }

    /// Runs on until one more event has happened, at most for so long.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub fn step_event(&mut self, most: Duration, work: &mut Work) -> Result<(), Stopped> {
        let result = self.simulation.step_event(self.simulation.now() + most, work);
        self.follow();
        result
    }

    /// Goes back to where one request of Traffic fewer had been answered.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub fn step_request_back(&mut self, work: &mut Work) -> Result<(), Stopped> {
        farthest::remember(self);
        let result = self.simulation.step_request_back(work);
        self.follow();
        result
    }

    /// Goes back to where one event fewer had happened.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub fn step_event_back(&mut self, work: &mut Work) -> Result<(), Stopped> {
        farthest::remember(self);
        let result = self.simulation.step_event_back(work);
        self.follow();
        result
    }

    /// Pushes a mesh now. What was pushed later, before the run was wound back, is forgotten.
    pub(crate) fn push(&mut self, mesh: Arc<Mesh>, texts: Arc<Texts>) {
        self.pushes.truncate(self.number_of_now().map_or(self.pushes.len(), |now| now + 1));
        let at = self.simulation.now();
        self.pushes.push(Pushed { mesh: mesh.clone(), told: mesh.clone(), texts, at });
        let sizes = self.pushes.iter().map(|pushed| pushed.texts.config.resources.len());
        self.pushes.drain(..too_old(sizes, MOST_PUSHES, MOST_REMEMBERED_RESOURCES));
        self.running = Arc::new(Running::new(mesh.clone()));
        self.pushed = self.simulation.now();
        // A push names no client and no pod: there is nothing in it that could be refused.
        let _ = self.simulation.apply(Command::Push(mesh));
    }

    /// Takes other texts for those of the mesh that was pushed last, since they say the same: nothing is pushed, and figures and
    /// explanations are told at the places of these.
    pub(crate) fn retell(&mut self, told: Arc<Mesh>, texts: Arc<Texts>) {
        if let Some(newest) = self.pushes.last_mut() {
            self.running = Arc::new(Running::new(told.clone()));
            (newest.told, newest.texts) = (told, texts);
        }
    }

    /// Whether the mesh that runs is the one that was pushed last, and texts say the same as those that it was made of.
    pub(crate) fn is_said_by(&self, texts: &Texts) -> bool {
        let newest = self.pushes.last().filter(|_| !self.is_past());
        newest.is_some_and(|newest| {
            newest.texts.files.len() == texts.files.len() && newest.texts.config.says_the_same(&texts.config)
        })
    }

    /// Number of the push of what runs now.
    fn number_of_now(&self) -> Option<usize> {
        let mesh = self.simulation.world().mesh();
        self.pushes.iter().rposition(|pushed| pushed.mesh.is_edition_of(mesh))
    }

    /// The push of what runs now; of a very old one the oldest that is remembered.
    fn push_of_now(&self) -> Option<&Pushed> {
        self.pushes.get(self.number_of_now().unwrap_or(0))
    }

    /// The texts that run now.
    pub(crate) fn texts(&self) -> Option<&Arc<Texts>> {
        self.push_of_now().map(|pushed| &pushed.texts)
    }

    /// Whether what runs now was pushed before something else.
    pub(crate) fn is_past(&self) -> bool {
        self.number_of_now().is_none_or(|now| now + 1 < self.pushes.len())
    }

    /// The texts that were pushed last.
    pub(crate) fn newest_texts(&self) -> Option<Arc<Texts>> {
        self.pushes.last().map(|pushed| pushed.texts.clone())
    }

    /// Takes the mesh that runs at the time of now for the one that runs.
    fn follow(&mut self) {
        let world = self.simulation.world();
        // In a cluster that lives the mesh changes with its pods.
        let as_pushed = self.push_of_now().filter(|pushed| Arc::ptr_eq(&pushed.mesh, world.mesh()));
        let told = as_pushed.map_or(world.mesh(), |pushed| &pushed.told);
        if !Arc::ptr_eq(told, &self.running.mesh) {
            let is_edit = !told.is_edition_of(&self.running.mesh);
            self.running = Arc::new(Running::new(told.clone()));
            if is_edit {
                self.pushed = self.simulation.world().pushed();
            }
        }
    }

    /// The simulation behind it.
    pub(crate) fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// Changes with everything that is done to the run.
    pub(crate) fn history(&self) -> u64 {
        self.simulation.changes()
    }

    /// The mesh that runs now.
    pub(crate) fn mesh(&self) -> &Arc<Mesh> {
        &self.running.mesh
    }

    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.simulation.now()
    }

    /// When what runs now was pushed.
    pub(crate) fn pushed(&self) -> Time {
        self.pushed
    }

    /// The seed of its draws.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Whether the run went no further when it was asked to last, and frames say so.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// What nodes stand for.
    pub(crate) fn graph_type(&self) -> GraphType {
        self.graph_type
    }

    /// Sets what nodes stand for.
    pub fn set_graph_type(&mut self, graph_type: GraphType) {
        self.graph_type = graph_type;
    }

    /// What of the traffic frames show, and what is sought in it.
    pub(crate) fn options(&self) -> &GraphOptions {
        &self.options
    }

    /// Sets what of the traffic frames show, and what is sought in it.
    pub fn set_options(&mut self, options: GraphOptions) {
        self.options = options;
    }

    /// Whether frames show the cluster.
    pub(crate) fn shows_cluster(&self) -> bool {
        self.shows_cluster
    }

    /// Sets whether frames show the cluster.
    pub fn set_shows_cluster(&mut self, shows: bool) {
        self.shows_cluster = shows;
    }

    /// The size of the stage that the graph is laid out for.
    pub(crate) fn stage(&self) -> Stage {
        self.stage
    }

    /// Sets the size of the stage that the graph is laid out for.
    pub fn set_stage(&mut self, stage: Stage) {
        self.stage = stage;
    }

    /// Sets how many pixels at the right of the stage something lies over.
    pub fn set_covered(&mut self, covered: f64) {
        self.covered = covered;
    }

    /// What of a large graph is folded.
    pub(crate) fn folding(&self) -> &Folding {
        &self.folding
    }

    /// Sets what of a large graph is folded.
    pub fn set_folding(&mut self, folding: Folding) {
        self.folding = folding;
    }

    /// Everything that is shown of this moment. Costs about as much as a layout: call it a few times a second.
    pub(crate) fn frame(&mut self, beside: &Beside<'_>) -> Frame {
        frame::frame(self, beside)
    }

    /// What happened to requests from one simulated second to before another, in order, as far as it is kept.
    #[must_use]
    pub fn dots(&self, from: f64, to: f64) -> Dots {
        dots::dots(self, from, to)
    }

    /// The side panel of a node or an edge of a frame.
    #[must_use]
    pub fn panel(&self, id: &str) -> Option<Panel> {
        panel::panel(self, id)
    }

    /// Sends one request now and tells what was decided about it, up to its answer or 60 simulated seconds.
    ///
    /// # Errors
    /// When the client does not exist or the URL cannot be read.
    pub fn send(&mut self, request: &RequestToSend, work: &mut Work) -> Result<DecisionRecord, SendError> {
        send::send(self, request, work)
    }

    /// What was decided about a request that a dot or a log line stands for, as far as the work lets it be told.
    pub fn explain(&self, request: u64, work: &mut Work) -> Option<DecisionRecord> {
        send::explain(self, request, work)
    }

    /// Types a command line into the run's terminal. What it prints comes as the run goes on.
    pub fn type_line(&mut self, line: &str) {
        self.simulation.type_line(line, "");
        self.follow();
    }

    /// Ends what the terminal is running, as Ctrl-C does.
    pub fn interrupt(&mut self) {
        self.simulation.interrupt();
    }

    /// What the terminal has printed, the end of it.
    #[must_use]
    pub fn terminal(&self) -> Terminal {
        let printed = self.simulation.printed();
        let from = printed.len().saturating_sub(MOST_PRINTED);
        let piece = |piece: &mesh_sim::Printed| mesh_view::Printed {
            kind: match piece.stream {
                None => PrintedKind::Typed,
                Some(mesh_sim::Stream::Out) => PrintedKind::Output,
                Some(mesh_sim::Stream::Err) => PrintedKind::Error,
            },
            text: piece.text.clone(),
        };
        let pieces = printed.iter().skip(from).map(piece).collect();
        Terminal { pieces, is_busy: self.simulation.is_terminal_busy() }
    }

    /// What a line of the terminal could go on with where its cursor stands (in bytes).
    pub(crate) fn line_completions(&self, line: &str, cursor: usize) -> LineCompletions {
        let found = self.simulation.completions(line, cursor);
        LineCompletions { from: found.from, candidates: found.candidates }
    }

    /// What people did in the run up to now, in order.
    pub(crate) fn done_by_hand(&self) -> Vec<(Time, ByHand)> {
        self.simulation.done_by_hand()
    }

    /// Digest of the run so far, 16 hex digits.
    #[must_use]
    pub fn digest(&self) -> String {
        self.simulation.digest().to_string()
    }
}
