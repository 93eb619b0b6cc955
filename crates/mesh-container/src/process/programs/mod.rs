//! The programs of images, as far as lessons run them.

mod files;
mod help;
mod servers;
mod text;
mod time;

pub(crate) use text::{echo, printf, test};

use super::{Halt, Surroundings, World, execute_for_shell};
use crate::shell::{self, Flavor};

/// What a program sees of the world while it runs.
pub(super) struct Call<'a> {
    /// Its name and arguments.
    pub(super) argv: &'a [String],
    pub(super) surroundings: &'a Surroundings,
    pub(super) world: &'a mut World,
}

impl Call<'_> {
    pub(super) fn name(&self) -> &str {
        self.argv.first().map_or("", String::as_str)
    }

    pub(super) fn arguments(&self) -> &[String] {
        self.argv.get(1..).unwrap_or_default()
    }

    pub(super) fn out(&mut self, text: &str) {
        self.world.write(self.surroundings.descriptors.get(1), text);
    }

    pub(super) fn err(&mut self, text: &str) {
        self.world.write(self.surroundings.descriptors.get(2), text);
    }
}

/// Runs a program that this crate knows up to its end.
pub(super) fn run(
    program: &'static str,
    argv: &[String],
    surroundings: &Surroundings,
    world: &mut World,
) -> Result<i32, Halt> {
    world.step()?;
    match program {
        "sh" => return shell::start(argv, Flavor::Dash, surroundings, world),
        "bash" => return shell::start(argv, Flavor::Bash, surroundings, world),
        _ => {}
    }
    if surroundings.is_main {
        // None of them handles signals.
        world.dispositions.retain(|_, disposition| *disposition == super::Disposition::Ignore);
    }
    let mut call = Call { argv, surroundings, world };
    if let Some(text) = help::asked(program, call.arguments()) {
        call.out(&text);
        return Ok(0);
    }
    match program {
        "true" => Ok(0),
        "false" => Ok(1),
        "show" => {
            let words: Vec<String> =
                argv.iter().map(|word| serde_json::Value::from(word.as_str()).to_string()).collect();
            call.out(&format!("[{}]\n", words.join(", ")));
            Ok(0)
        }
        "sleep" => time::sleep(&mut call),
        "date" => {
            call.out("Thu Jan  1 00:00:00 UTC 1970\n");
            Ok(0)
        }
        "echo" => {
            let text = echo(call.arguments(), Flavor::Bash);
            call.out(&text);
            Ok(0)
        }
        "printf" => match printf(call.arguments()) {
            Some(text) => {
                call.out(&text);
                Ok(0)
            }
            None => {
                call.err("printf: missing operand\nTry 'printf --help' for more information.\n");
                Ok(1)
            }
        },
        "test" | "[" => {
            let (status, why) = test(call.argv, &surroundings.folder, call.world);
            if let Some(why) = why {
                call.err(&format!("{}: {why}\n", argv.first().map_or("test", String::as_str)));
            }
            Ok(status)
        }
        "env" => env(&mut call),
        "seq" => Ok(text::seq(&mut call)),
        "head" => Ok(text::head(&mut call)),
        "wc" => Ok(text::wc(&mut call)),
        "id" => Ok(text::id(&mut call)),
        "whoami" => Ok(text::whoami(&mut call)),
        "hostname" => {
            let name = surroundings.environment.iter().find(|(name, _)| name == "HOSTNAME");
            call.out(&format!("{}\n", name.map_or("", |(_, value)| value.as_str())));
            Ok(0)
        }
        "pwd" => {
            call.out(&format!("{}\n", surroundings.folder));
            Ok(0)
        }
        "cat" => Ok(files::cat(&mut call)),
        "ls" => Ok(files::ls(&mut call)),
        "mkdir" | "touch" | "rm" | "cp" | "mv" | "chmod" => Ok(files::change(program, &mut call)),
        "nginx" => servers::nginx(&mut call),
        "python" => servers::python(&mut call),
        "node" => servers::node(&mut call),
        _ => serve(surroundings, world),
    }
}

/// A server: it runs until it is told to end, and ends well then.
pub(super) fn serve(surroundings: &Surroundings, world: &mut World) -> Result<i32, Halt> {
    servers::serve(
        surroundings,
        world,
        &[(crate::Signal::TERM, 0), (crate::Signal::INTERRUPT, 0), (crate::Signal(3), 0)],
    )
}

/// `env [-i] [NAME=value]… [PROGRAM …]` (coreutils).
fn env(call: &mut Call<'_>) -> Result<i32, Halt> {
    let mut environment = call.surroundings.environment.clone();
    let mut rest = call.arguments();
    while let Some((first, more)) = rest.split_first() {
        match first.as_str() {
            "-i" | "-" | "--ignore-environment" => environment.clear(),
            "-u" => {
                let Some((name, _)) = more.split_first() else {
                    call.err("env: option requires an argument -- 'u'\nTry 'env --help' for more information.\n");
                    return Ok(125);
                };
                environment.retain(|(known, _)| known != name);
                rest = more;
            }
            word => match word.split_once('=') {
                Some((name, value)) => match environment.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => value.clone_into(known),
                    None => environment.push((name.to_owned(), value.to_owned())),
                },
                None => break,
            },
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    if rest.is_empty() {
        let text: String = environment.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
        call.out(&text);
        return Ok(0);
    }
    let path_of_own = call.surroundings.environment.iter().find(|(name, _)| name == "PATH").cloned();
    let words = rest.to_vec();
    let mut surroundings = Surroundings { environment, ..call.surroundings.clone() };
    let has_path = surroundings.environment.iter().any(|(name, _)| name == "PATH");
    if !has_path {
        surroundings.environment.extend(path_of_own.clone());
    }
    let name = words.first().cloned().unwrap_or_default();
    let (found, _) =
        super::find(&name, path_of_own.as_ref().map(|(_, path)| path.as_str()), &surroundings.folder, call.world);
    match found {
        super::Found::Denied | super::Found::Directory => {
            call.err(&format!("env: '{name}': Permission denied\n"));
            Ok(126)
        }
        super::Found::Missing | super::Found::NoDirectory => {
            call.err(&format!("env: '{name}': No such file or directory\n"));
            Ok(127)
        }
        _ => {
            if !has_path {
                surroundings.environment.retain(|(name, _)| name != "PATH");
                // It was found by the `PATH` of env itself, and is run by its whole path.
                let mut with_path = surroundings.clone();
                with_path.environment.extend(path_of_own);
                let (_, path) = super::find(&name, path_of(&with_path), &with_path.folder, call.world);
                return run_at(&path, &words, &surroundings, call.world);
            }
            execute_for_shell(&words, &surroundings, Flavor::Dash, call.world).unwrap_or(Ok(127))
        }
    }
}

fn path_of(surroundings: &Surroundings) -> Option<&str> {
    surroundings.environment.iter().find(|(name, _)| name == "PATH").map(|(_, value)| value.as_str())
}

/// Runs what stands at a path under another name.
fn run_at(path: &str, argv: &[String], surroundings: &Surroundings, world: &mut World) -> Result<i32, Halt> {
    match super::find(path, None, "/", world).0 {
        super::Found::Program(program) => run(program, argv, surroundings, world),
        _ => {
            let mut words = vec![path.to_owned()];
            words.extend(argv.iter().skip(1).cloned());
            execute_for_shell(&words, surroundings, Flavor::Dash, world).unwrap_or(Ok(127))
        }
    }
}
