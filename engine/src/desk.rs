//! Where questions are answered.

use std::time::Duration;

use mesh_scenario::link::{self, Envelope};
use mesh_scenario::{RenameError, Session, Time, ide, preset};
use mesh_view::{
    Against, Answer, Ask, Choices, Comparison, Direction, Dots, Drawing, Folding, GraphOptions, LinkedScenario, Look,
    Moment, Place, Question, Renaming, SavedFiles, Scenario, SourceFile, Stage, Stride, Tell, UnopenedLink,
    UnseenDefault, Update,
};

use crate::budget;
use crate::told::Told;

/// A name that nobody gives a subset.
const PROBE: &str = "a-name-that-is-not-taken";

/// Nodes that are shown wherever they stand, at most.
const MOST_REVEALED: usize = 200;
/// Simulated seconds before a moment from which on it is told what happened to requests.
const UNDER_WAY: f64 = 5.0;
/// Simulated seconds within which a step finds something, or finds nothing.
const FARTHEST_STEP: f64 = 60.0;

/// A session, and what its frames show.
#[derive(Debug)]
pub struct Desk {
    session: Session,
    /// The size of the stage that it is shown on, once that is known.
    stage: Option<Stage>,
    /// Pixels at its right that the panel lies over.
    covered: f64,
    selected: Option<String>,
    /// What of a large graph the reader opened and folded.
    folding: Folding,
    /// Whether the cluster is looked at, whatever is opened.
    cluster: bool,
    /// What of the traffic is shown, whatever is opened.
    options: GraphOptions,
    /// Whether the other run of a comparison is shown.
    twin: bool,
    told: Told,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            session: Session::open(Scenario::default()),
            stage: None,
            covered: 0.0,
            selected: None,
            folding: Folding::default(),
            cluster: false,
            options: GraphOptions::default(),
            twin: false,
            told: Told::default(),
        }
    }
}

impl Desk {
    /// Answers a question given as bytes, with bytes; nothing where they are no question.
    #[must_use]
    pub fn answer_bytes(&mut self, question: &[u8]) -> Option<Vec<u8>> {
        let question: Question = postcard::from_bytes(question).ok()?;
        postcard::to_allocvec(&self.answer(question)).ok()
    }

    /// Answers a question.
    #[must_use]
    pub fn answer(&mut self, question: Question) -> Answer {
        self.told.heed(question.revision, question.known);
        if matches!(question.ask, Ask::Seek(to) if to < question.shown) {
            self.session.leave(time(question.shown));
        }
        // Texts are judged beside what runs at the moment that is shown.
        let judges = matches!(question.ask, Ask::Edit(_)) && question.shown < self.session.pushed().seconds();
        if judges || changes_the_run(&question.ask) {
            self.go_back(question.shown);
        }
        let tell = match question.ask {
            Ask::Compare(against) => Tell::Comparison(self.compare(against, time(question.shown))),
            Ask::Checks(asked) => {
                Tell::Checks(self.session.checks(asked, time(question.shown), &mut budget::of_checks()))
            }
            Ask::Judge(text, since) => {
                let (since, shown) = (time(since), time(question.shown));
                Tell::Judged(self.session.judge(&text, since, shown, &mut budget::of_checks()))
            }
            Ask::Amend(patches) => Tell::Amended(self.session.amended(&patches)),
            Ask::Draw(drawing) => Tell::Text(Some(self.draw(&drawing, question.shown))),
            ask => self.tell(ask),
        };
        Answer { revision: question.revision, tell }
    }

