//! Built-ins that look for something: `.`, `read`, `command`, `type`.

use super::builtins::is_special;
use super::{Ended, Flavor, Shell, Stop};
use crate::files::{Content, Entry};
use crate::process::{Found, World, find};

impl Shell {
    pub(super) fn source(&mut self, name: &str, rest: &[String], world: &mut World) -> Ended {
        let Some(file) = rest.first() else { return Ok(0) };
        let path = if file.contains('/') || self.flavor == Flavor::Bash { file.clone() } else { format!("./{file}") };
        let Some(Entry::File { content: Content::Text(text), .. }) = world.look(&self.folder, &path).cloned() else {
            return match self.flavor {
                Flavor::Dash if file.contains('/') => {
                    self.fail(world, &format!("{name}: cannot open {file}: No such file"))
                }
                Flavor::Dash => self.fail(world, &format!("{name}: {file}: not found")),
                Flavor::Bash => {
                    self.complain(world, &format!("{file}: No such file or directory"));
                    Ok(1)
                }
            };
        };
        if world.depth >= crate::process::MAX_DEPTH {
            return Ok(2);
        }
        world.depth += 1;
        self.returns += 1;
        let ended = self.run(&text, 1, world);
        self.returns -= 1;
        world.depth -= 1;
        match ended {
            Err(Stop::Return(status)) => Ok(status),
            other => other,
        }
    }

    pub(super) fn read(&mut self, rest: &[String], world: &mut World) -> Ended {
        let names: Vec<&String> = rest.iter().filter(|word| !word.starts_with('-')).collect();
        let source = self.descriptors.get(0).cloned();
        let line = world.read(source.as_ref(), true);
        let ended = line.ends_with('\n');
        let mut text = line.trim_end_matches('\n').trim().to_owned();
        for (index, name) in names.iter().enumerate() {
            let value = if index + 1 == names.len() {
                std::mem::take(&mut text)
            } else {
                let (first, more) = text.split_once([' ', '\t']).unwrap_or((&text, ""));
                let (first, more) = (first.to_owned(), more.trim_start().to_owned());
                text = more;
                first
            };
            self.assign(name, value, world)?;
        }
        Ok(i32::from(!ended))
    }

    pub(super) fn command_builtin(&mut self, rest: &[String], world: &mut World) -> Ended {
        match rest {
            [option, names @ ..] if option == "-v" => {
                let mut status = 0;
                for name in names {
                    let (found, path) = find(name, self.variables.get("PATH"), &self.folder, world);
                    if self.is_builtin(name) || self.functions.contains_key(name) {
                        self.out(world, &format!("{name}\n"));
                    } else if matches!(found, Found::Program(_) | Found::Script(..)) {
                        self.out(world, &format!("{path}\n"));
                    } else {
                        status = if self.flavor == Flavor::Bash { 1 } else { 127 };
                    }
                }
                Ok(status)
            }
            [option, names @ ..] if option == "-p" || option == "--" => self.command_builtin(names, world),
            [] => Ok(0),
            [name, ..] if self.is_builtin(name) => self.builtin(rest, world),
            words => self.external_of_command(words, world),
        }
    }

    /// What `type` says of a name, and its exit code.
    pub(super) fn kind_of(&self, name: &str, world: &World) -> (String, i32) {
        let (found, path) = find(name, self.variables.get("PATH"), &self.folder, world);
        let function = if self.flavor == Flavor::Bash { "a function" } else { "a shell function" };
        if self.functions.contains_key(name) {
            (format!("{name} is {function}\n"), 0)
        } else if is_special(name) && self.flavor == Flavor::Dash {
            (format!("{name} is a special shell builtin\n"), 0)
        } else if self.is_builtin(name) {
            (format!("{name} is a shell builtin\n"), 0)
        } else if matches!(found, Found::Program(_) | Found::Script(..)) {
            (format!("{name} is {path}\n"), 0)
        } else {
            (format!("{name}: not found\n"), if self.flavor == Flavor::Bash { 1 } else { 127 })
        }
    }
}
