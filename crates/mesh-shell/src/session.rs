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
    /// Where its programs run.
    pub place: Place,
}

impl Default for Session {
    fn default() -> Self {
        let home = [("HOME".to_owned(), "/home/user".to_owned()), ("PWD".to_owned(), "/home/user".to_owned())];
        Self {
            files: BTreeMap::new(),
            variables: home.into(),
            namespace: String::new(),
            status: 0,
            place: Place::Outside,
        }
    }
}

impl Session {
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
