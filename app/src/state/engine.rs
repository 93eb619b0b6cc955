//! What the page asks of the engine.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{
    Ask, Direction, Fault, Folding, GraphOptions, GraphType, Look, Point, Question, RequestToSend, Scenario,
    SourceFile, Span, Stage, Stride, Tell, UnseenDefault,
};

use super::Playground;
use super::ahead::Ahead;
use super::awaited::{Awaited, Wanted};
use crate::browser::{editor, engine};
use crate::offsets::Offsets;
use crate::shown::Shown;
use crate::text::Text;

/// A stage that has had its size for so long is not being resized.
const STAYS: Duration = Duration::from_millis(120);
/// Who has not typed for so long has paused.
const PAUSE: Duration = Duration::from_millis(180);
/// Simulated seconds of a step.
const STEP: f64 = 0.1;

/// Whether there is an engine that answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum EngineState {
    /// It is loaded, or has something large to open.
    #[default]
    Starting,
    /// It answers.
    Running,
    /// It has failed, and why. The texts are the page's: nothing of them is lost.
    Failed(String),
}

/// What the engine judges that was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Judging {
    #[default]
    Nothing,
    Texts,
    /// Typing has paused again meanwhile.
    OldTexts,
}

impl Playground {
    /// Starts an engine, in the place of one that may have failed.
    pub(crate) fn start_engine(self) {
        self.engine.set(EngineState::Starting);
        self.awaited.set_value(Awaited::default());
        self.is_told_anew();
        let place = engine::start(move |why| self.engine.set(EngineState::Failed(why)));
        if let (Some(place), Some(root)) = (place, document().document_element()) {
            root.set_attribute("data-engine", &place).ok();
        }
    }

    /// Starts another engine after one has failed, with the texts as they stand, at the moment that is shown.
    pub(crate) fn start_again(self) {
        self.start_engine();
        self.open_shown();
    }

    /// Has the engine open the texts as they stand at the moment that is shown.
    pub(crate) fn open_shown(self) {
        let files = self.files.get_untracked();
        // What is shown stays until the run goes on: it may say why it has stopped.
        self.change_run(Ask::OpenAt(self.scenario(), self.now()), move |_| {
            self.ask_defaults(&files);
            let selected = self.selected.get_untracked().is_some();
            let is_sized = self.stage.get_untracked().is_some() && !self.has_stopped();
            let is_folded = self.folding.with_untracked(|folding| *folding != Folding::default());
            let has_options = self.options.with_untracked(|options| *options != GraphOptions::default())
                || self.said_choices.with_value(Option::is_some);
            if selected || is_sized || is_folded || has_options || self.shows_cluster.get_untracked() {
                self.look_again();
            }
        });
    }

    /// Asks; nothing where the engine has failed.
    pub(crate) fn ask(self, ask: Ask) -> impl Future<Output = Option<Tell>> {
        let (revision, shown) = self.ahead.with_value(|ahead| (ahead.revision(), ahead.now()));
        let known = self.shown.with_untracked(Shown::number);
        let answer = engine::ask(Question { revision, shown, known, ask });
        async move { Some(answer.await?.tell) }
    }

    /// Asks for what changes the run, or what is shown of it; the answer counts unless something else changed it meanwhile.
    pub(super) fn change_run(self, ask: Ask, then: impl FnOnce(Tell) + 'static) {
        let revision = self.ahead.try_update_value(Ahead::change).unwrap_or_default();
        if leads_elsewhere(&ask) {
            self.led_elsewhere.set_value(revision);
        }
        self.ask_on(ask, then);
    }

    /// Asks; the answer counts unless something changes the run meanwhile.
    fn ask_on(self, ask: Ask, then: impl FnOnce(Tell) + 'static) {
        self.ask_in_turn(ask, move |told| {
            if let Some(told) = told {
                then(told);
            }
        });
    }

    /// Asks, and goes on with what is told; with nothing where something has changed the run meanwhile.
    fn ask_in_turn(self, ask: Ask, then: impl FnOnce(Option<Tell>) + 'static) {
        let revision = self.ahead.with_value(Ahead::revision);
        let told = self.ask(ask);
        self.awaited.update_value(Awaited::ask);
        spawn_local(async move {
            let told = told.await;
            let look = self.awaited.try_update_value(Awaited::answered).flatten();
            let told = told.filter(|_| self.ahead.with_value(Ahead::revision) == revision);
            if told.is_some() {
                self.engine.set(EngineState::Running);
            }
            then(told);
            match look {
                Some(Wanted::Shown) => self.look_again(),
                Some(Wanted::This(graph_type)) => self.look(graph_type),
                None => {}
            }
        });
    }

