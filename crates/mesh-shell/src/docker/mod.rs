//! `docker`: images from the Dockerfiles of the terminal's files, and containers that run in simulated time. It reads and
//! prints what docker 28 and dockerd 20.10 read and print; what runs in a container is `mesh-container`'s part.

mod build;
mod call;
mod command;
mod engine;
mod exec;
mod follow;
mod inspect;
mod lifecycle;
mod list;
mod run;

pub(crate) use engine::Engine;

use call::Call;
use command::COMMANDS;

use crate::{Context, Program};

/// A program that goes on, or the exit code of one that has ended.
type Begun = Result<Box<dyn Program>, i32>;

pub(crate) fn start(words: &[String], context: &mut Context<'_>) -> Begun {
    let now = context.now();
    context.session.docker.clean_up(now);
    let words = match words.split_first() {
        None => return Err(help(context)),
        Some((first, _)) if matches!(first.as_str(), "--help" | "help" | "-h") => return Err(help(context)),
        Some((first, _)) if matches!(first.as_str(), "--version" | "-v") => {
            context.out("Docker version 28.2.2, build e6534b4\n");
            return Err(0);
        }
        Some((first, _)) if first.starts_with('-') => {
            let why = match first.strip_prefix("--") {
                Some(name) => format!("unknown flag: --{}", name.split('=').next().unwrap_or_default()),
                None => format!("unknown shorthand flag: '{}' in {first}", first.chars().nth(1).unwrap_or('-')),
            };
            let usage = "Usage:  docker [OPTIONS] COMMAND [ARG...]";
            context.err(&format!("{why}\n\n{usage}\n\nRun 'docker --help' for more information\n"));
            return Err(125);
        }
        Some(_) => words,
    };
    let Some((command, rest)) = command::find(words) else {
        let shown = words.first().map_or("", String::as_str);
        context.err(&format!("docker: unknown command: docker {shown}\n\nRun 'docker --help' for more information\n"));
        return Err(1);
    };
    let call = match Call::read(command, rest) {
        Ok(call) => call,
        Err((text, 0)) => {
            context.out(&text);
            return Err(0);
        }
        Err((text, status)) => {
            context.err(&text);
            return Err(status);
        }
    };
    match command.name {
        "build" => Err(build::build(&call, context)),
        "run" | "create" => run::run(command.name, &call, context),
        "ps" => Err(list::containers(&call, context)),
        "images" => Err(list::images(&call, context)),
        "inspect" => Err(inspect::inspect(&call, context)),
        "logs" => follow::logs(&call, context),
        "exec" => exec::exec(&call, context),
        "stop" | "restart" | "wait" => lifecycle::stop(command.name, &call, context),
        "start" => lifecycle::start(&call, context),
        "version" => {
            context.out("Client:\n Version:           28.2.2\n API version:       1.41\n\nServer:\n Engine:\n  Version:          20.10.24\n");
            Err(0)
        }
        name => Err(lifecycle::change(name, &call, context)),
    }
}

/// An answer of the daemon that is no good.
fn daemon_error(context: &mut Context<'_>, why: &str) {
    context.err(&format!("Error response from daemon: {why}\n"));
}

fn help(context: &mut Context<'_>) -> i32 {
    let mut text =
        "Usage:  docker [OPTIONS] COMMAND\n\nA self-sufficient runtime for containers\n\nCommands:\n".to_owned();
    for command in &COMMANDS {
        text.push_str(&format!("  {:<11} {}\n", command.name, command.about));
    }
    text.push_str("\nRun 'docker COMMAND --help' for more information on a command.\n");
    context.out(&text);
    0
}
