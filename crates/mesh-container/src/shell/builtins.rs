//! What a shell does itself (dash's `builtins.def`, bash's `builtins/`).

use super::{Ended, Flavor, Shell, Stop};
use crate::files::{Entry, absolute};
use crate::process::{World, echo, printf, test};

const NAMES: [&str; 37] = [
    ".", ":", "[", "alias", "bg", "break", "cd", "chdir", "command", "continue", "echo", "eval", "exec", "exit",
    "export", "false", "fg", "getopts", "hash", "jobs", "kill", "local", "printf", "pwd", "read", "readonly", "return",
    "set", "shift", "test", "times", "trap", "true", "type", "ulimit", "umask", "unalias",
];

const ALSO: [&str; 2] = ["unset", "wait"];

const OF_BASH: [&str; 6] = ["source", "declare", "let", "builtin", "shopt", "enable"];

/// Those of POSIX whose assignments stay, and whose errors end the shell.
pub(super) fn is_special(name: &str) -> bool {
    matches!(
        name,
        "." | ":"
            | "break"
            | "continue"
            | "eval"
            | "exec"
            | "exit"
            | "export"
            | "readonly"
            | "return"
            | "set"
            | "shift"
            | "trap"
            | "unset"
            | "times"
    )
}

fn count(text: Option<&String>) -> usize {
    text.and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

impl Shell {
    pub(super) fn is_builtin(&self, name: &str) -> bool {
        NAMES.contains(&name) || ALSO.contains(&name) || (self.flavor == Flavor::Bash && OF_BASH.contains(&name))
    }

    pub(super) fn builtin(&mut self, words: &[String], world: &mut World) -> Ended {
        let name = words.first().map_or("", String::as_str);
        let rest = words.get(1..).unwrap_or_default();
        let is_bash = self.flavor == Flavor::Bash;
        match name {
            ":" | "true" | "alias" | "unalias" | "hash" | "jobs" | "times" | "shopt" | "enable" | "fg" | "bg" => Ok(0),
            "false" => Ok(1),
            "echo" => {
                let text = echo(rest, self.flavor);
                self.out(world, &text);
                Ok(0)
            }
            "printf" => match printf(rest) {
                Some(text) => {
                    self.out(world, &text);
                    Ok(0)
                }
                None => {
                    self.complain(world, "printf: usage: printf format [arg ...]");
                    Ok(2)
                }
            },
            "test" | "[" => {
                let (status, why) = test(words, &self.folder, world);
                if let Some(why) = why {
                    let why = match why.strip_prefix("Illegal number: ") {
                        Some(text) if is_bash => format!("{text}: integer expression expected"),
                        _ if is_bash && why == "missing ]" => "missing `]'".to_owned(),
                        _ => why,
                    };
                    self.complain(world, &format!("{name}: {why}"));
                }
                Ok(status)
            }
            "exit" | "return" => self.leave(name, rest, world),
            "break" | "continue" => {
                if self.loops == 0 {
                    if is_bash {
                        self.complain(world, &format!("{name}: only meaningful in a `for', `while', or `until' loop"));
                    }
                    return Ok(0);
                }
                let levels = count(rest.first()).min(self.loops);
                Err(if name == "break" { Stop::Break(levels) } else { Stop::Continue(levels) })
            }
            "cd" | "chdir" => self.change_folder(rest, world),
            "pwd" => {
                self.out(world, &format!("{}\n", self.folder));
                Ok(0)
            }
            "export" | "readonly" => self.mark(name, rest, world),
            "local" | "declare" => self.local(name, rest, world),
            "unset" => {
                for name in rest.iter().filter(|name| !name.starts_with('-')) {
                    self.variables.unset(name);
                    self.functions.remove(name);
                }
                Ok(0)
            }
            "set" => self.set(rest, world),
            "shift" => {
                let levels = rest.first().and_then(|text| text.parse().ok()).unwrap_or(1);
                if levels > self.arguments.len() {
                    return if is_bash { Ok(1) } else { self.fail(world, "shift: can't shift that many") };
                }
                self.arguments.drain(..levels);
                Ok(0)
            }
            "eval" => {
                let (text, line) = (rest.join(" "), self.line);
                self.run(&text, line, world)
            }
            "." | "source" => self.source(name, rest, world),
            "read" => self.read(rest, world),
            "command" => self.command_builtin(rest, world),
            "builtin" => self.builtin(rest, world),
            "type" => {
                let mut status = 0;
                for name in rest {
                    let (text, code) = self.kind_of(name, world);
                    self.out(world, &text);
                    status = status.max(code);
                }
                Ok(status)
            }
            "trap" => self.trap(rest, world),
            "kill" => self.kill(rest, world),
            "wait" => self.wait(rest, world),
            "umask" => {
                if rest.is_empty() {
                    self.out(world, "0022\n");
                }
                Ok(0)
            }
            "ulimit" => {
                self.out(world, "1048576\n");
                Ok(0)
            }
            "let" => {
                let mut last = 0;
                for expression in rest {
                    last = super::arithmetic::value(expression, &mut self.variables).unwrap_or(0);
                }
                Ok(i32::from(last == 0))
            }
            "getopts" => {
                self.complain(world, "getopts: Usage: getopts optstring var [arg...]");
                Ok(2)
            }
            _ => Ok(0),
        }
    }

    /// `exit` and `return`.
    fn leave(&mut self, name: &str, rest: &[String], world: &mut World) -> Ended {
        if name == "return" && self.returns == 0 && self.flavor == Flavor::Bash {
            self.complain(world, "return: can only `return' from a function or sourced script");
            return Ok(2);
        }
        let status = match rest.first() {
            None => self.before_trap.filter(|_| name == "exit").unwrap_or(self.status),
            Some(text) => match text.parse::<i64>() {
                Ok(number) if number >= 0 || self.flavor == Flavor::Bash => i32::try_from(number & 255).unwrap_or(0),
                _ if self.flavor == Flavor::Bash => {
                    self.complain(world, &format!("{name}: {text}: numeric argument required"));
                    return Err(Stop::Exit(2));
                }
                _ => return self.fail(world, &format!("{name}: Illegal number: {text}")),
            },
        };
        Err(if name == "return" { Stop::Return(status) } else { Stop::Exit(status) })
    }

    fn change_folder(&mut self, rest: &[String], world: &mut World) -> Ended {
        let home = || self.variables.get("HOME").unwrap_or("/").to_owned();
        let target = match rest.iter().find(|word| !matches!(word.as_str(), "-P" | "-L" | "--")) {
            None => home(),
            Some(word) if word == "-" => {
                let old = self.variables.get("OLDPWD").unwrap_or(&self.folder).to_owned();
                self.out(world, &format!("{old}\n"));
                old
            }
            Some(word) => word.clone(),
        };
        let path = absolute(&self.folder, &target);
        if !matches!(world.files.get(&path), Some(Entry::Directory)) {
            let exists = world.files.get(&path).is_some();
            return match self.flavor {
                Flavor::Dash => {
                    self.complain(world, &format!("cd: can't cd to {target}"));
                    Ok(2)
                }
                Flavor::Bash => {
                    let why = if exists { "Not a directory" } else { "No such file or directory" };
                    self.complain(world, &format!("cd: {target}: {why}"));
                    Ok(1)
                }
            };
        }
        let before = std::mem::replace(&mut self.folder, path.clone());
        self.variables.set("OLDPWD", before);
        self.variables.set("PWD", path);
        Ok(0)
    }

    /// `export` and `readonly`.
    fn mark(&mut self, name: &str, rest: &[String], world: &mut World) -> Ended {
        let names: Vec<&String> = rest.iter().filter(|word| *word != "-p").collect();
        if names.is_empty() {
            let quote = |value: &str| match self.flavor {
                Flavor::Dash => format!("'{value}'"),
                Flavor::Bash => format!("\"{value}\""),
            };
            let word = if self.flavor == Flavor::Bash { "declare -x" } else { name };
            let all = self.variables.sorted(name == "export");
            let all = all.into_iter().filter(|(known, _)| name == "export" || self.variables.is_read_only(known));
            let text: String = all.map(|(known, value)| format!("{word} {known}={}\n", quote(value))).collect();
            self.out(world, &text);
            return Ok(0);
        }
        for word in names {
            let (known, value) = word.split_once('=').map_or((word.as_str(), None), |(a, b)| (a, Some(b)));
            if !super::is_name(known) {
                return self.fail(world, &format!("{name}: {known}: bad variable name"));
            }
            if let Some(value) = value {
                self.assign(known, value.to_owned(), world)?;
            }
            if name == "export" {
                self.variables.export(known);
            } else {
                self.variables.protect(known);
            }
        }
        Ok(0)
    }

    fn local(&mut self, name: &str, rest: &[String], world: &mut World) -> Ended {
        if self.calls == 0 && name == "local" {
            return match self.flavor {
                Flavor::Dash => self.fail(world, "local: not in a function"),
                Flavor::Bash => {
                    self.complain(world, "local: can only be used in a function");
                    Ok(1)
                }
            };
        }
        for word in rest.iter().filter(|word| !word.starts_with('-')) {
            let (known, value) = word.split_once('=').unwrap_or((word, ""));
            if word.contains('=') || self.variables.get(known).is_none() {
                self.assign(known, value.to_owned(), world)?;
            }
        }
        Ok(0)
    }

    fn set(&mut self, rest: &[String], world: &mut World) -> Ended {
        if rest.is_empty() {
            let text: String =
                self.variables.sorted(false).iter().map(|(name, value)| format!("{name}='{value}'\n")).collect();
            self.out(world, &text);
            return Ok(0);
        }
        let mut words = rest.iter();
        let mut arguments: Option<Vec<String>> = None;
        while let Some(word) = words.next() {
            match word.as_str() {
                "--" | "-" => arguments = Some(words.by_ref().cloned().collect()),
                "-o" | "+o" => {
                    if let Some(name) = words.next() {
                        let letter = match name.as_str() {
                            "errexit" => 'e',
                            "nounset" => 'u',
                            "xtrace" => 'x',
                            "noglob" => 'f',
                            "pipefail" if self.flavor == Flavor::Dash => {
                                return self.fail(world, &format!("set: Illegal option {word} {name}"));
                            }
                            _ => continue,
                        };
                        self.option(letter, word.starts_with('-'));
                    }
                }
                letters if letters.len() > 1 && letters.starts_with(['-', '+']) => {
                    for letter in letters.chars().skip(1) {
                        if !self.option(letter, letters.starts_with('-')) {
                            return self.fail(world, &format!("set: Illegal option -{letter}"));
                        }
                    }
                }
                first => {
                    let all = std::iter::once(first.to_owned()).chain(words.by_ref().cloned());
                    arguments = Some(all.collect());
                }
            }
        }
        if let Some(arguments) = arguments {
            self.arguments = arguments;
        }
        Ok(0)
    }

    /// Switches an option; `false` where there is none of that letter.
    pub(super) fn option(&mut self, letter: char, on: bool) -> bool {
        match letter {
            'e' => self.options.exits = on,
            'u' => self.options.wants_set = on,
            'x' => self.options.traces = on,
            'f' => self.options.no_patterns = on,
            'a' | 'b' | 'C' | 'I' | 'i' | 'l' | 'm' | 'n' | 's' | 'V' | 'v' | 'E' | 'h' | 'p' => {}
            _ => return false,
        }
        true
    }
}
