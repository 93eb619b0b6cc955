//! A terminal: its state between lines, and a line that runs in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::line::{self, ListRun};
use crate::{Console, Context, Input, Place, Server, Step, Stream};

/// What a terminal keeps between its lines.
#[derive(Clone, Debug)]
pub struct Session {
    /// The files that lines can read and write, by name.
    pub files: BTreeMap<String, String>,
    /// The shell's variables.
    pub variables: BTreeMap<String, String>,
    /// The namespace of kubectl's current context; empty where the context names none.
    pub namespace: String,
    /// The exit code of the last command.
    pub status: i32,
    /// What `docker` keeps.
    pub(crate) docker: crate::docker::Engine,
    /// Where its programs run.
    pub place: Place,
    /// The loops that are being left by `break` or `continue`.
    pub(crate) leaving: Option<Leaving>,
    /// Loops that run around what runs now.
    pub(crate) loops: usize,
}

/// Loops that are being left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaving {
    /// How many, the innermost first.
    loops: usize,
    /// Whether the last of them is gone on with.
    goes_on: bool,
}

/// What becomes of a loop whose body has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Its next round.
    Round,
    /// It is left.
    Leave,
}

impl Default for Session {
    fn default() -> Self {
        let home = [("HOME".to_owned(), "/home/user".to_owned()), ("PWD".to_owned(), "/home/user".to_owned())];
        Self {
            files: BTreeMap::new(),
            variables: home.into(),
            namespace: String::new(),
            status: 0,
            docker: crate::docker::Engine::default(),
            place: Place::Outside,
            leaving: None,
            loops: 0,
        }
    }
}

impl Session {
    /// `break` or `continue` with the number of loops; outside of a loop they do nothing.
    pub(crate) fn leave(&mut self, breaks: bool, arguments: &[String]) {
        let loops = arguments.first().and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
        self.leaving = (self.loops > 0).then(|| Leaving { loops: loops.clamp(1, self.loops), goes_on: !breaks });
    }

    /// What becomes of the innermost loop, whose body has ended.
    pub(crate) fn after_body(&mut self) -> Next {
        match self.leaving {
            None => Next::Round,
            Some(Leaving { loops: 0 | 1, goes_on }) => {
                self.leaving = None;
                if goes_on { Next::Round } else { Next::Leave }
            }
            Some(leaving) => {
                self.leaving = Some(Leaving { loops: leaving.loops - 1, ..leaving });
                Next::Leave
            }
        }
    }

    /// Begins a line; nothing of it has run before the first step.
    #[must_use]
    pub fn start(&self, text: &str, input: &str) -> Running {
        let input = Input { text: input.to_owned(), ended: true };
        match line::parse(text) {
            Ok(list) => {
                Running { list: ListRun::new(Arc::new(list)), input, console: Console::default(), refused: None }
            }
            Err(message) => Running {
                list: ListRun::default(),
                input,
                console: Console::default(),
                refused: Some(format!("sh: 1: {message}\n")),
            },
        }
    }
}

/// A line that runs.
#[derive(Clone, Debug)]
pub struct Running {
    list: ListRun,
    input: Input,
    /// What it has printed so far.
    pub console: Console,
    refused: Option<String>,
}

impl Running {
    /// Goes on as far as it can.
    pub fn step(&mut self, session: &mut Session, server: &mut dyn Server) -> Step {
        if let Some(message) = self.refused.take() {
            self.console.print(server.now(), Stream::Err, &message);
            session.status = 2;
            return Step::Done(2);
        }
        let mut context = Context { server, session, console: &mut self.console, input: &mut self.input };
        let step = self.list.step(&mut context);
        if let Step::Done(code) = step {
            session.status = code;
        }
        step
    }
}
