//! Finding a program and running it: what runc, the kernel and tini say of what cannot be run.

use super::{Halt, MAX_DEPTH, Refused, Surroundings, Target, World, programs};
use crate::files::{Content, Entry, absolute};
use crate::shell;

/// What words lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A program that this crate knows.
    Program(&'static str),
    /// A script, and its path.
    Script(String, String),
    /// A program that is taken to be a server.
    Server,
    /// Nothing of that name.
    Missing,
    /// Something that may not be executed.
    Denied,
    /// A folder.
    Directory,
    /// A path through something that is no folder.
    NoDirectory,
}

/// Looks a program up: by its path where it has a slash, else in the folders of `PATH`.
pub(crate) fn find(name: &str, path: Option<&str>, folder: &str, world: &World) -> (Found, String) {
    if name.contains('/') {
        let whole = absolute(folder, name);
        let above = whole.rsplit_once('/').map_or("", |(above, _)| above);
        return match world.files.get(&whole) {
            None if !above.is_empty() && matches!(world.files.get(above), Some(Entry::File { .. })) => {
                (Found::NoDirectory, whole)
            }
            None if world.files.is_guessed() => (guess(name), whole),
            entry => (found(entry, &whole), whole),
        };
    }
    let mut denied = None;
    for place in path.unwrap_or_default().split(':').filter(|_| !name.is_empty()) {
        let whole = absolute(folder, &format!("{}/{name}", if place.is_empty() { "." } else { place }));
        match found(world.files.get(&whole), &whole) {
            Found::Missing | Found::Directory => {}
            Found::Denied => denied = Some(whole),
            found => return (found, whole),
        }
    }
    match denied {
        Some(whole) => (Found::Denied, whole),
        None if world.files.is_guessed() => (guess(name), name.to_owned()),
        None => (Found::Missing, name.to_owned()),
    }
}

/// What a name says where nobody has described the files: a server, unless it says itself that it is not there.
fn guess(name: &str) -> Found {
    if name.is_empty() || name.contains("no-such") { Found::Missing } else { Found::Server }
}

fn found(entry: Option<&Entry>, path: &str) -> Found {
    match entry {
        None => Found::Missing,
        Some(Entry::Directory) => Found::Directory,
        Some(Entry::File { is_executable: false, .. }) => Found::Denied,
        Some(Entry::File { content: Content::Program(name), .. }) => Found::Program(name),
        Some(Entry::File { content: Content::Text(text), .. }) => Found::Script(text.clone(), path.to_owned()),
    }
}

fn path_of(surroundings: &Surroundings) -> Option<&str> {
    surroundings.environment.iter().rev().find(|(name, _)| name == "PATH").map(|(_, value)| value.as_str())
}

/// What runc says of words that it cannot start (`libcontainer`, Go's `exec.LookPath`).
pub(super) fn check(argv: &[String], surroundings: &Surroundings, world: &World) -> Result<(), Refused> {
    let name = argv.first().map_or("", String::as_str);
    let (found, _) = find(name, path_of(surroundings), &surroundings.folder, world);
    let refused = |status, why: String| Err(Refused { status, message: format!("exec: {name:?}: {why}") });
    match found {
        Found::Missing if name.contains('/') => refused(127, format!("stat {name}: no such file or directory")),
        Found::Missing => refused(127, "executable file not found in $PATH".to_owned()),
        Found::NoDirectory => refused(125, format!("stat {name}: not a directory")),
        Found::Denied if !name.contains('/') => refused(127, "executable file not found in $PATH".to_owned()),
        Found::Denied | Found::Directory => refused(126, "permission denied".to_owned()),
        Found::Program(_) | Found::Script(..) | Found::Server => Ok(()),
    }
}

/// Runs words as a process does `execve`, up to its end; `None` where there is nothing that can be run.
pub(crate) fn execute(argv: &[String], surroundings: &Surroundings, world: &mut World) -> Option<Result<i32, Halt>> {
    let name = argv.first().map_or("", String::as_str);
    let (found, path) = find(name, path_of(surroundings), &surroundings.folder, world);
    if world.depth >= MAX_DEPTH {
        return None;
    }
    world.depth += 1;
    let ended = match found {
        Found::Program(program) => Some(programs::run(program, argv, surroundings, world)),
        Found::Server => Some(programs::serve(surroundings, world)),
        Found::Script(text, _) => Some(match interpreter(&text) {
            Some((interpreter, argument)) => {
                let mut words = vec![interpreter.clone()];
                words.extend(argument);
                words.push(if name.contains('/') { name.to_owned() } else { path });
                words.extend(argv.iter().skip(1).cloned());
                match execute(&words, surroundings, world) {
                    Some(ended) => ended,
                    None => {
                        let why = format!("exec {name}: no such file or directory\n");
                        world.write(surroundings.descriptors.get(2), &why);
                        Ok(127)
                    }
                }
            }
            // The kernel knows no format of it. What a shell starts it reads itself, see `shell::run_text`.
            None => {
                world.write(surroundings.descriptors.get(2), &format!("exec {name}: exec format error\n"));
                Ok(1)
            }
        }),
        Found::Missing | Found::Denied | Found::Directory | Found::NoDirectory => None,
    };
    world.depth -= 1;
    ended
}

/// The program that a script names behind `#!`, and its one argument.
pub(crate) fn interpreter(text: &str) -> Option<(String, Option<String>)> {
    let line = text.strip_prefix("#!")?.lines().next()?.trim();
    let (program, argument) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let argument = argument.trim();
    Some((program.to_owned(), (!argument.is_empty()).then(|| argument.to_owned())))
}

/// Runs words under an init process that hands on signals and takes the exit code over (krallin/tini).
pub(super) fn under_init(argv: &[String], surroundings: &Surroundings, world: &mut World) -> Result<i32, Halt> {
    let name = argv.first().map_or("", String::as_str);
    let (found, path) = find(name, path_of(surroundings), &surroundings.folder, world);
    let (status, why) = match found {
        Found::Missing | Found::NoDirectory => (127, "No such file or directory"),
        Found::Denied | Found::Directory => (126, "Permission denied"),
        // Its `execvp` has a shell read what the kernel cannot run.
        Found::Script(text, _) if interpreter(&text).is_none() => {
            let mut words = vec!["/bin/sh".to_owned(), path];
            words.extend(argv.iter().skip(1).cloned());
            return execute(&words, surroundings, world).unwrap_or(Ok(126));
        }
        _ => return execute(argv, surroundings, world).unwrap_or(Ok(127)),
    };
    let target: Option<&Target> = surroundings.descriptors.get(2);
    world.write(target, &format!("[FATAL tini (7)] exec {name} failed: {why}\n"));
    Ok(status)
}

/// Runs a program that a shell has found, and reads it itself where the kernel cannot.
pub(crate) fn execute_for_shell(
    argv: &[String],
    surroundings: &Surroundings,
    flavor: shell::Flavor,
    world: &mut World,
) -> Option<Result<i32, Halt>> {
    let name = argv.first().map_or("", String::as_str);
    if let (Found::Script(text, path), _) = find(name, path_of(surroundings), &surroundings.folder, world)
        && interpreter(&text).is_none()
        && world.depth < MAX_DEPTH
    {
        world.depth += 1;
        let name = if name.contains('/') { name.to_owned() } else { path };
        let ended = shell::run_text(&text, &name, argv.get(1..).unwrap_or_default(), flavor, surroundings, world);
        world.depth -= 1;
        return Some(ended);
    }
    execute(argv, surroundings, world)
}
