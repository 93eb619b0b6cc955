//! Commands that run.

use std::sync::Arc;

use super::parser::Parser;
use super::pattern;
use super::tree::{Command, List, Redirect, Simple, Word};
use super::{Ended, Flavor, Shell, Stop};
use crate::process::{Found, Target, World, execute_for_shell, find};

/// How deep functions may call one another.
const MAX_CALLS: usize = 40;

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
    fn command(&mut self, command: &Command, world: &mut World) -> Ended {
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
    fn with(
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

    fn simple(&mut self, simple: &Simple, world: &mut World) -> Ended {
        world.step()?;
        self.line = simple.line;
        let words = self.fields(&simple.words, world)?;
        if words.is_empty() {
            let before = std::mem::replace(&mut self.status, 0);
            let mut last = None;
            for (name, word) in &simple.assignments {
                let value = self.whole(word, world)?;
                last = Some(self.status);
                self.assign(name, value, world)?;
            }
            if last.is_none() && simple.redirects.is_empty() && simple.words.is_empty() {
                self.status = before;
            }
            let status = self.status;
            return self.with(&simple.redirects, world, |_, _| Ok(status));
        }
        let mut assignments = Vec::new();
        for (name, word) in &simple.assignments {
            assignments.push((name.clone(), self.whole(word, world)?));
        }
        if self.options.traces {
            let given = assignments.iter().map(|(name, value)| format!("{name}={value} ")).collect::<String>();
            let shown: Vec<String> = words.iter().map(|word| self.shown(word)).collect();
            world.write(self.descriptors.get(2), &format!("+ {given}{}\n", shown.join(" ")));
        }
        let name = words.first().cloned().unwrap_or_default();
        if name == "exec" {
            return self.exec(&words, &assignments, &simple.redirects, world);
        }
        if let Some(body) = self.functions.get(&name).cloned() {
            return self.with(&simple.redirects, world, |shell, world| shell.call(&body, &words, &assignments, world));
        }
        if self.is_builtin(&name) {
            let is_special = super::builtins::is_special(&name);
            let before: Vec<(String, Option<String>)> = assignments
                .iter()
                .map(|(name, _)| (name.clone(), self.variables.get(name).map(str::to_owned)))
                .collect();
            for (name, value) in &assignments {
                self.assign(name, value.clone(), world)?;
            }
            let ended = self.with(&simple.redirects, world, |shell, world| shell.builtin(&words, world));
            if !is_special {
                for (name, value) in before {
                    match value {
                        Some(value) => self.variables.set(&name, value),
                        None => self.variables.unset(&name),
                    }
                }
            }
            return ended;
        }
        self.with(&simple.redirects, world, |shell, world| shell.external(&words, &assignments, false, world))
    }

    /// A word as `set -x` shows it.
    fn shown(&self, word: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,+@%^".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.to_owned()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    }

    pub(super) fn assign(&mut self, name: &str, value: String, world: &mut World) -> Result<(), Stop> {
        if self.variables.is_read_only(name) {
            let why = if self.flavor == Flavor::Bash { "readonly variable" } else { "is read only" };
            return self.fail(world, &format!("{name}: {why}"));
        }
        self.variables.set(name, value);
        Ok(())
    }

    fn call(&mut self, body: &Command, words: &[String], assignments: &[(String, String)], world: &mut World) -> Ended {
        if self.calls >= MAX_CALLS {
            return self.fail(world, "maximum function recursion depth exceeded");
        }
        for (name, value) in assignments {
            self.assign(name, value.clone(), world)?;
        }
        let arguments = std::mem::replace(&mut self.arguments, words.iter().skip(1).cloned().collect());
        let loops = std::mem::take(&mut self.loops);
        self.calls += 1;
        self.returns += 1;
        let ended = self.command(body, world);
        self.returns -= 1;
        self.calls -= 1;
        self.loops = loops;
        self.arguments = arguments;
        match ended {
            Err(Stop::Return(status)) => Ok(status),
            other => other,
        }
    }

    /// Runs a program; in the shell's own place where `replaces`.
    fn external(
        &mut self,
        words: &[String],
        assignments: &[(String, String)],
        replaces: bool,
        world: &mut World,
    ) -> Ended {
        let mut environment = self.variables.environment();
        for (name, value) in assignments {
            match environment.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(value),
                None => {
                    let mut with = self.variables.clone();
                    with.set(name, value.clone());
                    with.export(name);
                    environment = with.environment();
                }
            }
        }
        let name = words.first().map_or("", String::as_str);
        let path = self.variables.get("PATH").map(str::to_owned);
        let (found, _) = find(name, path.as_deref(), &self.folder, world);
        let is_bash = self.flavor == Flavor::Bash;
        let why = match found {
            Found::Missing | Found::NoDirectory if is_bash && name.contains('/') => {
                Some((127, "No such file or directory"))
            }
            Found::Missing | Found::NoDirectory if is_bash && !replaces => Some((127, "command not found")),
            Found::Missing | Found::NoDirectory => Some((127, "not found")),
            Found::Directory if is_bash => Some((126, "Is a directory")),
            Found::Denied | Found::Directory => Some((126, "Permission denied")),
            _ => None,
        };
        if let Some((status, why)) = why {
            let exec = if replaces { "exec: " } else { "" };
            self.complain(world, &format!("{exec}{name}: {why}"));
            return Ok(status);
        }
        if !replaces {
            world.process();
        }
        let surroundings = self.surroundings(environment, replaces && self.is_main);
        match execute_for_shell(words, &surroundings, self.flavor, world) {
            Some(ended) => Ok(ended?),
            None => Ok(126),
        }
    }

    /// A program behind `command`.
    pub(super) fn external_of_command(&mut self, words: &[String], world: &mut World) -> Ended {
        self.external(words, &[], false, world)
    }

    /// `exec`: a program in the shell's place, or redirections that stay.
    fn exec(
        &mut self,
        words: &[String],
        assignments: &[(String, String)],
        redirects: &[Redirect],
        world: &mut World,
    ) -> Ended {
        if let Err(status) = self.redirect(redirects, world)? {
            return Err(Stop::Exit(status));
        }
        let rest = words.get(1..).unwrap_or_default();
        let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
        if rest.is_empty() {
            return Ok(0);
        }
        let status = self.external(rest, assignments, true, world)?;
        // What comes after it is never read; the trap of the exit is gone with the shell.
        self.traps.clear();
        Err(Stop::Exit(status))
    }

    /// `[[ … ]]`: `==` with a pattern, `&&`, `||`, and what `test` knows.
    fn double_brackets(&mut self, words: &[Word], world: &mut World) -> Ended {
        let literal = |word: &Word| super::literal(word);
        if let Some(at) = words.iter().position(|word| literal(word).as_deref() == Some("||")) {
            let left = self.double_brackets(words.get(..at).unwrap_or_default(), world)?;
            return if left == 0 {
                Ok(0)
            } else {
                self.double_brackets(words.get(at + 1..).unwrap_or_default(), world)
            };
        }
        if let Some(at) = words.iter().position(|word| literal(word).as_deref() == Some("&&")) {
            let left = self.double_brackets(words.get(..at).unwrap_or_default(), world)?;
            return if left != 0 {
                Ok(left)
            } else {
                self.double_brackets(words.get(at + 1..).unwrap_or_default(), world)
            };
        }
        if let [left, operator, right] = words
            && let Some(operator @ ("==" | "=" | "!=")) = literal(operator).as_deref()
        {
            let text: Vec<char> = self.whole(left, world)?.chars().collect();
            let pattern = self.chars(right, world)?;
            return Ok(i32::from(pattern::matches(&pattern, &text) == (operator == "!=")));
        }
        let mut argv = vec!["test".to_owned()];
        for word in words {
            argv.push(self.whole(word, world)?);
        }
        Ok(crate::process::test(&argv, &self.folder, world).0)
    }
}