    /// The same for what is answered with a moment, which is then the one that is shown.
    pub(super) fn ask_for_moment(self, ask: Ask, then: impl FnOnce(&mesh_view::Update) + 'static) {
        self.change_run(ask, move |told| self.go(told, then));
    }

    /// Goes to the moment that is told.
    pub(super) fn go(self, told: Tell, then: impl FnOnce(&mesh_view::Update)) {
        if let Tell::Moment(moment) = told {
            self.ahead.update_value(|ahead| {
                ahead.go(moment.frame.time());
                ahead.tell(&moment);
            });
            then(&moment);
            self.show(vec![*moment]);
        }
    }

    /// Has the engine run ahead of what is shown, if it should.
    pub(crate) fn run_ahead(self) {
        if !self.engine.with_untracked(|engine| *engine == EngineState::Running) {
            return;
        }
        let speed = self.speed.get_untracked();
        let Some(seconds) = self.ahead.try_update_value(|ahead| ahead.wanted(speed)).flatten() else { return };
        let revision = self.ahead.with_value(Ahead::revision);
        let told = self.ask(Ask::Run(seconds));
        spawn_local(async move {
            if let Some(Tell::Moment(moment)) = told.await
                && self.ahead.with_value(Ahead::revision) == revision
            {
                self.ahead.update_value(|ahead| ahead.push(*moment));
            }
        });
    }

    pub(super) fn jump(self) {
        self.leave_document();
        self.jumped.update(|count| *count += 1);
    }

    /// Goes to another simulated time; of several that are asked for while the engine is on its way the last.
    pub(crate) fn seek(self, seconds: f64) {
        editor::flush();
        let is_on_its_way = self.sought.with_value(Option::is_some);
        self.sought.set_value(Some(seconds));
        if !is_on_its_way {
            self.seek_on(seconds);
        }
    }

    /// The simulated second that is shown, or that the engine is on its way to.
    pub(crate) fn aim(self) -> f64 {
        self.sought.get_value().unwrap_or_else(|| self.shown.with_untracked(|shown| shown.frame.time))
    }

    fn seek_on(self, seconds: f64) {
        let revision = self.ahead.try_update_value(Ahead::change).unwrap_or_default();
        self.ask_in_turn(Ask::Seek(seconds), move |told| {
            // A push on the way does not do away with it, what leads elsewhere does.
            let is_overtaken = self.ahead.with_value(Ahead::revision) != revision;
            let is_still_wanted = is_overtaken && self.led_elsewhere.get_value() < revision;
            if let Some(Tell::Moment(moment)) = told {
                self.jump();
                self.go(Tell::Moment(moment), |_| {});
            }
            match self.sought.get_value() {
                Some(next) if next != seconds || is_still_wanted => self.seek_on(next),
                _ => self.sought.set_value(None),
            }
        });
    }

    /// Runs on by a little and stays there.
    pub(crate) fn step(self) {
        self.playing.set(false);
        self.change_run(Ask::Step(STEP), move |told| {
            if let Tell::Moment(moment) = told {
                self.ahead.update_value(|ahead| ahead.push(*moment));
                self.advance(STEP);
            }
        });
    }

    /// Goes on or back by one request or one event, and stays there.
    pub(crate) fn step_by(self, stride: Stride, direction: Direction) {
        self.playing.set(false);
        self.change_run(Ask::StepBy(stride, direction), move |told| match direction {
            Direction::Forwards => {
                if let Tell::Moment(moment) = told {
                    let until = moment.frame.time();
                    self.ahead.update_value(|ahead| ahead.push(*moment));
                    self.advance(until);
                }
            }
            Direction::Backwards => {
                self.jump();
                self.go(told, |_| {});
            }
        });
    }

    /// Begins anew at 0; another seed is written where the scenario states one.
    pub(crate) fn restart(self, seed: u64) {
        self.synchronized();
        self.leave_bullet(false);
        self.decision.set(None);
        self.lit.set(Vec::new());
        self.change_run(Ask::Restart(seed), move |told| {
            let Tell::Restarted(moment, edits) = told else { return };
            self.seed.set_value(Some(seed));
            if !edits.is_empty() {
                self.files.update(|files| mesh_view::apply_edits(files, &edits));
                self.changed.set(true);
                self.replaced.update(|count| *count += 1);
                self.pushed.update(|count| *count += 1);
            }
            self.jump();
            self.go(Tell::Moment(moment), |_| {});
        });
    }

