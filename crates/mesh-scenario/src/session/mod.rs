//! What the page holds: a scenario that runs while it is edited.

mod assist;
mod dots;
mod export;
mod frame;
mod gutter;
mod panel;
mod pods;
mod running;
mod send;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use mesh_config::{Config, Diagnostic, Severity, SourceFile, Spec, TextEdit};
use mesh_control::{Mesh, Options};
use mesh_graph::{Graph, GraphType, Layout};
use mesh_lint::Memo;
use mesh_proxy::{Duration, Time};
use mesh_sim::{Command, Exceeded, Simulation, Stopped, Work, World};

use crate::header::Header;
use crate::{DecisionRecord, Dot, Fault, Frame, Panel, RequestToSend, Scenario, SendError, View};
use running::Running;

/// A scenario that runs while it is edited.
#[derive(Debug)]
pub struct Session {
    scenario: Scenario,
    /// The texts as they stand, read.
    config: Config,
    diagnostics: Vec<Diagnostic>,
    /// What is known of single resources, for the next edit.
    memo: Memo,
    /// Whether nothing is implied.
    strict: bool,
    /// Whether what runs is older than the texts.
    stale: bool,
    header: Header,
    running: Running,
    /// What the last configuration that was pushed was made of, and of how many files.
    pushed_config: (Config, Options),
    /// Its mesh; the run may have been wound back to one before.
    newest: Arc<Mesh>,
    simulation: Simulation,
    seed: u64,
    graph_type: GraphType,
    /// The graph that was laid out last, and where it stands.
    laid: Option<(Graph, Layout)>,
    /// When configuration was pushed last, for the window of the figures.
    pushed: Time,
    dots: dots::EdgeMap,
    /// Why the run went no further when it was asked to last.
    stopped: Option<Stopped>,
}

impl Session {
    /// Parses a scenario, implies what it lacks and starts it at time 0. Never fails: what is wrong is in
    /// `diagnostics`.
    #[must_use]
    pub fn open(scenario: Scenario) -> Self {
        Self::start(scenario, false)
    }

    /// The same, but nothing is implied: what the files do not have is not there.
    #[must_use]
    pub fn open_strict(scenario: Scenario) -> Self {
        Self::start(scenario, true)
    }

    fn start(scenario: Scenario, strict: bool) -> Self {
        let config = mesh_config::parse(&scenario.files);
        let header = Header::of(&config);
        let mut memo = Memo::default();
        let options = options(&scenario.files, strict);
        let admitted = mesh_lint::admit_reusing(config.clone(), options, &mut memo);
        let running = Running::new(Arc::new(admitted.mesh));
        let seed = header.seed.or(scenario.seed).unwrap_or(1);
        let simulation = Simulation::new(Arc::new(World::new(running.mesh.clone())), seed);
        Self {
            diagnostics: admitted.findings,
            memo,
            graph_type: header.view.graph,
            strict,
            stale: false,
            laid: None,
            pushed: Time::ZERO,
            dots: dots::EdgeMap::default(),
            stopped: None,
            scenario,
            pushed_config: (config.clone(), options),
            newest: running.mesh.clone(),
            config,
            header,
            running,
            simulation,
            seed,
        }
    }

    /// The scenario as it stands, for saving and sharing.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Takes new texts. Where all of them can be read and a cluster would take them in, their configuration is
    /// pushed at the current simulated time; else the last good one goes on. Gives the new findings.
    pub fn edit(&mut self, files: Vec<SourceFile>) -> Vec<Diagnostic> {
        let config = mesh_config::parse_reusing(&files, &self.config);
        let written = config.resources.len();
        let options = options(&files, self.strict);
        self.memo.live(self.simulation.world().mesh().cluster());
        let admitted = mesh_lint::admit_reusing(config.clone(), options, &mut self.memo);
        let unreadable = config.diagnostics.iter().any(|finding| finding.severity == Severity::Error);
        let taken = admitted.mesh.config().resources.len() + admitted.mesh.replaced().len();
        self.stale = unreadable || taken - admitted.mesh.implied().len() < written;
        self.scenario.files = files;
        self.config = config;
        self.diagnostics = admitted.findings;
        if !self.stale {
            self.header = Header::of(&self.config);
            self.running = Running::new(Arc::new(admitted.mesh));
            self.pushed_config = (self.config.clone(), options);
            self.newest = self.running.mesh.clone();
            self.pushed = self.simulation.now();
            // A push names no client and no pod: there is nothing in it that could be refused.
            let _ = self.simulation.apply(Command::Push(self.running.mesh.clone()));
        }
        self.diagnostics.clone()
    }

