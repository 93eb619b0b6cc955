//! Commands that run.

use std::sync::Arc;

use super::parser::Parser;
use super::pattern;
use super::tree::{Command, List, Redirect};
use super::{Ended, Flavor, Shell, Stop};
use crate::process::{Target, World};

impl Shell {
    /// Runs a text line by line, as a shell reads it.
    pub(super) fn run(&mut self, text: &str, line: usize, world: &mut World) -> Ended {
        let mut parser = Parser::new(text, line, self.flavor);
        loop {
            match parser.next_line() {
                Ok(None) => return Ok(self.status),
                Ok(Some(list)) => {
                    self.list(&list, world)?;
                }
                Err(why) => {
                    self.line = parser.line();
                    self.refuse(&why, text, world);
                    return Err(Stop::Exit(2));
                }
            }
        }
    }

    /// Says that a text is no script.
    fn refuse(&mut self, why: &str, text: &str, world: &mut World) {
        if self.flavor == Flavor::Dash {
            self.complain(world, why);
            return;
        }
        let name = &self.name;
        let (mut line, mut more) = (self.line, String::new());
        let why = if why.contains("Unterminated quoted string") {
            let quote = if text.matches('"').count() % 2 == 1 { '"' } else { '\'' };
            format!("unexpected EOF while looking for matching `{quote}'")
        } else if why.contains("end of file") {
            line = text.lines().count() + 1;
            "syntax error: unexpected end of file".to_owned()
        } else {
            let source = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            more = format!("{name}: -c: line {line}: `{source}'\n");
            why.replacen("Syntax error: ", "syntax error: ", 1)
        };
        let text = format!("{name}: -c: line {line}: {why}\n{more}");
        world.write(self.descriptors.get(2), &text);
    }

    /// Runs a text as a process of its own: `exit` ends that alone.
    pub(super) fn run_as_child(&mut self, text: &str, line: usize, world: &mut World) -> Result<i32, Stop> {
        if world.depth >= crate::process::MAX_DEPTH {
            return Ok(2);
        }
        world.depth += 1;
        let ended = self.run(text, line, world);
        let ended = self.finish(ended, world);
        world.depth -= 1;
        ended
    }

    /// The end of a process: its exit code, after what the trap of its exit does.
    pub(super) fn finish(&mut self, ended: Ended, world: &mut World) -> Result<i32, Stop> {
        let status = match ended {
            Ok(status) | Err(Stop::Exit(status) | Stop::Return(status)) => status,
            Err(Stop::Break(_) | Stop::Continue(_)) => self.status,
            Err(Stop::Halt) => return Err(Stop::Halt),
        };
        let Some(action) = self.traps.remove(&crate::Signal(0)) else { return Ok(status) };
        self.status = status;
        self.before_trap = Some(status);
        match self.run(&action, 1, world) {
            Err(Stop::Halt) => Err(Stop::Halt),
            Err(Stop::Exit(status)) => Ok(status),
            _ => Ok(status),
        }
    }

    pub(super) fn list(&mut self, list: &List, world: &mut World) -> Ended {
        for item in list {
            if item.in_background {
                self.begin(&item.command, world)?;
                self.status = 0;
            } else {
                self.command(&item.command, world)?;
            }
        }
        Ok(self.status)
    }

    /// Runs a command, and what signals ask for after it.
    pub(super) fn command(&mut self, command: &Command, world: &mut World) -> Ended {
        let status = self.perform(command, world)?;
        self.status = status;
        self.handle_signals(world)?;
        let is_simple = matches!(command, Command::Simple(_) | Command::Subshell(_) | Command::Pipeline(_, false));
        if status != 0 && self.options.exits && self.tested == 0 && is_simple {
            return Err(Stop::Exit(status));
        }
        Ok(status)
    }

    fn tested(&mut self, list: impl FnOnce(&mut Self) -> Ended) -> Ended {
        self.tested += 1;
        let ended = list(self);
        self.tested -= 1;
        ended
    }

