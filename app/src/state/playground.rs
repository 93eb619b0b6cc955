//! The running session, and the signals that the page reads of it.

use std::time::Duration;

use leptos::prelude::*;
use mesh_scenario::{
    DecisionRecord, Dot, Fault, Ghost, GraphType, RequestToSend, Scenario, Session, SourceFile, Span, TextEdit, Time,
    Work, ide,
};

use super::{budget, edits};
use crate::shown::Shown;

/// What a toast can take back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Undo {
    /// Opens the scenario that was open before.
    Open(Scenario),
}

/// A message that passes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toast {
    pub(crate) message: String,
    pub(crate) undo: Option<Undo>,
}

/// The session and its signals; a handle that is copied.
#[derive(Clone, Copy)]
pub(crate) struct Playground {
    pub(crate) session: StoredValue<Session>,
    /// The moment that is shown, refreshed some times a second.
    pub(crate) shown: RwSignal<Shown>,
    /// The texts as they stand in the editor; the session gets them a moment later.
    pub(crate) files: RwSignal<Vec<SourceFile>>,
    /// Counts up when files were changed by anything but typing, so that the editor takes them over.
    pub(crate) replaced: RwSignal<u32>,
    /// Counts up when the session took new texts.
    pub(crate) pushed: RwSignal<u32>,
    /// Index of the file that is open.
    pub(crate) open_file: RwSignal<usize>,
    /// Id of the selected node or edge.
    pub(crate) selected: RwSignal<Option<String>>,
    /// The request whose decisions are shown.
    pub(crate) decision: RwSignal<Option<DecisionRecord>>,
    /// Why the last request could not be sent.
    pub(crate) send_error: RwSignal<Option<String>>,
    /// Text that is lit.
    pub(crate) lit: RwSignal<Vec<Span>>,
    /// A place that the editor is asked to show.
    pub(crate) reveal: RwSignal<Option<Span>>,
    pub(crate) playing: RwSignal<bool>,
    /// Simulated seconds per second.
    pub(crate) speed: RwSignal<f64>,
    pub(crate) toast: RwSignal<Option<Toast>>,
    /// Whether the texts differ from what was opened.
    pub(crate) changed: RwSignal<bool>,
    /// Counts up when the run jumped: dots on their way are then void.
    pub(crate) jumped: RwSignal<u32>,
}

impl Playground {
    /// Opens a scenario at the moment that its view names, or as near to it as there is work for. The server and the
    /// browser begin with the same work: their first frames are one.
    pub(crate) fn new(scenario: Scenario, work: &mut Work) -> Self {
        let files = scenario.files.clone();
        let mut session = Session::open(scenario);
        let view = session.view();
        // The frame says where it stopped.
        let _ = session.seek(time(view.at), work);
        session.set_graph_type(view.graph);
        let frame = session.frame();
        // Where it could not go as far as asked, it waits to be told to go on.
        let playing = frame.stopped.is_none();
        let panel = None;
        Self {
            session: StoredValue::new(session),
            shown: RwSignal::new(Shown::new(frame, panel)),
            files: RwSignal::new(files),
            replaced: RwSignal::new(0),
            pushed: RwSignal::new(0),
            open_file: RwSignal::new(0),
            selected: RwSignal::new(None),
            decision: RwSignal::new(None),
            send_error: RwSignal::new(None),
            lit: RwSignal::new(Vec::new()),
            reveal: RwSignal::new(None),
            playing: RwSignal::new(playing),
            speed: RwSignal::new(1.0),
            toast: RwSignal::new(None),
            changed: RwSignal::new(false),
            jumped: RwSignal::new(0),
        }
    }

    /// Opens another scenario in place of this one; its view decides where it begins.
    pub(crate) fn open(self, scenario: Scenario) {
        let files = scenario.files.clone();
        let mut session = Session::open(scenario);
        // Where it could not go as far as asked, the frame says so, and it waits to be told to go on.
        let sought = session.seek(time(session.view().at), &mut budget::of_a_jump());
        self.playing.set(sought.is_ok());
        session.set_graph_type(session.view().graph);
        self.session.set_value(session);
        self.selected.set(None);
        self.decision.set(None);
        self.lit.set(Vec::new());
        self.open_file.set(0);
        self.files.set(files);
        self.changed.set(false);
        self.replaced.update(|count| *count += 1);
        self.pushed.update(|count| *count += 1);
        self.jump();
    }

    /// Files and seed as they stand.
    pub(crate) fn scenario(self) -> Scenario {
        let mut scenario = self.session.with_value(|session| session.scenario().clone());
        scenario.files = self.files.get_untracked();
        scenario
    }

