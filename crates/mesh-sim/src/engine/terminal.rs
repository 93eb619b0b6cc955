//! A terminal beside the cluster: command lines that are typed into a run, and what they print as its time goes by.
//!
//! A command that waits (a drain, a rollout that is watched) is a client of the API server that lives on in the run, so winding
//! back, forking and the digest hold for it too.

use std::sync::Arc;

use mesh_cluster::api::{Answer, ApiResource, ISTIO, KUBERNETES, Verb};
use mesh_cluster::live::{SETTLING, epoch};
use mesh_config::Config;
use mesh_proxy::Time;
use mesh_shell::{Network, Running, Server, Session, Step, Stream};

use super::budget::LOOKS_OF_A_STEP;
use super::core::Core;
use super::course::{Course, Due};
use super::living::machine_time;
use super::watch::Watch;

/// What was printed at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// When.
    pub at: Time,
    /// By which line: its number, from 1.
    pub line: u64,
    /// Where; `None` for the line itself, as it was typed.
    pub stream: Option<Stream>,
    /// What, with its line feeds.
    pub text: String,
}

/// Bytes of printed text that are kept; the oldest go first.
const MOST_BYTES: usize = 1 << 20;

/// Lines that run at one time.
const MOST_RUNNING: usize = 64;

/// A terminal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terminal {
    session: Session,
    running: Vec<Line>,
    printed: Arc<Vec<Printed>>,
    bytes: usize,
    /// Lines that were typed so far.
    lines: u64,
    /// The exit code of the line that ended last.
    status: i32,
    /// Whether the cluster has changed, or an answer has come, since lines that wait for it were told.
    has_news: bool,
}

/// A line that has not ended.
#[derive(Clone, Debug)]
struct Line {
    number: u64,
    running: Running,
    waits: Step,
}

impl Terminal {
    /// What was printed, the oldest first.
    pub(crate) fn printed(&self) -> &Arc<Vec<Printed>> {
        &self.printed
    }

    /// Whether a line has not ended.
    pub(crate) fn is_busy(&self) -> bool {
        !self.running.is_empty()
    }

    /// The exit code of the line that ended last.
    pub(crate) fn status(&self) -> i32 {
        self.status
    }

    /// Bytes that it holds, about.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes as u64
    }

    /// Lays the Dockerfiles of a scenario among its files: those that are new or say something else than before.
    pub(super) fn take_files(&mut self, before: &Config, now: &Config) {
        for file in &now.dockerfiles {
            let old = before.dockerfiles.iter().find(|old| old.name == file.name);
            if old.is_none_or(|old| old.text != file.text) || !self.session.files.contains_key(&file.name) {
                self.session.files.insert(file.name.clone(), file.text.clone());
            }
        }
    }

    /// Something has come that lines may wait for: they look whether it is theirs after what happens at this moment.
    pub(super) fn news(&mut self, course: &mut Course) {
        if !self.has_news && self.is_busy() {
            course.at(course.now, Due::Terminal);
        }
        self.has_news = true;
    }

    /// What is laid about it: files, variables, where it stands.
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// A line is typed, and begins to run once the terminal goes on; gives its number.
    pub(super) fn start_line(&mut self, course: &Course, text: &str, input: &str) -> u64 {
        let files = course.world.rules().config();
        self.take_files(files, files);
        self.lines += 1;
        let number = self.lines;
        self.keep(Printed { at: course.now, line: number, stream: None, text: format!("{text}\n") });
        if self.running.len() < MOST_RUNNING {
            let running = self.session.start(text, input);
            self.running.push(Line { number, running, waits: Step::until(0) });
        } else {
            let text = "sh: 0: Cannot fork\n".to_owned();
            self.keep(Printed { at: course.now, line: number, stream: Some(Stream::Err), text });
        }
        number
    }

    /// Ends what runs, as Ctrl-C does; gives false where nothing does.
    pub(super) fn interrupt(&mut self) -> bool {
        if self.running.is_empty() {
            return false;
        }
        self.running.clear();
        self.status = 130;
        true
    }

    /// Each line whose time has come goes on. The server's run has no terminal meanwhile but an empty one.
    pub(super) fn go_on<W: Watch>(&mut self, server: &mut RunningServer<'_, W>) {
        let (now, has_changed) = (machine_time(server.core.course.now), std::mem::take(&mut self.has_news));
        let mut waiting = Vec::with_capacity(self.running.len());
        for mut line in std::mem::take(&mut self.running) {
            let is_due = match line.waits {
                Step::Wait { until, on_change } => until.is_some_and(|until| until <= now) || on_change && has_changed,
                Step::Done(_) => false,
            };
            if is_due {
                server.core.course.steps += 1;
                line.waits = line.running.step(&mut self.session, &mut *server);
                self.print(&mut line);
            }
            match line.waits {
                Step::Done(status) => self.status = status,
                Step::Wait { until, .. } => {
                    if let Some(until) = until.filter(|_| is_due) {
                        let course = &mut server.core.course;
                        course.at(Time(until.saturating_sub(SETTLING)).max(course.now), Due::Terminal);
                    }
                    waiting.push(line);
                }
            }
        }
        let is_awaited = waiting.iter().any(|line| matches!(line.waits, Step::Wait { on_change: true, .. }));
        // What came while they went on.
        self.has_news = server.core.terminal.has_news;
        if self.has_news && is_awaited {
            let course = &mut server.core.course;
            course.at(course.now, Due::Terminal);
        }
        self.running = waiting;
    }

    fn print(&mut self, line: &mut Line) {
        for piece in line.running.console.take() {
            let at = Time(piece.at.saturating_sub(SETTLING));
            self.keep(Printed { at, line: line.number, stream: Some(piece.stream), text: piece.text });
        }
    }

    fn keep(&mut self, new: Printed) {
        let printed = Arc::make_mut(&mut self.printed);
        self.bytes += new.text.len();
        printed.push(new);
        let mut gone = 0;
        while self.bytes > MOST_BYTES && gone + 1 < printed.len() {
            self.bytes -= printed.get(gone).map_or(0, |old| old.text.len());
            gone += 1;
        }
        printed.drain(..gone);
    }
}

/// The API server of a run, as command lines see it.
pub(super) struct RunningServer<'a, W> {
    pub(super) core: &'a mut Core,
    pub(super) watch: &'a mut W,
}

impl<W: Watch> Server for RunningServer<'_, W> {
    fn now(&self) -> u64 {
        machine_time(self.core.course.now)
    }

    fn epoch(&self) -> i64 {
        epoch()
    }

    fn call(&mut self, verb: &Verb) -> Answer {
        let answer = self.core.call_api(verb, self.watch);
        if let (Verb::List { .. }, Ok(list)) = (verb, &answer) {
            // Whoever asks again and again for all there is pays for it.
            let items = list.get("items").and_then(serde_json::Value::as_array).map_or(0, Vec::len);
            self.core.course.steps += items as u64 / LOOKS_OF_A_STEP;
        }
        answer
    }

    fn add_image(&mut self, name: &str, image: &mesh_container::Image) {
        self.core.add_image(name, image, self.watch);
    }

    fn resources(&self) -> Vec<ApiResource> {
        KUBERNETES.iter().chain(ISTIO).copied().collect()
    }

    fn network(&mut self) -> Option<&mut dyn Network> {
        Some(self)
    }
}