    fn perform(&mut self, command: &Command, world: &mut World) -> Ended {
        match command {
            Command::Simple(simple) => self.simple(simple, world),
            Command::And(left, right) => {
                let status = self.tested(|shell| shell.command(left, world))?;
                if status == 0 { self.command(right, world) } else { Ok(status) }
            }
            Command::Or(left, right) => {
                let status = self.tested(|shell| shell.command(left, world))?;
                if status != 0 { self.command(right, world) } else { Ok(status) }
            }
            Command::Pipeline(commands, negated) => {
                let status = if *negated {
                    self.tested(|shell| shell.pipeline(commands, world))?
                } else {
                    self.pipeline(commands, world)?
                };
                Ok(if *negated { i32::from(status == 0) } else { status })
            }
            Command::Subshell(list) => {
                let mut inner = self.subshell(world);
                let ended = inner.list(list, world);
                inner.finish(ended, world)
            }
            Command::Group(list) => self.list(list, world),
            Command::If(branches, otherwise) => {
                for (condition, body) in branches {
                    if self.tested(|shell| shell.list(condition, world))? == 0 {
                        return self.list(body, world);
                    }
                }
                match otherwise {
                    Some(body) => self.list(body, world),
                    None => Ok(0),
                }
            }
            Command::While(until, condition, body) => self.repeat(*until, condition, body, world),
            Command::For(name, words, body) => {
                let values = match words {
                    Some(words) => self.fields(words, world)?,
                    None => self.arguments.clone(),
                };
                let mut status = 0;
                for value in values {
                    world.step()?;
                    self.variables.set(name, value);
                    match self.round(body, world)? {
                        Some(ended) => status = ended,
                        None => break,
                    }
                }
                Ok(status)
            }
            Command::Case(subject, arms) => {
                let text: Vec<char> = self.whole(subject, world)?.chars().collect();
                for (patterns, body) in arms {
                    for word in patterns {
                        let chars = self.chars(word, world)?;
                        if pattern::matches(&chars, &text) {
                            return if body.is_empty() { Ok(0) } else { self.list(body, world) };
                        }
                    }
                }
                Ok(0)
            }
            Command::Function(name, body) => {
                self.functions.insert(name.clone(), Arc::clone(body));
                Ok(0)
            }
            Command::Test(words) => self.double_brackets(words, world),
            Command::Redirected(command, redirects) => {
                self.with(redirects, world, |shell, world| shell.command(command, world))
            }
        }
    }

    /// Does something with redirections that are taken back after it.
    pub(super) fn with(
        &mut self,
        redirects: &[Redirect],
        world: &mut World,
        act: impl FnOnce(&mut Self, &mut World) -> Ended,
    ) -> Ended {
        let before = self.descriptors.clone();
        let ended = match self.redirect(redirects, world) {
            Ok(Ok(())) => act(self, world),
            Ok(Err(status)) => Ok(status),
            Err(stop) => Err(stop),
        };
        self.descriptors = before;
        ended
    }

    fn repeat(&mut self, until: bool, condition: &List, body: &List, world: &mut World) -> Ended {
        let mut status = 0;
        loop {
            world.step()?;
            self.loops += 1;
            let holds = self.tested(|shell| shell.list(condition, world));
            self.loops -= 1;
            match holds {
                Ok(code) if (code == 0) == until => return Ok(status),
                Ok(_) => {}
                Err(Stop::Break(count)) if count > 1 => return Err(Stop::Break(count - 1)),
                Err(Stop::Break(_)) => return Ok(status),
                Err(Stop::Continue(count)) if count > 1 => return Err(Stop::Continue(count - 1)),
                Err(Stop::Continue(_)) => continue,
                Err(stop) => return Err(stop),
            }
            match self.round(body, world)? {
                Some(ended) => status = ended,
                None => return Ok(0),
            }
        }
    }

    /// One round of a loop; `None` where it is the last.
    fn round(&mut self, body: &List, world: &mut World) -> Result<Option<i32>, Stop> {
        self.loops += 1;
        let ended = self.list(body, world);
        self.loops -= 1;
        match ended {
            Ok(status) => Ok(Some(status)),
            Err(Stop::Break(count)) if count > 1 => Err(Stop::Break(count - 1)),
            Err(Stop::Break(_)) => Ok(None),
            Err(Stop::Continue(count)) if count > 1 => Err(Stop::Continue(count - 1)),
            Err(Stop::Continue(_)) => Ok(Some(0)),
            Err(stop) => Err(stop),
        }
    }

    /// Commands side by side, each reading what the one before prints.
    fn pipeline(&mut self, commands: &[Command], world: &mut World) -> Ended {
        if let [only] = commands {
            return self.command(only, world);
        }
        let (begin, mut end, mut status) = (world.now, world.now, 0);
        let mut input = None;
        for (index, command) in commands.iter().enumerate() {
            let mut inner = self.subshell(world);
            if let Some(pipe) = input {
                inner.descriptors.set(0, Target::Input(pipe));
            }
            let pipe = world.pipe(String::new());
            if index + 1 < commands.len() {
                inner.descriptors.set(1, Target::Pipe(pipe));
            }
            let ended = inner.perform(command, world);
            status = inner.finish(ended, world)?;
            end = end.max(world.now);
            if index + 1 < commands.len() && world.pieces.last().is_none_or(|piece| piece.at <= begin) {
                // The next one has begun at the same moment.
                world.now = begin;
            }
            input = Some(pipe);
        }
        world.pass(end)?;
        Ok(status)
    }
}
