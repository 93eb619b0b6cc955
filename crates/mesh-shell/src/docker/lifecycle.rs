//! `docker stop`, `start`, `restart`, `kill`, `wait`, `rm`, `rmi`, `tag`, `rename`, `pull`.

use mesh_container::{Signal, with_tag};

use super::call::Call;
use super::engine::{State, Stored};
use super::follow::{Follow, printed};
use super::{Begun, daemon_error};
use crate::time::SECOND;
use crate::{Context, Program, Step};

/// Waits for containers to end.
#[derive(Clone, Debug)]
struct Waiting {
    /// Their names as they were typed, and their ids.
    containers: Vec<(String, String)>,
    /// `stop`, `restart` or `wait`.
    command: String,
    status: i32,
}

/// So often is it looked whether they have ended.
const LOOK: u64 = 500_000_000;

impl Program for Waiting {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let now = context.now();
        while let Some((name, id)) = self.containers.first().cloned() {
            let engine = &mut context.session.docker;
            let found = engine.find(&id).and_then(|index| engine.containers.get_mut(index));
            let Some(container) = found else {
                self.containers.remove(0);
                continue;
            };
            let status = match container.state(now) {
                State::Running => {
                    let end = container.end().map_or(now + LOOK, |(at, _)| at.min(now + LOOK));
                    return Step::until(end.max(now + 1));
                }
                State::Exited(_, status) => status,
                State::Created => 0,
            };
            if self.command == "restart" {
                container.start(now);
            }
            let text = if self.command == "wait" { status.to_string() } else { name };
            context.out(&format!("{text}\n"));
            self.containers.remove(0);
        }
        Step::Done(self.status)
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// `stop`, `restart` and `wait`: they end once the containers have ended.
pub(super) fn stop(command: &str, call: &Call, context: &mut Context<'_>) -> Begun {
    let now = context.now();
    let mut waiting = Waiting { containers: Vec::new(), command: command.to_owned(), status: 0 };
    let asked = call.last("timeout").or_else(|| call.last("time")).and_then(|text| text.parse::<i64>().ok());
    for name in &call.arguments {
        let Some(index) = context.session.docker.find(name) else {
            daemon_error(context, &format!("No such container: {name}"));
            waiting.status = 1;
            continue;
        };
        let Some(container) = context.session.docker.containers.get_mut(index) else { continue };
        waiting.containers.push((name.clone(), container.id.clone()));
        if command == "wait" || container.state(now) != State::Running {
            continue;
        }
        let signal = call.last("signal").unwrap_or(&container.stop_signal);
        let signal = Signal::read(signal).unwrap_or(Signal::TERM);
        container.signal(now, signal);
        let timeout = match asked {
            Some(seconds) => u64::try_from(seconds).ok(),
            None => Some(container.stop_timeout),
        };
        if let Some(seconds) = timeout {
            let kill = now.saturating_add(seconds.saturating_mul(SECOND));
            if container.end().is_none_or(|(at, _)| at > kill) {
                container.signal(kill, Signal::KILL);
            }
        }
    }
    match waiting.step(context) {
        Step::Done(status) => Err(status),
        Step::Wait { .. } => Ok(Box::new(waiting)),
    }
}

pub(super) fn start(call: &Call, context: &mut Context<'_>) -> Begun {
    let now = context.now();
    let mut status = 0;
    for name in &call.arguments {
        let Some(index) = context.session.docker.find(name) else {
            daemon_error(context, &format!("No such container: {name}"));
            status = 1;
            continue;
        };
        let Some(container) = context.session.docker.containers.get_mut(index) else { continue };
        if container.state(now) != State::Running {
            container.start(now);
        }
        let id = container.id.clone();
        if let Some(Err(why)) = &container.ran {
            let why = super::run::refused(&why.message);
            container.error.clone_from(&why);
            daemon_error(context, &why);
            context.err(&format!("Error: failed to start containers: {name}\n"));
            status = 1;
            continue;
        }
        if call.is("attach") {
            return Ok(Box::new(Follow::of_run(id, printed(now), false)));
        }
        context.out(&format!("{name}\n"));
    }
    Err(status)
}

/// What changes something at once.
pub(super) fn change(command: &str, call: &Call, context: &mut Context<'_>) -> i32 {
    match (command, call.arguments.as_slice()) {
        ("tag", [source, target]) => tag(source, target, context),
        ("rename", [name, new]) => match context.session.docker.find(name) {
            Some(index) => {
                if let Some(container) = context.session.docker.containers.get_mut(index) {
                    container.name.clone_from(new);
                }
                0
            }
            None => {
                daemon_error(context, &format!("No such container: {name}"));
                1
            }
        },
        ("pull", [name]) => pull(name, context),
        ("rmi", names) => names.iter().map(|name| remove_image(name, context)).max().unwrap_or(0),
        ("rm", names) => names.iter().map(|name| remove(name, call.is("force"), context)).max().unwrap_or(0),
        ("kill", names) => {
            let signal = call.last("signal").unwrap_or("KILL").to_owned();
            let Some(known) = Signal::read(&signal) else {
                daemon_error(context, &format!("Invalid signal: {signal}"));
                return 1;
            };
            names.iter().map(|name| kill(name, known, context)).max().unwrap_or(0)
        }
        _ => 1,
    }
}

fn kill(name: &str, signal: Signal, context: &mut Context<'_>) -> i32 {
    let now = context.now();
    let Some(index) = context.session.docker.find(name) else {
        daemon_error(context, &format!("Cannot kill container: {name}: No such container: {name}"));
        return 1;
    };
    let Some(container) = context.session.docker.containers.get_mut(index) else { return 1 };
    if container.state(now) != State::Running {
        let why = format!("Cannot kill container: {name}: Container {} is not running", container.id);
        daemon_error(context, &why);
        return 1;
    }
    container.signal(now, signal);
    context.out(&format!("{name}\n"));
    0
}

fn remove(name: &str, force: bool, context: &mut Context<'_>) -> i32 {
    let now = context.now();
    let Some(index) = context.session.docker.find(name) else {
        daemon_error(context, &format!("No such container: {name}"));
        return i32::from(!force);
    };
    let Some(container) = context.session.docker.containers.get(index) else { return 1 };
    if container.state(now) == State::Running && !force {
        let why = format!(
            "You cannot remove a running container {}. Stop the container before attempting removal or force remove",
            container.id
        );
        daemon_error(context, &why);
        return 1;
    }
    context.session.docker.containers.remove(index);
    context.out(&format!("{name}\n"));
    0
}

fn tag(source: &str, target: &str, context: &mut Context<'_>) -> i32 {
    let Some(image) = context.session.docker.image(source) else {
        daemon_error(context, &format!("No such image: {}", with_tag(source)));
        return 1;
    };
    let created = context.now();
    context.server.add_image(&with_tag(target), &image);
    context.session.docker.images.insert(with_tag(target), Stored { image, created });
    0
}

fn pull(name: &str, context: &mut Context<'_>) -> i32 {
    if !name.contains(':') {
        context.out("Using default tag: latest\n");
    }
    let full = with_tag(name);
    let repository = full.split(':').next().unwrap_or_default();
    if mesh_container::well_known(name).is_none() || matches!(repository, "base" | "bare") {
        daemon_error(
            context,
            &format!(
                "pull access denied for {repository}, repository does not exist or may require 'docker login': denied: requested \
                 access to the resource is denied"
            ),
        );
        return 1;
    }
    context.out(&format!("Status: Image is up to date for {full}\ndocker.io/library/{full}\n"));
    0
}

fn remove_image(name: &str, context: &mut Context<'_>) -> i32 {
    let full = with_tag(name);
    match context.session.docker.images.remove(&full) {
        Some(stored) => {
            context.out(&format!("Untagged: {full}\n"));
            let id = stored.image.id();
            if !context.session.docker.images.values().any(|other| other.image.id() == id) {
                context.out(&format!("Deleted: sha256:{id}\n"));
            }
            0
        }
        None => {
            daemon_error(context, &format!("No such image: {full}"));
            1
        }
    }
}