    /// Digest of the scenario's run from 0 to the moment that its view names, as links carry it.
    pub(crate) fn view_digest(self) -> String {
        let mut session = Session::open(self.scenario());
        // Where it stops, it stops at the same event everywhere: the digest says as much.
        let _ = session.seek(time(session.view().at), &mut budget::of_a_jump());
        session.digest()
    }

    /// Makes a new frame and hands it to the page.
    pub(crate) fn refresh(self) {
        let selected = self.selected.get_untracked();
        let shown = self.session.try_update_value(|session| {
            let frame = session.frame();
            let panel = selected.as_deref().and_then(|id| session.panel(id));
            Shown::new(frame, panel)
        });
        if let Some(shown) = shown {
            self.shown.set(shown);
        }
    }

    fn jump(self) {
        self.jumped.update(|count| *count += 1);
        self.refresh();
    }

    /// Runs the simulation on by simulated seconds, up to the end of the time line.
    pub(crate) fn advance(self, seconds: f64) {
        let end = self.shown.with_untracked(|shown| shown.frame.duration);
        self.session.update_value(|session| {
            let left = if end > 0.0 { (end - session.now().seconds()).max(0.0) } else { seconds };
            let by = Duration::from_secs_f64(seconds.clamp(0.0, 3600.0).min(left));
            // A drawing that comes short of its time is made up for by none: the run goes slower than asked.
            let _ = session.advance(by, &mut budget::of_a_drawing());
        });
        self.pause_if(self.session.with_value(Session::is_stopped));
    }

    /// A run that went no further waits to be told to go on: its notice stays until then.
    fn pause_if(self, stopped: bool) {
        if stopped && self.playing.get_untracked() {
            self.playing.set(false);
            self.refresh();
        }
    }

    /// Simulated seconds since the start.
    pub(crate) fn now(self) -> f64 {
        self.session.with_value(|session| session.now().seconds())
    }

    /// Requests on edges between two simulated times.
    pub(crate) fn dots(self, from: f64, to: f64) -> Vec<Dot> {
        self.session.try_update_value(|session| session.dots(from, to)).unwrap_or_default()
    }

    /// Goes to another simulated time.
    pub(crate) fn seek(self, seconds: f64) {
        let sought = self.session.try_update_value(|session| session.seek(time(seconds), &mut budget::of_a_jump()));
        self.pause_if(sought.is_some_and(|sought| sought.is_err()));
        self.jump();
    }

    /// Runs on by a little and stays there.
    pub(crate) fn step(self) {
        self.playing.set(false);
        self.advance(0.1);
        self.refresh();
    }

    /// Begins anew at 0; another seed is written where the scenario states one.
    pub(crate) fn restart(self, seed: u64) {
        let other =
            self.session.with_value(|session| if session.seed() == seed { None } else { session.seed_edit(seed) });
        if let Some(edit) = other {
            self.change(|files| edits::apply(files, &[edit]));
        }
        self.session.update_value(|session| session.restart(seed));
        self.decision.set(None);
        self.lit.set(Vec::new());
        self.jump();
    }

    /// Selects a node or an edge, or nothing.
    pub(crate) fn select(self, id: Option<String>) {
        self.selected.set(id);
        self.refresh();
    }

    /// Sets what the graph's nodes stand for.
    pub(crate) fn set_graph_type(self, graph_type: GraphType) {
        self.session.update_value(|session| session.set_graph_type(graph_type));
        self.selected.set(None);
        self.jump();
    }

    /// Gives the session the texts as they stand; its configuration is pushed at the present simulated time.
    pub(crate) fn push(self) {
        let files = self.files.get_untracked();
        self.session.update_value(|session| {
            session.edit(files);
        });
        self.pushed.update(|count| *count += 1);
        self.refresh();
    }

    /// The texts as they stand, of which the session now knows too.
    pub(crate) fn synchronized(self) -> Vec<SourceFile> {
        let files = self.files.get_untracked();
        if self.session.with_value(|session| session.scenario().files != files) {
            self.push();
        }
        files
    }

    /// Index of the file of a name.
    pub(crate) fn file_named(self, name: &str) -> Option<usize> {
        self.files.with_untracked(|files| files.iter().position(|file| file.name == name))
    }

    /// The text of a file as it stands in the editor.
    pub(crate) fn text_named(self, name: &str) -> Option<String> {
        self.files.with_untracked(|files| Some(files.iter().find(|file| file.name == name)?.text.clone()))
    }

    /// What Istio or Envoy fill in unseen where a file says nothing.
    pub(crate) fn defaults(self, file: usize) -> Vec<ide::Ghost> {
        self.session.with_value(|session| session.defaults(file as u32))
    }