    fn tell(&mut self, ask: Ask) -> Tell {
        match ask {
            Ask::Open(scenario) => {
                let (session, moment) = mesh_scenario::open_at_view(scenario, &mut budget::of_a_jump());
                (self.session, self.selected, self.folding) = (session, None, Folding::default());
                self.session.set_shows_cluster(self.cluster);
                self.heed_choices();
                let moment = if self.stage.is_some() { self.shown() } else { moment };
                let dots = self.under_way();
                Tell::Moment(Box::new(self.told.tell(Moment { dots, ..moment })))
            }
            Ask::OpenAt(scenario, seconds) => {
                self.session = Session::open(scenario);
                self.session.set_shows_cluster(self.cluster);
                (self.selected, self.folding) = (None, Folding::default());
                self.heed_choices();
                let _ = self.session.seek(time(seconds), &mut budget::of_a_jump());
                // Where nodes stand follows from where they stood.
                let _ = self.shown();
                Tell::Done
            }
            Ask::Run(seconds) | Ask::Step(seconds) => Tell::Moment(self.run(seconds)),
            Ask::StepBy(stride, direction) => Tell::Moment(self.step(stride, direction)),
            Ask::Edit(files) => {
                self.session.take(files);
                Tell::Findings(self.session.findings())
            }
            Ask::Push => {
                if !self.session.push() {
                    return self.moment();
                }
                let moment = self.shown();
                Tell::Restarted(Box::new(self.told.tell(moment)), Vec::new())
            }
            Ask::Seek(seconds) => {
                self.jump(seconds);
                let moment = self.shown();
                let dots = self.under_way();
                Tell::Moment(Box::new(self.told.tell(Moment { dots, ..moment })))
            }
            Ask::Restart(seed) => self.restart(seed),
            Ask::Anew => {
                self.session.anew(&mut budget::of_a_jump());
                self.moment()
            }
            Ask::ShowRun(id) => Tell::Switched(self.show_run(id)),
            Ask::CloseRun(id) => {
                self.session.close_run(id);
                self.moment()
            }
            Ask::Look(Look { graph_type, stage, covered, selected, cluster, folding, options, twin }) => {
                self.twin = twin;
                self.session.set_graph_type(graph_type);
                self.session.set_graph_options(options.clone());
                self.options = options;
                self.cluster = cluster;
                self.session.set_shows_cluster(cluster);
                self.stage = stage.or(self.stage);
                self.covered = covered;
                self.selected = selected;
                self.folding = folding;
                self.moment()
            }
            Ask::Inject(node, fault) => {
                self.session.inject(&node, fault);
                self.moment()
            }
            Ask::Cut(edge, is_cut) => {
                self.session.cut(&edge, is_cut);
                self.moment()
            }
            Ask::Move(moved) => {
                match moved {
                    Some((node, by)) => self.session.move_node(&node, by),
                    None => self.session.put_back(),
                }
                self.moment()
            }
            Ask::CompleteLine(line, cursor) => Tell::LineCompletions(self.session.line_completions(&line, cursor)),
            Ask::Type(line) => {
                self.session.type_line(&line);
                self.moment()
            }
            Ask::Interrupt => {
                self.session.interrupt();
                self.moment()
            }
            Ask::Send(request) => {
                let sent = self.session.send(&request, &mut budget::of_a_jump());
                Tell::Decision(sent.map(Box::new).map_err(|error| error.message))
            }
            Ask::Explain(request) => {
                let record = self.session.explain(request, &mut budget::of_a_jump());
                Tell::Decision(record.map(Box::new).ok_or_else(|| mesh_words::say!("link-not-sent-yet")))
            }
            Ask::Took(file, offset) => Tell::Took(self.session.took(file, offset)),
            Ask::Find(name, at) => {
                let found = self.session.find(&name, at.map(time), &mut budget::of_a_jump());
                let moment = self.shown();
                Tell::Found(Box::new(self.told.tell(moment)), found.map(Box::new))
            }
            Ask::Preset(slug) => Tell::Scenario(preset(&slug).map(mesh_scenario::Preset::scenario)),
            Ask::Recorded(scenario, choices) => Tell::Scenario(Some(self.recorded(scenario, &choices))),
            Ask::Link(scenario, choices) => {
                let scenario = self.recorded(scenario, &choices);
                let digest = view_digest(&scenario);
                Tell::Text(Some(link::encode(&Envelope::new(scenario, digest))))
            }
            Ask::OpenLink(fragment) => Tell::Opened(open_link(&fragment)),
            other => self.help_to_write(other),
        }
    }

    /// What the texts say of what is displayed counts, else it stays as the reader has it.
    fn heed_choices(&mut self) {
        if let Some(choices) = self.session.show_as_written() {
            self.options = choices.options;
            self.folding.namespace_boxes = choices.namespace_boxes;
        }
        self.session.set_graph_options(self.options.clone());
    }

