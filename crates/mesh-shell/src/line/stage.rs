//! A command of a pipeline that runs, and where its streams go.

use std::sync::Arc;

use super::expand::Expansion;
use super::run::ListRun;
use super::tree::{Command, List, Redirect, Stage, Word};
use crate::programs;
use crate::session::Next;
use crate::{Console, Context, Input, Program, Step, Stream};

/// So often may one loop run.
const MAX_ROUNDS: usize = 10_000;

/// Where a stream goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Out,
    Err,
    Nowhere,
    File(String),
}

/// A stage that runs.
#[derive(Clone, Debug)]
pub(super) struct StageRun {
    stage: Stage,
    /// The files of its redirections.
    files: Expansion,
    state: State,
    out: Target,
    err: Target,
    text: Option<Input>,
}

#[derive(Clone, Debug)]
enum State {
    Files,
    Expand(Expansion),
    Assign(usize, Expansion),
    Runs(Box<dyn Program>),
    List(ListRun),
    For { values: Arc<[String]>, at: usize, body: Option<ListRun>, status: i32 },
    While { rounds: usize, condition: bool, run: ListRun, status: i32 },
    If { branch: usize, condition: bool, run: ListRun },
    Ended(i32),
}

impl StageRun {
    pub(super) fn new(stage: &Stage) -> Self {
        let words: Vec<Word> = stage
            .redirects
            .iter()
            .filter_map(|redirect| match redirect {
                Redirect::Write { file, .. } => Some(file.clone()),
                Redirect::Read(word) | Redirect::Text(word) => Some(word.clone()),
                Redirect::Join { .. } => None,
            })
            .collect();
        Self {
            files: Expansion::new(&words),
            stage: stage.clone(),
            state: State::Files,
            out: Target::Out,
            err: Target::Err,
            text: None,
        }
    }

    pub(super) fn step(&mut self, context: &mut Context<'_>) -> Step {
        let mut console = Console::default();
        let step = match self.text.take() {
            Some(mut text) => {
                let mut inner = Context {
                    server: &mut *context.server,
                    session: &mut *context.session,
                    console: &mut console,
                    input: &mut text,
                };
                let step = self.run(&mut inner);
                self.text = Some(text);
                step
            }
            None => {
                let mut inner = Context {
                    server: &mut *context.server,
                    session: &mut *context.session,
                    console: &mut console,
                    input: &mut *context.input,
                };
                let step = self.run(&mut inner);
                match self.text.is_some() {
                    // The file that it reads was opened in this step: it goes on with that at once.
                    true if !matches!(step, Step::Done(_)) => {
                        self.print(console, context);
                        return self.step(context);
                    }
                    _ => step,
                }
            }
        };
        self.print(console, context);
        step
    }

    /// Hands on what was printed, where the redirections say.
    fn print(&self, mut console: Console, context: &mut Context<'_>) {
        for piece in console.take() {
            let target = if piece.stream == Stream::Out { &self.out } else { &self.err };
            match target {
                Target::Out => context.console.print(piece.at, Stream::Out, &piece.text),
                Target::Err => context.console.print(piece.at, Stream::Err, &piece.text),
                Target::Nowhere => {}
                Target::File(name) => {
                    let file = context.session.files.entry(name.clone()).or_default();
                    if file.len() + piece.text.len() <= crate::MAX_OUTPUT {
                        file.push_str(&piece.text);
                    }
                }
            }
        }
    }

    /// Opens what the redirections name.
    fn open(&mut self, files: &[String], context: &mut Context<'_>) -> Result<(), String> {
        let mut files = files.iter();
        for redirect in &self.stage.redirects {
            match redirect {
                Redirect::Join { err_to_out: true } => self.err = self.out.clone(),
                Redirect::Join { err_to_out: false } => self.out = self.err.clone(),
                Redirect::Write { out, err, append, .. } => {
                    let name = files.next().cloned().unwrap_or_default();
                    let target = if name == "/dev/null" { Target::Nowhere } else { Target::File(name.clone()) };
                    if let (Target::File(name), false) = (&target, append) {
                        context.session.files.insert(name.clone(), String::new());
                    }
                    if *out {
                        self.out = target.clone();
                    }
                    if *err {
                        self.err = target;
                    }
                }
                Redirect::Read(_) => {
                    let name = files.next().cloned().unwrap_or_default();
                    let text = match context.session.files.get(&name) {
                        Some(text) => text.clone(),
                        None if name == "/dev/null" => String::new(),
                        None => return Err(format!("cannot open {name}: No such file")),
                    };
                    self.text = Some(Input { text, ended: true });
                }
                Redirect::Text(word) => {
                    let mut text = files.next().cloned().unwrap_or_default();
                    if !text.ends_with('\n') && !word.parts.is_empty() {
                        text.push('\n');
                    }
                    self.text = Some(Input { text, ended: true });
                }
            }
        }
        Ok(())
    }

