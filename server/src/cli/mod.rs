//! The command line.

mod args;
mod bytes;
mod check;
mod compare;
mod duration;
mod envoy_config;
mod files;
mod frame_ancestors;
mod help;
mod junit;
mod language;
mod lesson;
mod lint;
mod log;
mod open;
mod origin;
mod output;
mod render;
mod route;
mod serve;
mod share;
mod shell;
mod signals;
mod simulate;
mod table;
mod visible;

use std::process::ExitCode;

use self::args::{Arguments, Command};
pub(crate) use self::bytes::parse_bytes;
pub(crate) use self::duration::{LONGEST, parse_duration, parse_seconds, parse_timeout};
pub(crate) use self::files::joined;
pub(crate) use self::output::Failure;

/// What a command found: exit code 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to complain about.
    Clean,
    /// `lint` found an error or a warning, or a check does not hold.
    Findings,
}

/// Runs the command line of this process. Exit codes: 0 ok, 1 findings, 2 bad usage or bytes that cannot be read.
#[must_use]
pub fn main() -> ExitCode {
    language::speak_as_asked();
    match run(help::parse()) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("error: {}", visible::line(&failure.to_string()));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    match arguments.command {
        Command::Serve(arguments) => serve::run(arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Route(arguments) => route::run(&arguments),
        Command::EnvoyConfig(arguments) => envoy_config::run(&arguments),
        Command::Share(arguments) => share::run(&arguments),
        Command::Open(arguments) => open::run(&arguments),
        Command::Render(arguments) => render::run(&arguments),
        Command::Shell(arguments) => shell::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Lesson(arguments) => lesson::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
    }
}