    /// Selects a node or an edge, or nothing.
    pub(crate) fn select(self, id: Option<String>) {
        self.took.set(None);
        self.selected_at_first.set_value(None);
        self.selected.set(id);
        self.look_again();
    }

    /// Has the graph laid out for a stage of another size, once that size stays.
    pub(crate) fn fit(self, stage: Stage) {
        self.stage.set(Some(stage));
        let lay_out = move || {
            let is_running = self.engine.with_untracked(|engine| *engine == EngineState::Running);
            let is_laid_out = self.shown.with_untracked(|shown| shown.frame.layout.stage == stage);
            if is_running && !is_laid_out && !self.has_stopped() && self.stage.get_untracked() == Some(stage) {
                self.look_again();
            }
        };
        set_timeout(lay_out, STAYS);
    }

    /// Has the graph laid out beside what lies over the right of its stage.
    pub(crate) fn cover(self, pixels: f64) {
        if self.covered.get_untracked() != pixels {
            self.covered.set(pixels);
            if self.engine.with_untracked(|engine| *engine == EngineState::Running) && !self.has_stopped() {
                self.look_again();
            }
        }
    }

    /// Whether the run went no further, which is shown until it goes on: looking at it anew would take the notice away.
    pub(super) fn has_stopped(self) -> bool {
        self.shown.with_untracked(|shown| shown.frame.stopped.is_some())
    }

    /// Goes on where the run had stopped.
    pub(crate) fn run_on(self) {
        self.playing.set(true);
        self.look_again();
    }

    pub(super) fn look_again(self) {
        if self.awaited.try_update_value(|awaited| awaited.put_off(Wanted::Shown)) == Some(false) {
            self.look(self.shown.with_untracked(|shown| shown.frame.graph.graph_type));
        }
    }

    /// Has other groups of a large graph folded.
    pub(crate) fn fold(self, change: impl FnOnce(&mut Folding)) {
        let before = self.folding.get_untracked();
        self.folding.update(change);
        if self.folding.with_untracked(|folding| *folding != before) {
            self.look_again();
        }
    }

    /// The same once typing pauses.
    pub(crate) fn show_only_typed(self, change: impl FnOnce(&mut GraphOptions)) {
        self.options.update(change);
        let typed = self.options.get_untracked();
        let pause = move || {
            if self.options.with_untracked(|now| *now == typed) {
                self.show_only(|_| {});
            }
        };
        set_timeout(pause, PAUSE);
    }

    pub(super) fn look(self, graph_type: GraphType) {
        let (stage, selected) = (self.stage.get_untracked(), self.selected.get_untracked());
        let (cluster, folding) = (self.shows_cluster.get_untracked(), self.folding.get_untracked());
        let (options, twin) = (self.options.get_untracked(), self.twin.get_untracked());
        let covered = self.covered.get_untracked();
        let look = Look { graph_type, stage, covered, selected, cluster, folding, options, twin };
        self.ask_for_moment(Ask::Look(look), |_| {});
    }

    /// Gives the engine the texts as they stand; what they say is pushed at the simulated time that is shown.
    pub(crate) fn push(self) {
        let (files, sent, judged) = self.send_texts();
        self.push_sent(files);
        spawn_local(async move { self.say_findings(sent, judged.await) });
    }

    /// The same while somebody types: what is wrong is said first, and while it is judged the run goes on. Texts that are old by
    /// then are not pushed.
    pub(crate) fn push_typed(self) {
        if self.judging.get_value() != Judging::Nothing {
            self.judging.set_value(Judging::OldTexts);
            return;
        }
        self.judging.set_value(Judging::Texts);
        let (files, sent, judged) = self.send_texts();
        spawn_local(async move {
            self.say_findings(sent, judged.await);
            let judged = self.judging.try_update_value(std::mem::take);
            if judged == Some(Judging::OldTexts) {
                self.push_typed();
            } else if self.sent.get_value() == sent {
                self.push_sent(files);
            }
        });
    }

    fn send_texts(self) -> (Vec<SourceFile>, u32, impl Future<Output = Option<Tell>>) {
        editor::flush();
        let files = self.files.get_untracked();
        self.unsent.set_value(false);
        self.sent.update_value(|sent| *sent += 1);
        (files.clone(), self.sent.get_value(), self.ask(Ask::Edit(files)))
    }

    /// How often the engine has been given texts.
    pub(crate) fn texts_sent(self) -> u32 {
        self.sent.get_value()
    }

