//! What the page holds, and the signals that show it.

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{
    Against, Ask, CallEvent, Choices, Comparison, DecisionRecord, Display, Drift, Findings, Folding, Frame, Ghost,
    GraphOptions, LitLine, Localized, Opening, Scenario, SourceFile, Span, Stage, Tell, TextEdit, Took, UnseenDefault,
    apply_edits,
};

use super::ahead::Ahead;
use super::awaited::Awaited;
use super::{Bullet, EngineState, Judging, edits, opened};
use crate::browser::{editor, storage};
use crate::shown::{Shown, Versions};
use crate::text::Text;

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

/// The texts, the moment that is shown, and what the reader does with them; a handle that is copied. The run itself is the
/// engine's: `state/engine.rs` asks it.
#[derive(Clone, Copy)]
pub(crate) struct Playground {
    /// The moment that is shown, refreshed some times a second.
    pub(crate) shown: RwSignal<Shown>,
    /// What is wrong with the texts: said before the moment that shows what they do.
    pub(crate) findings: RwSignal<Findings>,
    /// The texts as they stand in the editor; the engine gets them a moment later.
    pub(crate) files: RwSignal<Vec<SourceFile>>,
    /// Counts up when files were changed by anything but typing, so that the editor takes them over.
    pub(crate) replaced: RwSignal<u32>,
    /// Counts up when the engine took new texts.
    pub(crate) pushed: RwSignal<u32>,
    /// Counts up when another scenario is opened.
    pub(crate) opened: RwSignal<u32>,
    /// Index of the file that is open.
    pub(crate) open_file: RwSignal<usize>,
    /// The size of the stage, once it is known.
    pub(crate) stage: RwSignal<Option<Stage>>,
    /// Pixels at its right that the details lie over.
    pub(crate) covered: RwSignal<f64>,
    /// What of the traffic is shown, and what is sought in it.
    pub(crate) options: RwSignal<GraphOptions>,
    /// What edges say and what is drawn of nodes.
    pub(crate) display: RwSignal<Display>,
    /// What the texts said last of what is displayed.
    pub(super) said_choices: StoredValue<Option<Choices>>,
    /// Id of the selected node or edge.
    pub(crate) selected: RwSignal<Option<String>>,
    /// What a scenario was opened at: its details wait until somebody asks for them.
    pub(crate) selected_at_first: StoredValue<Option<String>>,
    /// The request whose decisions are shown.
    pub(crate) decision: RwSignal<Option<DecisionRecord>>,
    /// Why the last request could not be sent.
    pub(crate) send_error: RwSignal<Option<String>>,
    /// Text that is lit.
    pub(crate) lit: RwSignal<Vec<LitLine>>,
    /// The requests of a rule, while they are listed.
    pub(crate) took: RwSignal<Option<Took>>,
    /// The request of bullet time, while it is on.
    pub(crate) bullet: RwSignal<Option<Bullet>>,
    /// Simulated seconds that are shown, drawing by drawing; in bullet time alone.
    pub(crate) shown_second: RwSignal<f64>,
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
    /// The part of the open file that is seen, and some beside it, in UTF-16 units.
    pub(crate) seen: RwSignal<(u32, u32)>,
    /// What Istio or Envoy fill in unseen where that part of the open file says nothing.
    pub(crate) unseen: RwSignal<Vec<UnseenDefault>>,
    /// What of a large graph the reader opened and folded.
    pub(crate) folding: RwSignal<Folding>,
    /// Whether the cluster is looked at.
    pub(crate) shows_cluster: RwSignal<bool>,
    /// Lines that were typed into the terminal, the oldest first.
    pub(crate) typed_lines: RwSignal<Vec<String>>,
    /// Name and title of each scenario that comes with the playground.
    pub(crate) presets: StoredValue<Vec<(String, Localized)>>,
    /// Requests behind the first moment, which the document moves by itself.
    #[cfg(feature = "ssr")]
    pub(crate) first_dots: StoredValue<mesh_view::Dots>,
    /// Whether there is an engine that answers.
    pub(crate) engine: RwSignal<EngineState>,
    /// While a moment before the last edit is shown, with the texts as they were: the newest texts, and the second that was shown
    /// with them.
    pub(crate) newest: RwSignal<Option<(Vec<SourceFile>, f64)>>,
    /// What differs from another run, while that is looked at.
    pub(crate) comparison: RwSignal<Option<Comparison>>,
    /// What the run is compared with.
    pub(crate) against: RwSignal<Against>,
    /// Whether the other run is shown in the place of the run.
    pub(crate) twin: RwSignal<bool>,
    /// What the engine has run ahead.
    pub(super) ahead: StoredValue<Ahead>,
    pub(super) awaited: StoredValue<Awaited>,
    /// The seed of texts that state none.
    pub(super) seed: StoredValue<Option<u64>>,
    /// Whether something was typed that the engine does not know yet.
    pub(super) unsent: StoredValue<bool>,
    /// Counts up with each time that the engine is given texts.
    pub(super) sent: StoredValue<u32>,
    pub(super) judging: StoredValue<Judging>,
    /// The time that the reader wants to go to, while the engine is on its way to another one.
    pub(super) sought: StoredValue<Option<f64>>,
    /// The revision of the last change that led to another moment: it counts more than one that was sought before.
    pub(super) led_elsewhere: StoredValue<u32>,
}

