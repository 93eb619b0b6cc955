//! Shells: dash, which is `/bin/sh` in Debian's images, and bash, as far as scripts of lessons go.

mod arithmetic;
mod builtins;
mod expand;
mod jobs;
mod lexer;
mod lookups;
mod parser;
mod pattern;
mod redirect;
mod run;
mod simple;
mod start;
mod text;
mod tree;
mod variables;

pub(crate) use start::{run_text, start};
pub(crate) use text::escapes;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::process::{Descriptors, Halt, Surroundings, World};
use crate::signal::Signal;
use jobs::Job;
use text::{assignment, closing, closing_brace, is_name, literal};
use tree::Command;
use variables::Variables;

/// Which shell it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavor {
    /// dash 0.5.12.
    Dash,
    /// bash 5.2.
    Bash,
}

/// Why a list does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Halt,
    Exit(i32),
    Return(i32),
    Break(usize),
    Continue(usize),
}

impl From<Halt> for Stop {
    fn from(_: Halt) -> Self {
        Stop::Halt
    }
}

type Ended = Result<i32, Stop>;

/// `set -e` and the like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Options {
    /// `-e`.
    exits: bool,
    /// `-u`.
    wants_set: bool,
    /// `-x`.
    traces: bool,
    /// `-f`.
    no_patterns: bool,
}

/// A shell process.
#[derive(Clone, Debug)]
struct Shell {
    flavor: Flavor,
    /// `$0`.
    name: String,
    arguments: Vec<String>,
    variables: Variables,
    functions: BTreeMap<String, Arc<Command>>,
    /// What is to be run on signals; 0 is the exit.
    traps: BTreeMap<Signal, String>,
    options: Options,
    status: i32,
    descriptors: Descriptors,
    folder: String,
    user: String,
    process: u64,
    jobs: Vec<Job>,
    /// Whether it is the first process of the container.
    is_main: bool,
    line: usize,
    loops: usize,
    /// How deep functions have called one another.
    calls: usize,
    /// Whether a failure is being looked at (`if`, `&&`, `!`), so that `-e` does not count.
    tested: usize,
    /// Whether it is `source`d text or a function, so that `return` ends it.
    returns: usize,
    /// The exit code before the trap that is being run.
    before_trap: Option<i32>,
}

impl Shell {
    fn new(flavor: Flavor, name: &str, surroundings: &Surroundings, world: &mut World) -> Self {
        let is_main = surroundings.is_main;
        let process = if is_main { if world.is_init { 1 } else { 7 } } else { world.process() };
        let mut variables = Variables::new(&surroundings.environment);
        variables.set("PWD", surroundings.folder.clone());
        variables.export("PWD");
        if is_main && flavor == Flavor::Dash {
            // dash catches what Ctrl-C sends, and ends of it.
            world.dispositions.insert(Signal::INTERRUPT, crate::process::Disposition::Handle);
        }
        Self {
            flavor,
            name: name.to_owned(),
            arguments: Vec::new(),
            variables,
            functions: BTreeMap::new(),
            traps: BTreeMap::new(),
            options: Options::default(),
            status: 0,
            descriptors: surroundings.descriptors.clone(),
            folder: surroundings.folder.clone(),
            user: surroundings.user.clone(),
            process,
            jobs: Vec::new(),
            is_main,
            line: 1,
            loops: 0,
            calls: 0,
            tested: 0,
            returns: 0,
            before_trap: None,
        }
    }

    fn out(&self, world: &mut World, text: &str) {
        world.write(self.descriptors.get(1), text);
    }

    /// Says what is wrong, with the name of the shell and the number of the line.
    fn complain(&self, world: &mut World, why: &str) {
        let line = if self.flavor == Flavor::Bash { "line " } else { "" };
        let text = format!("{}: {line}{}: {why}\n", self.name, self.line);
        world.write(self.descriptors.get(2), &text);
    }

    /// An error that ends a shell that nobody types into.
    fn fail<T>(&self, world: &mut World, why: &str) -> Result<T, Stop> {
        self.complain(world, why);
        Err(Stop::Exit(if self.flavor == Flavor::Bash { 1 } else { 2 }))
    }

    /// A copy as a subshell has it: traps are taken off.
    fn subshell(&self, world: &mut World) -> Shell {
        let mut copy = self.clone();
        copy.is_main = false;
        copy.traps.retain(|_, action| action.is_empty());
        copy.jobs.clear();
        copy.loops = 0;
        world.process();
        copy
    }

    /// What a program that it starts has around it.
    fn surroundings(&self, environment: Vec<(String, String)>, is_main: bool) -> Surroundings {
        Surroundings {
            environment,
            folder: self.folder.clone(),
            user: self.user.clone(),
            descriptors: self.descriptors.clone(),
            is_main,
        }
    }
}