    fn run(&mut self, context: &mut Context<'_>) -> Step {
        loop {
            let next = match &mut self.state {
                State::Files => {
                    let files = match self.files.step(context) {
                        Ok(files) => files,
                        Err(step) => return step,
                    };
                    if let Err(message) = self.open(&files, context) {
                        context.err(&format!("sh: 1: {message}\n"));
                        State::Ended(2)
                    } else {
                        let next = self.begin();
                        if self.text.is_some() {
                            self.state = next;
                            return Step::FOR_INPUT;
                        }
                        next
                    }
                }
                State::Assign(index, expansion) => {
                    let value = match expansion.step(context) {
                        Ok(fields) => fields.join(" "),
                        Err(step) => return step,
                    };
                    let index = *index;
                    let Command::Simple { assignments, words } = &self.stage.command else { return Step::Done(0) };
                    if let Some((name, _)) = assignments.get(index) {
                        context.session.variables.insert(name.clone(), value);
                    }
                    match assignments.get(index + 1) {
                        Some((_, word)) => State::Assign(index + 1, Expansion::new(std::slice::from_ref(word))),
                        None if words.is_empty() => State::Ended(0),
                        None => State::Expand(Expansion::new(words)),
                    }
                }
                State::Expand(expansion) => match expansion.step(context) {
                    Err(step) => return step,
                    Ok(fields) => match &self.stage.command {
                        Command::For { .. } => State::For { values: fields.into(), at: 0, body: None, status: 0 },
                        _ => match programs::start(&fields, context) {
                            Ok(program) => State::Runs(program),
                            Err(code) => State::Ended(code),
                        },
                    },
                },
                State::Runs(program) => return program.step(context),
                State::List(list) => return list.step(context),
                State::Ended(code) => return Step::Done(*code),
                _ => match self.compound(context) {
                    Ok(next) => next,
                    Err(step) => return step,
                },
            };
            self.state = next;
        }
    }

    /// What comes once the redirections stand.
    fn begin(&self) -> State {
        match &self.stage.command {
            Command::Simple { assignments, words } => match assignments.first() {
                Some((_, word)) => State::Assign(0, Expansion::new(std::slice::from_ref(word))),
                None => State::Expand(Expansion::new(words)),
            },
            Command::For { words, .. } => State::Expand(Expansion::new(words)),
            Command::While { condition, .. } => {
                State::While { rounds: 0, condition: true, run: ListRun::new(condition.clone()), status: 0 }
            }
            Command::If { branches, .. } => match branches.first() {
                Some((condition, _)) => State::If { branch: 0, condition: true, run: ListRun::new(condition.clone()) },
                None => State::Ended(0),
            },
            Command::Group(list) => State::List(ListRun::new(list.clone())),
        }
    }

    /// Goes on in a loop or a branch.
    fn compound(&mut self, context: &mut Context<'_>) -> Result<State, Step> {
        let is_loop = matches!(self.stage.command, Command::For { .. } | Command::While { .. });
        let step_of = |run: &mut ListRun, context: &mut Context<'_>| {
            context.session.loops += usize::from(is_loop);
            let step = run.step(context);
            context.session.loops -= usize::from(is_loop);
            match step {
                Step::Done(code) => Ok(code),
                step => Err(step),
            }
        };
        match (&mut self.state, &self.stage.command) {
            (State::For { values, at, body, status }, Command::For { name, body: list, .. }) => {
                if let Some(run) = body {
                    *status = step_of(run, context)?;
                    *at += 1;
                    if context.session.after_body() == Next::Leave {
                        return Ok(State::Ended(*status));
                    }
                }
                match values.get(*at).filter(|_| *at < MAX_ROUNDS) {
                    None => Ok(State::Ended(*status)),
                    Some(value) => {
                        context.session.variables.insert(name.clone(), value.clone());
                        let body = Some(ListRun::new(list.clone()));
                        Ok(State::For { values: Arc::clone(values), at: *at, body, status: *status })
                    }
                }
            }
            (State::While { rounds, condition, run, status }, Command::While { until, condition: test, body }) => {
                let code = step_of(run, context)?;
                if context.session.after_body() == Next::Leave {
                    return Ok(State::Ended(code));
                }
                if !*condition {
                    let next = ListRun::new(Arc::<List>::clone(test));
                    return Ok(State::While { rounds: *rounds, condition: true, run: next, status: code });
                }
                if (code == 0) == *until || *rounds >= MAX_ROUNDS {
                    return Ok(State::Ended(*status));
                }
                let run = ListRun::new(Arc::<List>::clone(body));
                Ok(State::While { rounds: *rounds + 1, condition: false, run, status: *status })
            }
            (State::If { branch, condition, run }, Command::If { branches, otherwise }) => {
                let code = step_of(run, context)?;
                if !*condition {
                    return Ok(State::Ended(code));
                }
                if code == 0 {
                    let body = branches.get(*branch).map(|(_, body)| ListRun::new(body.clone())).unwrap_or_default();
                    return Ok(State::If { branch: *branch, condition: false, run: body });
                }
                match (branches.get(*branch + 1), otherwise) {
                    (Some((test, _)), _) => {
                        Ok(State::If { branch: *branch + 1, condition: true, run: ListRun::new(test.clone()) })
                    }
                    (None, Some(body)) => {
                        Ok(State::If { branch: *branch, condition: false, run: ListRun::new(body.clone()) })
                    }
                    (None, None) => Ok(State::Ended(0)),
                }
            }
            _ => Ok(State::Ended(0)),
        }
    }
}