impl Playground {
    /// Begins with what was handed over.
    pub(crate) fn new(opening: Opening) -> Self {
        let Opening { scenario, moment, presets } = opening;
        // Where it could not go as far as asked, it waits to be told to go on.
        let playing = moment.frame.stopped.is_none();
        let said = moment.frame.display.clone();
        let Choices { display, namespace_boxes, options } = said.clone().unwrap_or_default();
        Self {
            ahead: StoredValue::new(Ahead::at(moment.frame.time)),
            awaited: StoredValue::default(),
            findings: RwSignal::new(findings(&moment.frame)),
            seen: RwSignal::new((0, u32::MAX)),
            selected: RwSignal::new(opened::selected(&moment.frame)),
            selected_at_first: StoredValue::new(opened::selected(&moment.frame)),
            speed: RwSignal::new(opened::speed(&moment.frame)),
            shown: RwSignal::new(Shown::new(moment.frame, moment.panel)),
            files: RwSignal::new(scenario.files),
            seed: StoredValue::new(scenario.seed),
            presets: StoredValue::new(presets),
            #[cfg(feature = "ssr")]
            first_dots: StoredValue::new(moment.dots),
            engine: RwSignal::new(EngineState::Starting),
            newest: RwSignal::new(None),
            unseen: RwSignal::new(Vec::new()),
            folding: RwSignal::new(Folding { namespace_boxes, ..Folding::default() }),
            comparison: RwSignal::new(None),
            against: RwSignal::new(Against::default()),
            twin: RwSignal::new(false),
            shows_cluster: RwSignal::new(false),
            typed_lines: RwSignal::new(Vec::new()),
            unsent: StoredValue::new(false),
            sent: StoredValue::new(0),
            judging: StoredValue::new(Judging::Nothing),
            sought: StoredValue::new(None),
            led_elsewhere: StoredValue::new(0),
            replaced: RwSignal::new(0),
            pushed: RwSignal::new(0),
            opened: RwSignal::new(0),
            open_file: RwSignal::new(0),
            stage: RwSignal::new(None),
            covered: RwSignal::new(0.0),
            options: RwSignal::new(options),
            display: RwSignal::new(display),
            said_choices: StoredValue::new(said),
            decision: RwSignal::new(None),
            send_error: RwSignal::new(None),
            lit: RwSignal::new(Vec::new()),
            took: RwSignal::new(None),
            bullet: RwSignal::new(None),
            shown_second: RwSignal::new(0.0),
            reveal: RwSignal::new(None),
            playing: RwSignal::new(playing),
            toast: RwSignal::new(None),
            changed: RwSignal::new(false),
            jumped: RwSignal::new(0),
        }
    }

    /// Files and seed as they stand; while texts of an earlier time are shown the newest.
    pub(crate) fn scenario(self) -> Scenario {
        editor::flush();
        let newest = self.newest.get_untracked().map(|(files, _)| files);
        Scenario { files: newest.unwrap_or_else(|| self.files.get_untracked()), seed: self.seed.get_value() }
    }

    /// The name of the scenario that comes with the playground whose files these are, unchanged.
    pub(crate) fn preset(self) -> Option<String> {
        let is_changed = self.changed.get();
        self.shown.with(|shown| shown.frame.preset.clone().filter(|_| !is_changed))
    }

    /// Whether the files are those of one of them.
    pub(crate) fn is_preset(self) -> bool {
        untrack(|| self.preset().is_some())
    }

    /// Goes on to a moment through those before it.
    pub(super) fn show(self, moments: Vec<mesh_view::Update>) {
        if moments.is_empty() {
            return;
        }
        let before = self.shown.with_untracked(|shown| shown.frame.time);
        let take = |shown: &mut Shown| moments.into_iter().all(|moment| shown.take(moment));
        if self.shown.try_update(take) == Some(false) {
            // Never seen: moments come in order. The next one is then told whole.
            self.is_told_anew();
            return;
        }
        let (past, found, has_stopped) = self.shown.with_untracked(|shown| {
            let is_said = self.findings.with_untracked(|said| is_said(said, &shown.frame));
            let found = (!is_said).then(|| findings(&shown.frame));
            (shown.frame.past.clone(), found, shown.frame.stopped.is_some())
        });
        self.show_texts(past, before);
        self.heed_choices();
        if let Some(found) = found {
            self.findings.set(found);
        }
        // A run that went no further waits to be told to go on: its notice stays until then.
        if has_stopped && self.playing.get_untracked() {
            self.playing.set(false);
        }
    }