    /// A scenario with what the reader did and chose.
    fn recorded(&self, scenario: Scenario, choices: &Choices) -> Scenario {
        self.session.with_recorded(self.session.with_choices(scenario, choices))
    }

    /// What the editor asks.
    fn help_to_write(&self, ask: Ask) -> Tell {
        let session = &self.session;
        match ask {
            Ask::Complete(place) => {
                Tell::Completions(ide::complete(&place.text, place.offset as usize, &session.names()))
            }
            Ask::Hover(place) => Tell::Hover(ide::hover(&place.text, place.offset as usize)),
            Ask::Define(Place { file, offset, .. }) => Tell::Definition(session.definition(file, offset)),
            Ask::Rename(place, name) => Tell::Renaming(self.renaming(&place, &name)),
            Ask::Outline(file) => Tell::Outline(session.outline(file)),
            Ask::Defaults(part) => {
                let unseen = |ghost: ide::Ghost| UnseenDefault {
                    path: ghost.path,
                    text: ghost.text,
                    doc: ghost.doc.to_owned(),
                    edit: ghost.edit,
                };
                Tell::Defaults(session.defaults(part).into_iter().map(unseen).collect())
            }
            Ask::Format(text) => Tell::Text(ide::format(&text).ok()),
            Ask::Export(own) => Tell::Text(Some(session.export(own))),
            _ => Tell::Text(None),
        }
    }

    /// Goes to another simulated second by way of one before it, so that it is known what is under way there.
    fn jump(&mut self, seconds: f64) {
        let (from, to) = (time(seconds - UNDER_WAY), time(seconds));
        let work = &mut budget::of_a_jump();
        // The frame says where it stopped.
        if self.session.seek(from, work).is_ok() {
            let _ = self.session.advance(Duration::from_nanos(to.0.saturating_sub(self.session.now().0)), work);
        }
    }

    /// What has happened to requests that may still be seen.
    fn under_way(&self) -> Dots {
        let now = self.session.now().seconds();
        self.session.dots(now - UNDER_WAY, now)
    }

    /// Runs on, at most up to the end of the time line; requests on the way are those of the moment before.
    fn run(&mut self, seconds: f64) -> Box<Update> {
        let from = self.session.now().seconds();
        let end = self.session.duration();
        let left = if end > 0.0 { (end - from).max(0.0) } else { seconds };
        let by = Duration::from_secs_f64(seconds.clamp(0.0, 3600.0).min(left));
        // What comes short of its time is made up for by nothing: the run goes slower than asked.
        let _ = self.session.advance(by, &mut budget::of_a_stretch());
        self.ran(from)
    }

    /// The moment that was run to, with the requests since another one; of the other run of a comparison the figures alone.
    fn ran(&mut self, from: f64) -> Box<Update> {
        let to = self.session.now().seconds();
        let dots = if self.twin { Dots::default() } else { self.session.dots(from, to) };
        let moment = Moment { dots, ..self.shown() };
        Box::new(self.told.tell(moment))
    }

    fn compare(&mut self, against: Option<Against>, shown: Time) -> Option<Box<Comparison>> {
        match against {
            Some(against) => self.session.compare(against, shown, &mut budget::of_a_jump()).map(Box::new),
            None => {
                self.session.end_comparison();
                self.twin = false;
                None
            }
        }
    }

    fn show_run(&mut self, id: u32) -> Option<Box<(Update, Vec<SourceFile>)>> {
        let files = self.session.show_run(id, &mut budget::of_a_jump())?;
        let moment = self.shown();
        Some(Box::new((self.told.tell(moment), files)))
    }

    /// Goes on or back by one step, at most up to the end of the time line.
    fn step(&mut self, stride: Stride, direction: Direction) -> Box<Update> {
        let from = self.session.now().seconds();
        let end = self.session.duration();
        let most = if end > 0.0 { (end - from).max(0.0) } else { FARTHEST_STEP };
        let most = Duration::from_secs_f64(most.min(FARTHEST_STEP));
        let _ = self.session.step(stride, direction, most, &mut budget::of_a_jump());
        self.ran(from)
    }