    /// Writes out one of the open file's defaults.
    pub(crate) fn write_default(self, ghost: usize) {
        let ghosts = self.defaults(self.open_file.get_untracked());
        if let Some(ghost) = ghosts.into_iter().nth(ghost) {
            self.apply(&[ghost.edit]);
        }
    }

    /// Changes texts.
    pub(crate) fn apply(self, edits: &[TextEdit]) {
        self.change(|files| edits::apply(files, edits));
    }

    /// What was typed into a file; the caller pushes it when typing pauses.
    pub(crate) fn typed(self, file: usize, text: String) {
        self.changed.set(true);
        self.files.update(|files| {
            if let Some(file) = files.get_mut(file) {
                file.text = text;
            }
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<SourceFile>)) {
        self.files.update(change);
        self.changed.set(true);
        self.replaced.update(|count| *count += 1);
        self.push();
    }

    /// Applies a fix of a finding.
    pub(crate) fn fix(self, finding: usize, fix: usize) {
        let edits = self.shown.with_untracked(|shown| {
            let finding = shown.frame.diagnostics.get(finding)?;
            Some(finding.fixes.get(fix)?.edits.clone())
        });
        if let Some(edits) = edits {
            self.apply(&edits);
        }
    }

    /// Lays the open file out anew, comments kept; a text that cannot be read stays as it is.
    pub(crate) fn format(self) {
        let open = self.open_file.get_untracked();
        let text = self.files.with_untracked(|files| files.get(open).map(|file| file.text.clone())).unwrap_or_default();
        if let Ok(formatted) = ide::format(&text)
            && formatted != text
        {
            self.change(|files| {
                if let Some(file) = files.get_mut(open) {
                    file.text = formatted;
                }
            });
        }
    }

    /// Writes an implied part out.
    pub(crate) fn write_out(self, ghost: &Ghost) {
        let mut written = None;
        self.change(|files| written = edits::write_out(files, ghost));
        if let Some(file) = written {
            self.open_file.set(file);
        }
    }

    /// Adds an empty file and opens it.
    pub(crate) fn add_file(self) {
        self.change(|files| files.push(SourceFile { name: edits::free_name(files), text: String::new() }));
        self.open_file.set(self.files.with_untracked(Vec::len).saturating_sub(1));
    }

    /// Adds files to those that are there; one of the same name takes a free one.
    pub(crate) fn add_files(self, added: Vec<SourceFile>) {
        let first = self.files.with_untracked(Vec::len);
        self.change(|files| edits::add(files, added));
        self.open_file.set(first);
    }

    /// Removes a file.
    pub(crate) fn remove_file(self, file: usize) {
        self.open_file.set(0);
        self.change(|files| {
            if file < files.len() && files.len() > 1 {
                files.remove(file);
            }
        });
    }

    /// Sends one request and shows what was decided.
    pub(crate) fn send(self, request: &RequestToSend) {
        match self.session.try_update_value(|session| session.send(request, &mut budget::of_a_jump())) {
            Some(Ok(record)) => {
                self.send_error.set(None);
                self.show_decision(Some(record));
            }
            Some(Err(error)) => self.send_error.set(Some(error.message.to_string())),
            None => {}
        }
    }

    /// Shows what was decided about a request of the run.
    pub(crate) fn explain(self, request: u64) {
        let record =
            self.session.try_update_value(|session| session.explain(request, &mut budget::of_a_jump())).flatten();
        if record.is_some() {
            self.show_decision(record);
        }
    }

    /// Shows a decision with its text lit, or puts it away.
    pub(crate) fn show_decision(self, record: Option<DecisionRecord>) {
        let spans = record.iter().flat_map(|record| &record.steps).flat_map(|step| step.spans.iter().copied());
        self.lit.set(spans.collect());
        self.decision.set(record);
    }

    /// Opens the file of a span and shows it in the editor.
    pub(crate) fn show_span(self, span: Span) {
        if self.files.with_untracked(|files| (span.file as usize) < files.len()) {
            self.open_file.set(span.file as usize);
            self.reveal.set(Some(span));
        }
    }

    /// Breaks or heals a node's pods.
    pub(crate) fn inject(self, node: &str, fault: Fault) {
        self.session.update_value(|session| session.inject(node, fault));
        self.refresh();
    }

    /// Shows a message that passes.
    pub(crate) fn say(self, message: impl Into<String>, undo: Option<Undo>) {
        self.toast.set(Some(Toast { message: message.into(), undo }));
    }
}

fn time(seconds: f64) -> Time {
    Time((seconds.clamp(0.0, 1e9) * 1e9) as u64)
}