    /// The engine is another one, or does not know what is shown.
    pub(super) fn is_told_anew(self) {
        self.shown.update_untracked(Shown::is_told_anew);
        self.ahead.update_value(|ahead| {
            ahead.change();
        });
    }

    /// A long part of what is shown: taken anew only when it is another one.
    pub(crate) fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        version: impl Fn(&Versions) -> u32 + Send + Sync + 'static,
        part: impl Fn(&Shown) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let version = self.version(version);
        Memo::new(move |_| {
            version.get();
            self.shown.with_untracked(&part)
        })
    }

    /// Counts up when a part of what is shown is another one. To be read, not tracked alone: nothing moves a memo that nobody reads.
    pub(crate) fn version(self, version: impl Fn(&Versions) -> u32 + Send + Sync + 'static) -> Memo<u32> {
        Memo::new(move |_| self.shown.with(|shown| version(&shown.versions)))
    }

    /// Shows the texts of the moment: those of an earlier time, or again the newest.
    fn show_texts(self, past: Option<Vec<SourceFile>>, before: f64) {
        let files = match (past, self.newest.get_untracked()) {
            (Some(past), None) => {
                self.newest.set(Some((self.files.get_untracked(), before)));
                past
            }
            (Some(past), Some(_)) => past,
            (None, Some((newest, _))) => {
                self.newest.set(None);
                newest
            }
            (None, None) => return,
        };
        if self.files.with_untracked(|shown| *shown != files) {
            self.open_file.update(|open| *open = (*open).min(files.len().saturating_sub(1)));
            self.files.set(files);
            self.replaced.update(|count| *count += 1);
        }
    }

    /// Whoever changes texts of an earlier time goes on from there: the newest are put away, not lost.
    fn go_on_from_here(self) {
        if let Some((files, _)) = self.newest.try_update(Option::take).flatten() {
            let newest = Scenario { files, seed: self.seed.get_value() };
            // Called by the editor, too, which knows no context.
            let text = use_context::<&'static Text>().unwrap_or_else(crate::text::spoken);
            let title = self.shown.with_untracked(|shown| shown.frame.title.get(text.tag).to_owned());
            storage::put_away(&title, &newest);
            self.say(text.past_changed, None);
        }
    }

    /// Moves what is shown on by simulated seconds, as far as the engine has run.
    pub(crate) fn advance(self, seconds: f64) {
        self.show(self.ahead.try_update_value(|ahead| ahead.advance(seconds)).unwrap_or_default());
    }

    /// Moves what is shown on to where the document has come to by itself in so many seconds, once the engine has run as far.
    pub(crate) fn catch_up(self, seconds: f64) {
        let by = self.ahead.try_update_value(|ahead| ahead.catch_up(seconds)).flatten();
        by.into_iter().for_each(|by| self.advance(by));
    }

    /// Whether the document's own requests are still the ones that move.
    pub(crate) fn is_behind(self) -> bool {
        self.ahead.with_value(Ahead::is_behind)
    }

    /// The run jumped, or stands still: what the document moves by itself is over.
    pub(crate) fn leave_document(self) {
        self.ahead.update_value(Ahead::leave);
    }

    /// Simulated seconds since the start.
    pub(crate) fn now(self) -> f64 {
        self.ahead.with_value(Ahead::now)
    }

    /// What happened to requests up to what is shown, each step once.
    pub(crate) fn take_events(self) -> impl Iterator<Item = CallEvent> {
        self.ahead.try_update_value(Ahead::take_events).into_iter().flatten()
    }

    /// Index of the file of a name.
    pub(crate) fn file_named(self, name: &str) -> Option<usize> {
        self.files.with_untracked(|files| files.iter().position(|file| file.name == name))
    }

    /// The text of a file as it stands in the editor.
    pub(crate) fn text_named(self, name: &str) -> Option<String> {
        self.files.with_untracked(|files| Some(files.iter().find(|file| file.name == name)?.text.clone()))
    }

    /// Writes out one of the open file's defaults, or what lives in the place of one of its fields; `shows` defaults or only those.
    pub(crate) fn write_ghost(self, ghost: usize, shows: bool) {
        let defaults = if shows { self.unseen.with_untracked(Vec::len) } else { 0 };
        let edit = match ghost.checked_sub(defaults) {
            None => self.unseen.with_untracked(|unseen| Some(unseen.get(ghost)?.edit.clone())),
            Some(at) => {
                let drift = self.shown.with_untracked(|shown| shown.frame.drift.clone());
                self.drift_of(self.open_file.get_untracked(), &drift).get(at).map(|drift| drift.edit.clone())
            }
        };
        if let Some(edit) = edit {
            self.apply(&[edit]);
        }
    }

    /// Those fields of a file that live otherwise than it says.
    pub(crate) fn drift_of(self, file: usize, drift: &[Drift]) -> Vec<Drift> {
        self.files.with_untracked(|files| {
            let is_there = |drift: &&Drift| {
                let Span { file: own, start, end } = drift.edit.span;
                let text = files.get(file).filter(|_| own as usize == file);
                text.and_then(|file| file.text.get(start as usize..end as usize)) == Some(&drift.written)
            };
            drift.iter().filter(is_there).cloned().collect()
        })
    }

    /// Changes texts.
    pub(crate) fn apply(self, edits: &[TextEdit]) {
        self.change(|files| apply_edits(files, edits));
    }

    /// Something is typed; the caller pushes it when typing pauses.
    pub(crate) fn typing(self) {
        self.go_on_from_here();
        self.changed.set(true);
        self.unsent.set_value(true);
    }

    /// What was typed into a file.
    pub(crate) fn typed(self, file: usize, text: String) {
        self.files.update(|files| {
            if let Some(file) = files.get_mut(file) {
                file.text = text;
            }
        });
    }

    /// Changes texts, and has them run.
    pub(crate) fn change(self, change: impl FnOnce(&mut Vec<SourceFile>)) {
        editor::flush();
        self.go_on_from_here();
        self.files.update(change);
        self.changed.set(true);
        self.replaced.update(|count| *count += 1);
        self.push();
    }

    /// Applies a fix of a finding.
    pub(crate) fn fix(self, finding: usize, fix: usize) {
        let edits = self.findings.with_untracked(|found| {
            let finding = found.diagnostics.get(finding)?;
            Some(finding.fixes.get(fix)?.edits.clone())
        });
        if let Some(edits) = edits {
            self.apply(&edits);
        }
    }

    /// Lays the open file out anew, comments kept; a text that cannot be read stays as it is.
    pub(crate) fn format(self, then: impl FnOnce() + 'static) {
        editor::flush();
        let open = self.open_file.get_untracked();
        let text = self.files.with_untracked(|files| files.get(open).map(|file| file.text.clone())).unwrap_or_default();
        spawn_local(async move {
            let formatted = match self.ask(Ask::Format(text.clone())).await {
                Some(Tell::Text(formatted)) => formatted,
                _ => None,
            };
            let is_still = |files: &Vec<SourceFile>| files.get(open).is_some_and(|file| file.text == text);
            // What was typed meanwhile is kept.
            if let Some(formatted) =
                formatted.filter(|formatted| *formatted != text && self.files.with_untracked(is_still))
            {
                self.change(|files| {
                    if let Some(file) = files.get_mut(open) {
                        file.text = formatted;
                    }
                });
                then();
            }
        });
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

    /// Shows a decision with its text lit, or puts it away.
    pub(crate) fn show_decision(self, record: Option<DecisionRecord>) {
        self.leave_bullet(false);
        let lit: Vec<LitLine> = record.iter().flat_map(|record| record.lit.iter().cloned()).collect();
        let (seen, open) = (self.seen.get_untracked(), self.open_file.get_untracked());
        let unseen = self.files.with_untracked(|files| crate::editor::unseen_line(&lit, files, open, seen));
        // Another file has to be there before its lines are lit.
        if let Some(span) = unseen {
            self.show_span(span);
        }
        self.lit.set(lit);
        self.decision.set(record);
    }

    /// Opens the file of a span and shows it in the editor.
    pub(crate) fn show_span(self, span: Span) {
        if self.files.with_untracked(|files| (span.file as usize) < files.len()) {
            self.open_file.set(span.file as usize);
            self.reveal.set(Some(span));
        }
    }

    /// Shows a message that passes.
    pub(crate) fn say(self, message: impl Into<String>, undo: Option<Undo>) {
        self.toast.set(Some(Toast { message: message.into(), undo }));
    }
}

/// What a frame says is wrong with the texts.
fn findings(frame: &Frame) -> Findings {
    Findings { diagnostics: frame.diagnostics.clone(), stale: frame.stale }
}

fn is_said(said: &Findings, frame: &Frame) -> bool {
    said.stale == frame.stale && said.diagnostics == frame.diagnostics
}
