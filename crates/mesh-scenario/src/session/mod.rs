//! What a page or a program holds of a scenario: its texts, and the runs that are made of them.

mod apart;
mod assist;
mod checks;
mod export;
mod kept;
mod moved;
mod recorded;
#[cfg(test)]
mod tests;
mod twin;
mod view;

use std::sync::Arc;

use mesh_config::{Config, Diagnostic, Severity, SourceFile, Spec, TextEdit};
use mesh_control::{Mesh, Options};
use mesh_graph::{Folding, GraphOptions, GraphType, Stage};
use mesh_lint::Memo;
use mesh_ordered::OrderedSet;
use mesh_proxy::{Duration, Time};
use mesh_sim::{Stopped, Work};
use mesh_view::{Amended, Direction, FilePatch, Findings, Point, Stride};
use mesh_words::Words;

use crate::header::Header;
use crate::run::{Beside, Run};
use crate::texts::Texts;
use crate::{
    DecisionRecord, Dots, Fault, Frame, LineCompletions, Panel, RequestToSend, Scenario, SendError, Took, View,
};

/// Texts as they stand, and runs of them. The first run is the one that is shown, and the one that edits are pushed to.
#[derive(Debug)]
pub struct Session {
    /// As they stand; they may be broken, and then no run has them.
    texts: Arc<Texts>,
    /// What is known of single resources, for the next edit.
    memo: Memo,
    /// Whether nothing is implied.
    strict: bool,
    /// Whether what runs is older than the texts, since they are broken.
    stale: bool,
    /// The seed of texts that state none.
    seed: Option<u64>,
    /// The last configuration that was pushed, and of how many files.
    pushed: (Config, Options),
    /// What the texts say, while it is not pushed yet.
    taken: Option<Arc<Mesh>>,
    /// Never empty.
    runs: Vec<Run>,
    /// The Checks of the run that is shown, while somebody looks at them.
    checks: Option<checks::Checked>,
    /// Those of a text that is none of the files.
    judging: Option<checks::Judging>,
    /// What was opened.
    opened: (Arc<Mesh>, Arc<Texts>),
    /// The run that the shown one is compared with.
    twin: Option<twin::Twin>,
    /// Runs that were left, the oldest first.
    kept: Vec<kept::Kept>,
    /// The number of the run that is shown, and of the next one that is made.
    shown_id: u32,
    next_id: u32,
    /// What the texts of the run that is shown say otherwise than those of the run that it parted from.
    label: String,
    /// As far as the run was shown before somebody went back.
    left: Time,
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
        let Scenario { files, seed } = scenario;
        let config = mesh_config::parse(&files);
        let header = Header::of(&config);
        let mut memo = Memo::default();
        let options = options(&files, strict);
        let admitted = mesh_lint::admit_reusing(config.clone(), options, &mut memo);
        let drawn = header.seed.or(seed).unwrap_or(1);
        let texts = Arc::new(Texts { files, config: config.clone(), findings: admitted.findings, header });
        let opened = (Arc::new(admitted.mesh), texts.clone());
        let run = Run::new(opened.0.clone(), texts.clone(), drawn);
        Self {
            texts,
            memo,
            strict,
            stale: false,
            seed,
            pushed: (config, options),
            taken: None,
            runs: vec![run],
            checks: None,
            judging: None,
            opened,
            twin: None,
            kept: Vec::new(),
            shown_id: 0,
            next_id: 1,
            label: String::new(),
            left: Time::ZERO,
        }
    }

    /// The scenario as it stands, for saving and sharing.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        Scenario { files: self.texts.files.clone(), seed: self.seed }
    }

    /// The files as they stand.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.texts.files
    }

    /// Takes new texts. Where all of them can be read and a cluster would take them in, their configuration is
    /// pushed at the current simulated time; else the last good one goes on. Texts that say the same, such as other comments,
    /// push nothing. Gives the new findings.
    pub fn edit(&mut self, files: Vec<SourceFile>) -> Vec<Diagnostic> {
        self.take(files);
        self.push();
        self.texts.findings.clone()
    }

    /// Takes new texts and judges them, the first half of [`Self::edit`]: what is wrong can be said before anything is pushed.
    pub fn take(&mut self, files: Vec<SourceFile>) {
        let config = mesh_config::parse_reusing(&files, &self.texts.config);
        let written = config.resources.len();
        let options = options(&files, self.strict);
        let Some(run) = self.runs.first() else { return };
        self.memo.live(run.mesh().cluster());
        let admitted = mesh_lint::admit_reusing(config.clone(), options, &mut self.memo);
        let unreadable = config.diagnostics.iter().any(|finding| finding.severity == Severity::Error);
        let taken = admitted.mesh.config().resources.len() + admitted.mesh.replaced().len();
        self.stale = unreadable || taken - admitted.mesh.implied().len() < written;
        let header = if self.stale { self.texts.header.clone() } else { Header::of(&config) };
        self.heed_moved(&header);
        self.texts = Arc::new(Texts { files, config, findings: admitted.findings, header });
        self.taken = (!self.stale).then(|| Arc::new(admitted.mesh));
    }

    /// Pushes the configuration of the texts that were taken last, the second half of [`Self::edit`]; whether a new run has
    /// begun at 0, since they are of another mesh: one with fewer than half of the workloads that there were.
    pub fn push(&mut self) -> bool {
        let (Some(mesh), Some(run)) = (self.taken.take(), self.runs.first()) else { return false };
        let (texts, is_other) = (self.texts.clone(), is_other_mesh(run.mesh(), &mesh));
        if run.is_said_by(&texts) {
            self.shown().retell(mesh, texts);
        } else if !is_other {
            let is_kept = self.keep_if_left();
            self.shown().push(mesh, texts);
            if is_kept {
                self.name_runs();
            }
        }
        self.pushed = (self.texts.config.clone(), options(&self.texts.files, self.strict));
        if is_other {
            let seed = self.texts.header.seed.or(self.seed).unwrap_or(1);
            self.begin(self.texts.clone(), seed);
        }
        is_other
    }

    /// What changes of files would make of the texts as they stand.
    #[must_use]
    pub fn amended(&self, patches: &[FilePatch]) -> Vec<Amended> {
        mesh_config::amend(&self.texts.files, patches)
    }

    /// What [`Frame`]s say is wrong with the texts as they stand, and whether what runs is older than they are.
    #[must_use]
    pub fn findings(&self) -> Findings {
        Findings { diagnostics: mesh_lint::bounded(&self.texts.findings, mesh_lint::MOST_FINDINGS), stale: self.stale }
    }

    /// When what runs now was pushed.
    #[must_use]
    pub fn pushed(&self) -> Time {
        self.runs.first().map_or(Time::ZERO, Run::pushed)
    }

    /// What is wrong with the texts as they stand, and what was implied.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.texts.findings
    }

    /// A run by its number; the first is the one that is shown.
    #[must_use]
    pub fn run(&mut self, number: usize) -> Option<&mut Run> {
        self.runs.get_mut(number)
    }

    /// Forks the run that is shown, at the moment that it shows; the number of the new run.
    pub fn fork(&mut self) -> usize {
        let fork = self.shown().fork();
        self.runs.push(fork);
        self.runs.len() - 1
    }

    /// Lets go of all runs but the one that is shown.
    pub fn drop_forks(&mut self) {
        self.runs.truncate(1);
    }

    fn shown(&mut self) -> &mut Run {
        // The first is there from the start, and only later ones are dropped.
        #[allow(clippy::indexing_slicing, reason = "never empty")]
        &mut self.runs[0]
    }

    /// Runs the shown run on.
    ///
    /// # Errors
    /// As [`Run::advance`].
    pub fn advance(&mut self, by: Duration, work: &mut Work) -> Result<(), Stopped> {
        self.shown().advance(by, work)
    }

    /// Goes on, or back, by one request of Traffic or by one event; at most so far.
    ///
    /// # Errors
    /// As [`Run::advance`].
    pub fn step(
        &mut self,
        stride: Stride,
        direction: Direction,
        most: Duration,
        work: &mut Work,
    ) -> Result<(), Stopped> {
        let run = self.shown();
        match (stride, direction) {
            (Stride::Request, Direction::Forwards) => run.step_request(most, work),
            (Stride::Event, Direction::Forwards) => run.step_event(most, work),
            (Stride::Request, Direction::Backwards) => run.step_request_back(work),
            (Stride::Event, Direction::Backwards) => run.step_event_back(work),
        }
    }

    /// Begins anew at time 0 with another seed, or the same one, with the configuration that was pushed last. Addresses are
    /// those of a run that began with it.
    pub fn restart(&mut self, seed: u64) {
        self.seed = Some(seed);
        let texts = self.shown().newest_texts().unwrap_or_else(|| self.texts.clone());
        self.begin(texts, seed);
    }

    /// Begins a run at 0 of what was pushed last.
    fn begin(&mut self, texts: Arc<Texts>, seed: u64) {
        let (config, options) = self.pushed.clone();
        self.memo.begin_anew();
        let mesh = Arc::new(mesh_lint::admit_reusing(config, options, &mut self.memo).mesh);
        let (graph_type, stage) = (self.shown().graph_type(), self.shown().stage());
        let (shows_cluster, folding) = (self.shown().shows_cluster(), self.shown().folding().clone());
        let shown = self.shown().options().clone();
        let mut run = Run::new(mesh, texts, seed);
        run.set_graph_type(graph_type);
        run.set_options(shown);
        run.set_stage(stage);
        run.set_shows_cluster(shows_cluster);
        run.set_folding(folding);
        run.set_moved(self.shown().moved());
        self.runs = vec![run];
        (self.checks, self.judging) = (None, None);
        self.left = Time::ZERO;
    }

    /// The edit that writes a seed into the Scenario resource; `None` where it states none: then the seed
    /// travels beside the files.
    #[must_use]
    pub fn seed_edit(&self, seed: u64) -> Option<TextEdit> {
        let stated = self.texts.config.resources.iter().find_map(|resource| match &resource.spec {
            Spec::Scenario(scenario) => Some(scenario.seed.as_ref()),
            _ => None,
        });
        stated.flatten().map(|stated| TextEdit { span: stated.span, text: seed.to_string() })
    }

    /// Goes to another simulated time, back or forth. What is shown is the mesh of that time with its texts and findings.
    ///
    /// # Errors
    /// As [`Run::seek`].
    pub fn seek(&mut self, time: Time, work: &mut Work) -> Result<(), Stopped> {
        self.shown().seek(time, work)
    }

    /// Whether the run went no further when it was asked to last, and frames say so.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.runs.first().is_some_and(Run::is_stopped)
    }

    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.runs.first().map_or(Time::ZERO, Run::now)
    }

    /// Simulated seconds of the time line; 0 where it has no end.
    #[must_use]
    pub fn duration(&self) -> f64 {
        self.texts.header.duration
    }

    /// What the page shows at first: the first Scenario resource's `view`, else the defaults.
    #[must_use]
    pub fn view(&self) -> View {
        self.texts.header.view.clone()
    }

    /// The seed of the run.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.runs.first().map_or(1, Run::seed)
    }

    /// Sets what nodes stand for.
    pub fn set_graph_type(&mut self, graph_type: GraphType) {
        self.shown().set_graph_type(graph_type);
    }

    /// Sets what of the traffic frames show, and what is sought in it.
    pub fn set_graph_options(&mut self, options: GraphOptions) {
        self.shown().set_options(options);
    }

    /// Sets whether frames show the cluster.
    pub fn set_shows_cluster(&mut self, shows: bool) {
        self.shown().set_shows_cluster(shows);
    }

    /// Sets the size of the stage that the graph is laid out for.
    pub fn set_stage(&mut self, stage: Stage) {
        self.shown().set_stage(stage);
    }

    /// Sets how many pixels at the right of the stage something lies over.
    pub fn set_covered(&mut self, covered: f64) {
        self.shown().set_covered(covered);
    }

    /// Puts a node of the graph elsewhere, by so many pixels of the drawing.
    pub fn move_node(&mut self, id: &str, by: Point) {
        self.shown().move_node(id, by);
    }

    /// Puts all nodes back to where they are laid out.
    pub fn put_back(&mut self) {
        self.shown().set_moved(&[]);
    }

    /// Sets what of a large graph is folded.
    pub fn set_folding(&mut self, folding: Folding) {
        self.shown().set_folding(folding);
    }

    /// Everything the page shows of this moment. Costs about as much as a layout: call it a few times a second.
    pub fn frame(&mut self) -> Frame {
        let (texts, stale, tabs) = (self.texts.clone(), self.stale, self.tabs());
        let frame = self.runs.first_mut().map(|run| frame_of(run, &texts, stale)).unwrap_or_default();
        Frame { runs: tabs, ..frame }
    }

    /// The same of an earlier moment. It is asked of a fork, so the run and what is told of it next are as if nobody had asked.
    pub fn frame_at(&mut self, time: Time, work: &mut Work) -> Frame {
        if time >= self.now() {
            return self.frame();
        }
        let mut fork = self.shown().fork();
        // The frame says where it stopped.
        let _ = fork.seek(time, work);
        frame_of(&mut fork, &self.texts, self.stale)
    }

    /// What happened to requests between two simulated times, as [`Run::dots`].
    #[must_use]
    pub fn dots(&self, from: f64, to: f64) -> Dots {
        self.runs.first().map(|run| run.dots(from, to)).unwrap_or_default()
    }

    /// The side panel of a node or an edge of a frame.
    #[must_use]
    pub fn panel(&self, id: &str) -> Option<Panel> {
        self.runs.first()?.panel(id)
    }

    /// Sends one request now and tells what was decided about it, up to its answer or 60 simulated seconds.
    ///
    /// # Errors
    /// When the client does not exist or the URL cannot be read.
    pub fn send(&mut self, request: &RequestToSend, work: &mut Work) -> Result<DecisionRecord, SendError> {
        self.shown().send(request, work)
    }

    /// What was decided about a request that a dot or a log line stands for, as far as the work lets it be told.
    pub fn explain(&mut self, request: u64, work: &mut Work) -> Option<DecisionRecord> {
        self.shown().explain(request, work)
    }

    /// The latest requests that took the rule at a place of a file; `None` where no rule stands there.
    #[must_use]
    pub fn took(&self, file: u32, offset: u32) -> Option<Took> {
        self.runs.first()?.took(file, offset)
    }

    /// Goes to a request by its name, at a moment or else where it is answered, and tells what was decided about it.
    ///
    /// # Errors
    /// There is no such request within the run, or the work is used up before it is sent.
    pub fn find(&mut self, name: &str, at: Option<Time>, work: &mut Work) -> Result<DecisionRecord, Words> {
        let duration = self.duration();
        self.shown().find(name, at, duration, work)
    }

    /// Breaks or heals the pods of a node of the graph.
    pub fn inject(&mut self, node: &str, fault: Fault) {
        self.shown().inject(node, fault);
    }

    /// Lets nothing pass on an edge of the graph any more, or lets requests pass again.
    pub fn cut(&mut self, edge: &str, is_cut: bool) {
        self.shown().cut(edge, is_cut);
    }

    /// What a line of the terminal could go on with where its cursor stands (in bytes).
    #[must_use]
    pub fn line_completions(&self, line: &str, cursor: usize) -> LineCompletions {
        self.runs.first().map(|run| run.line_completions(line, cursor)).unwrap_or_default()
    }

    /// Types a command line into the run's terminal.
    pub fn type_line(&mut self, line: &str) {
        self.shown().type_line(line);
    }

    /// Ends what the terminal is running, as Ctrl-C does.
    pub fn interrupt(&mut self) {
        self.shown().interrupt();
    }

    /// Digest of the run so far, 16 hex digits.
    #[must_use]
    pub fn digest(&self) -> String {
        self.runs.first().map(Run::digest).unwrap_or_default()
    }
}

fn options(files: &[SourceFile], strict: bool) -> Options {
    Options { strict, files: u32::try_from(files.len()).unwrap_or(u32::MAX) }
}

/// Whether fewer than half of a mesh's workloads are left in another one.
fn is_other_mesh(before: &Mesh, now: &Mesh) -> bool {
    fn names(mesh: &Mesh) -> OrderedSet<(&str, &str)> {
        let workloads = mesh.cluster().workloads.iter();
        workloads.map(|workload| (workload.namespace.as_str(), workload.name.as_str())).collect()
    }
    let (before, now) = (names(before), names(now));
    2 * before.iter().filter(|name| now.contains(*name)).count() < before.len()
}

/// A frame of a run, with its own texts where newer ones were pushed since.
fn frame_of(run: &mut Run, texts: &Arc<Texts>, stale: bool) -> Frame {
    let past = run.is_past();
    let texts = run.texts().filter(|_| past).unwrap_or(texts).clone();
    let beside = Beside { texts: &texts, findings: &texts.findings, stale: stale && !past, past };
    run.frame(&beside)
}