    fn restart(&mut self, seed: u64) -> Tell {
        let edit = (self.session.seed() != seed).then(|| self.session.seed_edit(seed)).flatten();
        if let Some(edit) = &edit {
            let mut files = self.session.files().to_vec();
            mesh_view::apply_edits(&mut files, std::slice::from_ref(edit));
            self.session.edit(files);
        }
        self.session.restart(seed);
        let moment = self.shown();
        Tell::Restarted(Box::new(self.told.tell(moment)), edit.into_iter().collect())
    }

    fn renaming(&self, place: &Place, name: &str) -> Renaming {
        let files = self.session.files();
        // A name that fits no subset tells whether one stands there.
        let probe = if name.is_empty() { PROBE } else { name };
        let places = self.session.references(place.file, place.offset);
        let old = places.first().and_then(|span| written(files, span)).unwrap_or_default();
        match self.session.rename(place.file, place.offset, probe) {
            Ok(edits) => Renaming { old, places, error: None, edits },
            Err(error @ RenameError::NotASubset) => Renaming { error: Some(error.words()), ..Renaming::default() },
            Err(error) => Renaming { old, error: Some(error.words()), ..Renaming::default() },
        }
    }

    /// The engine may have run ahead of what is shown: what changes the run changes it at the moment that is shown.
    fn go_back(&mut self, shown: f64) {
        if shown < self.session.now().seconds() {
            let _ = self.session.seek(time(shown), &mut budget::of_a_jump());
        }
    }

    /// The graph of the moment that is shown.
    fn draw(&mut self, drawing: &Drawing, shown: f64) -> String {
        if let Some(stage) = self.stage {
            self.session.set_stage(stage);
            self.session.set_covered(0.0);
        }
        mesh_scenario::draw(&self.session.frame_at(time(shown), &mut budget::of_a_jump()), drawing)
    }

    fn moment(&mut self) -> Tell {
        let moment = self.shown();
        Tell::Moment(Box::new(self.told.tell(moment)))
    }

    fn shown(&mut self) -> Moment {
        if let Some(stage) = self.stage {
            self.session.set_stage(stage);
            self.session.set_covered(self.covered);
        }
        let revealed = self.selected.iter().chain(&self.folding.revealed).take(MOST_REVEALED).cloned().collect();
        self.session.set_folding(Folding { revealed, ..self.folding.clone() });
        let twin = if self.twin { self.session.twin_frame(&mut budget::of_a_jump()) } else { None };
        let frame = twin.unwrap_or_else(|| self.session.frame());
        let panel = self.selected.as_deref().and_then(|id| self.session.panel(id));
        Moment { frame, panel, ..Moment::default() }
    }
}

/// Whether a question is about the run at the moment that is shown.
fn changes_the_run(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Step(_)
            | Ask::StepBy(..)
            | Ask::Anew
            | Ask::ShowRun(_)
            | Ask::CloseRun(_)
            | Ask::Push
            | Ask::Look(_)
            | Ask::Move(_)
            | Ask::Inject(..)
            | Ask::Send(_)
            | Ask::Type(_)
            | Ask::Interrupt
    )
}

fn view_digest(scenario: &Scenario) -> String {
    mesh_scenario::view_digest(scenario.clone(), &mut budget::of_a_jump())
}

fn open_link(fragment: &str) -> Result<LinkedScenario, UnopenedLink> {
    match link::decode(fragment) {
        Ok(envelope) => {
            let runs_otherwise = !envelope.digest.is_empty() && view_digest(&envelope.scenario) != envelope.digest;
            Ok(LinkedScenario { scenario: envelope.scenario, runs_otherwise })
        }
        Err(error) => {
            let saved = link::recover(fragment);
            let saved = saved.map(|saved| SavedFiles { files: saved.files, complete: saved.complete });
            Err(UnopenedLink { why: error.words(), saved })
        }
    }
}

fn written(files: &[SourceFile], span: &mesh_view::Span) -> Option<String> {
    let text = files.get(span.file as usize)?.text.get(span.start as usize..span.end as usize)?;
    Some(text.trim_matches(['"', '\'']).to_owned())
}

fn time(seconds: f64) -> Time {
    // Rounded: a time that was told is the same when it comes back.
    Time((seconds.clamp(0.0, 1e9) * 1e9 + 0.5) as u64)
}