    /// What is wrong with the texts as they stand, and what was implied.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Runs the simulation on.
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

    /// Begins anew at time 0 with another seed, or the same one, with the configuration that was pushed last. Addresses are
    /// those of a run that began with it.
    pub fn restart(&mut self, seed: u64) {
        let (config, options) = self.pushed_config.clone();
        self.memo.begin_anew();
        let mesh = mesh_lint::admit_reusing(config, options, &mut self.memo).mesh;
        self.running = Running::new(Arc::new(mesh));
        self.newest = self.running.mesh.clone();
        self.seed = seed;
        self.scenario.seed = Some(seed);
        self.pushed = Time::ZERO;
        self.stopped = None;
        self.simulation = Simulation::new(Arc::new(World::new(self.running.mesh.clone())), seed);
    }

    /// The edit that writes a seed into the Scenario resource; `None` where it states none: then the seed
    /// travels beside the files.
    #[must_use]
    pub fn seed_edit(&self, seed: u64) -> Option<TextEdit> {
        let stated = self.config.resources.iter().find_map(|resource| match &resource.spec {
            Spec::Scenario(scenario) => Some(scenario.seed.as_ref()),
            _ => None,
        });
        stated.flatten().map(|stated| TextEdit { span: stated.span, text: seed.to_string() })
    }

    /// Goes to another simulated time, back or forth; a run that is wound back is done again as it was. What is shown is the
    /// mesh of that time, and stale where it is not that of the texts as they stand.
    ///
    /// # Errors
    /// The work is used up; the run stands where it stopped, and frames say so until it goes on.
    pub fn seek(&mut self, time: Time, work: &mut Work) -> Result<(), Stopped> {
        let result = self.simulation.seek(time, work);
        self.follow();
        self.stopped = result.clone().err();
        result
    }

    /// Takes the mesh that runs at the time of now for the one that runs.
    fn follow(&mut self) {
        let mesh = self.simulation.world().mesh();
        if !Arc::ptr_eq(mesh, &self.running.mesh) {
            self.running = Running::new(mesh.clone());
            self.pushed = self.simulation.world().pushed();
        }
    }

    /// Whether what runs is not what the texts as they stand say.
    fn is_stale(&self) -> bool {
        self.stale || !Arc::ptr_eq(&self.newest, &self.running.mesh)
    }

    /// Whether the run went no further when it was asked to last, and frames say so.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.simulation.now()
    }

    /// Simulated seconds of the time line; 0 where it has no end.
    #[must_use]
    pub fn duration(&self) -> f64 {
        self.header.duration
    }

    /// What the page shows at first: the first Scenario resource's `view`, else the defaults.
    #[must_use]
    pub fn view(&self) -> View {
        self.header.view.clone()
    }

    /// The seed of the run.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Sets what nodes stand for.
    pub fn set_graph_type(&mut self, graph_type: GraphType) {
        self.graph_type = graph_type;
    }

    /// Everything the page shows of this moment. Costs about as much as a layout: call it a few times a second.
    pub fn frame(&mut self) -> Frame {
        frame::frame(self)
    }

    /// Requests that became visible between two simulated times (seconds), each once, a caller before what it
    /// calls; edges are indices of the last frame's graph. Cheap enough for every drawing.
    pub fn dots(&mut self, from: f64, to: f64) -> Vec<Dot> {
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
    pub fn explain(&mut self, request: u64, work: &mut Work) -> Option<DecisionRecord> {
        send::explain(self, request, work)
    }

    /// Breaks or heals the pods of a node of the graph.
    pub fn inject(&mut self, node: &str, fault: Fault) {
        pods::inject(self, node, fault);
    }

    /// Digest of the run so far, 16 hex digits.
    #[must_use]
    pub fn digest(&self) -> String {
        self.simulation.digest().to_string()
    }
}

fn options(files: &[SourceFile], strict: bool) -> Options {
    Options { strict, files: u32::try_from(files.len()).unwrap_or(u32::MAX) }
}
