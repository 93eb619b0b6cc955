//! kubectl 1.36 as a pure client: a command line, API calls, and what it prints.

mod apply;
mod autoscale;
mod call;
mod columns;
mod commands;
mod completion;
mod create;
mod delete;
mod describe;
mod diff;
mod drain;
mod events;
mod exec;
#[cfg(feature = "explain")]
mod explain;
mod failure;
mod field_validation;
mod generate;
mod get;
mod infos;
mod json_path;
mod label;
mod last_applied;
mod logs;
mod manifest;
mod merge;
mod output;
mod patch;
mod pod_filters;
mod quantity;
mod raw;
mod refused;
mod replace;
mod resource_sums;
mod resources;
mod rollout;
mod rollout_history;
mod run;
mod scale;
mod server_info;
mod set;
mod set_env;
pub(crate) mod tab_writer;
mod taint;
mod unified;
mod wait;
pub(crate) mod yaml_out;

use crate::time::SECOND;
use crate::{Context, Program, Step};
use call::Call;
pub(crate) use completion::complete;
use failure::{Failure, error};
pub(crate) use output::go_value;

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
        return Ok(Box::new(Reads { arguments: arguments.to_vec(), running: None }));
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
    if let Some(ran) = group(&call, context) {
        return ran;
    }
    configured(&call)?;
    let names = |context: &mut Context<'_>, wanted| drain::cordon(&call, wanted, context);
    match call.path() {
        "get" => get::run(&call, context),
        "describe" => describe::run(&call, context),
        "apply" => apply::run(&call, context),
        "create" => create::files(&call, context),
        "delete" => delete::run(&call, context),
        "apply view-last-applied" => last_applied::view(&call, context),
        "diff" => diff::run(&call, context),
        "replace" => replace::run(&call, context),
        "patch" => patch::run(&call, context),
        "cordon" => names(context, true),
        "uncordon" => names(context, false),
        "drain" => drain::drain(&call, context),
        "scale" => scale::run(&call, context),
        "autoscale" => autoscale::run(&call, context),
        "rollout status" => rollout::status(&call, context),
        "rollout history" => rollout_history::history(&call, context),
        "rollout undo" => rollout_history::undo(&call, context),
        "rollout pause" | "rollout resume" | "rollout restart" => rollout::change(&call, context),
        "set image" => set::image(&call, context),
        "set env" => set_env::run(&call, context),
        "set resources" => set::resources(&call, context),
        "set serviceaccount" => set::service_account(&call, context),
        "set selector" => set::selector(&call, context),
        "label" | "annotate" => label::run(&call, context),
        "taint" => taint::run(&call, context),
        "run" => run::run(&call, context),
        "expose" => run::expose(&call, context),
        "logs" => logs::run(&call, context),
        "exec" => exec::run(&call, context),
        "attach" => exec::attach(&call, context),
        "port-forward" => exec::port_forward(&call, context),
        "wait" => wait::run(&call, context),
        "events" => events::run(&call, context),
        "api-resources" => server_info::api_resources(&call, context),
        "api-versions" => server_info::api_versions(&call, context),
        "version" => server_info::version(&call, context),
        "cluster-info" => Ok(server_info::cluster_info(context)),
        #[cfg(feature = "explain")]
        "explain" => explain::run(&call, context),
        "edit" => refused::edit(&call, context),
        path if path.starts_with("create ") && path != "create token" => create::generated(&call, context),
        path if path.starts_with("config ") => server_info::config(&call, context),
        _ => refused::run(&call, context),
    }
}

/// Commands that only gather others: their help, or that there is no such command.
fn group(call: &Call, context: &mut Context<'_>) -> Option<Result<Ran, Failure>> {
    let path = call.path();
    if path == "create" || path == "cluster-info" || path == "apply" || commands::below(path).is_empty() {
        return None;
    }
    if path == "certificate" {
        context.out(&call.command.help);
        return Some(Ok(Ran::Done(0)));
    }
    if let Some(word) = call.arguments.first() {
        return Some(call.usage(format!("unknown command {word:?}")));
    }
    if path == "rollout" {
        context.out(&call.command.help);
    } else {
        context.err(&call.command.help);
    }
    Some(Ok(Ran::Done(1)))
}

/// The end of a command over several objects.
fn ended(mut failures: Vec<Failure>) -> Result<Ran, Failure> {
    match failures.len() {
        0 => Ok(Ran::Done(0)),
        1 => Err(failures.remove(0)),
        _ => Err(Failure::Many(failures)),
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
    // Some commands have flags of these names that mean something else.
    if ["create ", "config "].iter().any(|group| call.path().starts_with(group)) {
        return request_timeout(call).map(|_| ());
    }
    if !matches!(call.text("cluster"), "" | "kubernetes") {
        return error(format!("no server found for cluster {:?}", call.text("cluster")));
    }
    if !matches!(call.text("user"), "" | "kubernetes-admin") {
        return error(format!("auth info {:?} does not exist", call.text("user")));
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
    running: Option<Box<dyn Program>>,
}

impl Program for Reads {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        if !context.input.ended {
            return Step::FOR_INPUT;
        }
        if let Some(running) = &mut self.running {
            return running.step(context);
        }
        match begin(&self.arguments, context) {
            Ok(Ran::Done(code)) => Step::Done(code),
            Ok(Ran::On(mut program)) => {
                let step = program.step(context);
                self.running = Some(program);
                step
            }
            Err(failure) => fail(&failure, context),
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}
