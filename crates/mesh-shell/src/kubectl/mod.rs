//! kubectl 1.36 as a pure client: a command line, API calls, and what it prints.

mod call;
mod columns;
mod commands;
mod failure;
mod get;
mod go_template;
mod infos;
mod json_path;
mod manifest;
mod output;
mod quantity;
mod raw;
mod resources;
mod tab_writer;
mod yaml_out;

use crate::time::SECOND;
use crate::{Context, Program, Step};
use call::Call;
use failure::{Failure, error};

/// How a command has gone.
pub(crate) enum Ran {
    /// It has ended with this exit code.
    Done(i32),
    /// It waits for something.
    On(Box<dyn Program>),
}

/// Begins a command.
pub(crate) fn start(arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    // Whoever reads standard input needs all of it.
    if arguments.iter().any(|argument| matches!(argument.as_str(), "-" | "-f-")) && !context.input.ended {
        return Ok(Box::new(Reads { arguments: arguments.to_vec() }));
    }
    match begin(arguments, context) {
        Ok(Ran::Done(code)) => Err(code),
        Ok(Ran::On(program)) => Ok(program),
        Err(failure) => match fail(&failure, context) {
            Step::Done(code) => Err(code),
            _ => Err(1),
        },
    }
}

/// Says why a command has failed.
pub(crate) fn fail(failure: &Failure, context: &mut Context<'_>) -> Step {
    let (text, code) = failure.said();
    context.err(&text);
    Step::Done(code)
}

/// Now, as a clock on the wall shows it: nanoseconds since 1970.
pub(crate) fn wall(context: &Context<'_>) -> i128 {
    i128::from(context.server.epoch()) * i128::from(SECOND) + i128::from(context.now())
}

fn begin(arguments: &[String], context: &mut Context<'_>) -> Result<Ran, Failure> {
    let call = Call::read(arguments)?;
    if call.is("help") || call.path() == "options" || call.path().is_empty() {
        context.out(&call.command.help);
        return Ok(Ran::Done(0));
    }
    configured(&call)?;
    match call.path() {
        "get" => get::run(&call, context),
        path => error(format!("{path} is not known here")),
    }
}

/// Whether the configuration that the flags name exists.
fn configured(call: &Call) -> Result<(), Failure> {
    if call.has("kubeconfig") {
        return error(format!("stat {}: no such file or directory", call.text("kubeconfig")));
    }
    let context = call.text("context");
    if !context.is_empty() && context != CONTEXT {
        let text = format!("Error in configuration: context was not found for specified context: {context}");
        return Err(Failure::Plain(text));
    }
    request_timeout(call).map(|_| ())
}

/// The name of kubectl's only context.
const CONTEXT: &str = "kubernetes-admin@kubernetes";

/// `--request-timeout` in nanoseconds; `None` where there is none.
pub(crate) fn request_timeout(call: &Call) -> Result<Option<u64>, Failure> {
    let text = call.text("request-timeout");
    let seconds = text.parse::<u64>().ok().and_then(|seconds| seconds.checked_mul(SECOND));
    match seconds.or_else(|| crate::time::parse_go_duration(text)) {
        Some(0) => Ok(None),
        Some(timeout) => Ok(Some(timeout)),
        None => error(
            "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding \
             time unit (e.g. 1s | 2m | 3h)",
        ),
    }
}

/// A command that waits for the end of its standard input.
#[derive(Clone, Debug)]
struct Reads {
    arguments: Vec<String>,
}

impl Program for Reads {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        if !context.input.ended {
            return Step::FOR_INPUT;
        }
        match begin(&self.arguments, context) {
            Ok(Ran::Done(code)) => Step::Done(code),
            Ok(Ran::On(_)) => Step::Done(1),
            Err(failure) => fail(&failure, context),
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}
