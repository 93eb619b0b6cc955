//! Simple commands: assignments, functions, built-ins, programs.

use super::pattern;
use super::tree::{Command, Redirect, Simple, Word};
use super::{Ended, Flavor, Shell, Stop};
use crate::process::{Found, World, execute_for_shell, find};

/// How deep functions may call one another.
const MAX_CALLS: usize = 40;

impl Shell {
    pub(super) fn simple(&mut self, simple: &Simple, world: &mut World) -> Ended {
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
    pub(super) fn double_brackets(&mut self, words: &[Word], world: &mut World) -> Ended {
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