    fn say_findings(self, sent: u32, told: Option<Tell>) {
        if let Some(Tell::Findings(found)) = told.filter(|_| self.sent.get_value() == sent) {
            self.findings.set(found);
        }
    }

    fn push_sent(self, files: Vec<SourceFile>) {
        self.change_run(Ask::Push, move |told| {
            let told = match told {
                Tell::Restarted(moment, _) => {
                    self.jump();
                    let text = use_context::<&'static Text>().unwrap_or_else(crate::text::spoken);
                    self.say(text.another_mesh, None);
                    Tell::Moment(moment)
                }
                told => told,
            };
            self.go(told, |_| self.pushed.update(|count| *count += 1));
            self.ask_defaults(&files);
        });
    }

    /// The texts as they stand, which the engine has pushed before it is asked anything else.
    pub(crate) fn synchronized(self) -> Vec<SourceFile> {
        editor::flush();
        if self.unsent.get_value() || self.judging.get_value() != Judging::Nothing {
            self.push();
        }
        self.files.get_untracked()
    }

    /// Asks what is filled in unseen in the part of the open file that is seen, as these texts say it.
    pub(crate) fn ask_defaults(self, files: &[SourceFile]) {
        let open = self.open_file.get_untracked();
        let text = files.get(open).map(|file| file.text.clone());
        let (from, to) = self.seen.get_untracked();
        let bytes = text.as_deref().map(Offsets::new).map(|offsets| (offsets.byte(from), offsets.byte(to)));
        let (start, end) = bytes.unwrap_or_default();
        let told = self.ask(Ask::Defaults(Span { file: open as u32, start, end }));
        spawn_local(async move {
            let unseen = match told.await {
                Some(Tell::Defaults(unseen)) => unseen,
                _ => Vec::<UnseenDefault>::new(),
            };
            // They stand at places of that text alone.
            let is_still = self.files.with_untracked(|files| files.get(open).map(|file| &file.text) == text.as_ref());
            if is_still && open == self.open_file.get_untracked() {
                self.unseen.set(unseen);
            }
        });
    }

    /// Sends one request and shows what was decided.
    pub(crate) fn send(self, request: RequestToSend) {
        self.synchronized();
        self.change_run(Ask::Send(request), move |told| match told {
            Tell::Decision(Ok(record)) => {
                self.send_error.set(None);
                self.show_decision(Some(*record));
            }
            Tell::Decision(Err(why)) => self.send_error.set(Some(why.to_string())),
            _ => {}
        });
    }

    /// Types a command line into the run's terminal.
    pub(crate) fn type_line(self, line: String) {
        self.type_line_then(line, || {});
    }

    /// The same, and does something once it is typed.
    pub(crate) fn type_line_then(self, line: String, then: impl FnOnce() + 'static) {
        self.synchronized();
        self.ask_for_moment(Ask::Type(line), |_| then());
    }

    /// Ends what the terminal is running.
    pub(crate) fn interrupt(self) {
        self.ask_for_moment(Ask::Interrupt, |_| {});
    }

    /// Breaks or heals a node's pods.
    pub(crate) fn inject(self, node: &str, fault: Fault) {
        self.ask_for_moment(Ask::Inject(node.to_owned(), fault), |_| {});
    }

    /// Lets nothing pass on an edge any more, or lets requests pass again.
    pub(crate) fn cut(self, edge: &str, is_cut: bool) {
        self.ask_for_moment(Ask::Cut(edge.to_owned(), is_cut), |_| {});
    }

    /// Puts a node of the graph elsewhere; without one puts all back.
    pub(crate) fn move_node(self, moved: Option<(String, Point)>) {
        self.ask_for_moment(Ask::Move(moved), |_| {});
    }

    /// The scenario with what was typed and clicked in the run; as it stands where the engine has failed.
    pub(crate) async fn recorded(self) -> Scenario {
        match self.ask(Ask::Recorded(self.scenario(), self.choices())).await {
            Some(Tell::Scenario(Some(recorded))) => recorded,
            _ => self.scenario(),
        }
    }
}

/// Whether an answer shows another moment than the one that is shown, wherever somebody was on the way to.
fn leads_elsewhere(ask: &Ask) -> bool {
    use Ask::{Anew, Find, Open, OpenAt, Restart, ShowRun, Step, StepBy};
    matches!(ask, Open(_) | OpenAt(..) | Restart(_) | Step(_) | StepBy(..) | Find(..) | ShowRun(_) | Anew)
}
