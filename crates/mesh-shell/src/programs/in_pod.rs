//! Programs in a container: what `kubectl exec` starts.

use std::sync::Arc;

use crate::line::{self, List, ListRun};
use crate::{Context, Place, Program, Session, Step, curl, fortio};

/// Programs that containers are taken to have.
const KNOWN: [&str; 5] = ["curl", "fortio", "sh", "bash", "ash"];

/// Begins a command in a pod; `None` where there is no such program, or no network that it could reach.
pub(crate) fn begin(
    namespace: &str,
    pod: &str,
    command: &[String],
    context: &mut Context<'_>,
) -> Option<Box<dyn Program>> {
    let (program, arguments) = command.split_first()?;
    let name = last(program);
    if !KNOWN.contains(&name) || context.server.network().is_none() {
        return None;
    }
    let mut session =
        Session { place: Place::Pod { namespace: namespace.to_owned(), name: pod.to_owned() }, ..Session::default() };
    session.variables.insert("HOSTNAME".to_owned(), pod.to_owned());
    let words = std::iter::once(name.to_owned()).chain(arguments.iter().cloned());
    Some(Box::new(InPod { session, list: ListRun::new(Arc::new(List::of_words(words))) }))
}

/// A program by its name or its path.
fn last(program: &str) -> &str {
    match program.starts_with('/') {
        true => program.rsplit('/').next().unwrap_or(program),
        false => program,
    }
}

/// Begins what a line in a pod names; `None` for what is the same everywhere.
pub(super) fn start(
    name: &str,
    arguments: &[String],
    context: &mut Context<'_>,
) -> Option<Result<Box<dyn Program>, i32>> {
    match last(name) {
        "curl" => Some(curl::start(arguments, context)),
        "fortio" => Some(fortio::start(arguments, context)),
        "hostname" => {
            let name = context.session.variables.get("HOSTNAME").cloned().unwrap_or_default();
            context.out(&format!("{name}\n"));
            Some(Err(0))
        }
        name @ ("sh" | "bash" | "ash") => Some(shell(name, arguments, context)),
        name @ ("kubectl" | "k" | "istioctl" | "docker") => {
            context.err(&format!("sh: 1: {name}: not found\n"));
            Some(Err(127))
        }
        _ => None,
    }
}

/// `sh -c LINE`, else the lines of standard input.
pub(super) fn shell(name: &str, arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let flag = arguments.iter().position(|argument| argument.starts_with('-') && argument.ends_with('c'));
    let text = match flag.map(|at| arguments.get(at + 1)) {
        Some(Some(text)) => text.clone(),
        Some(None) => {
            context.err(&format!("{name}: 0: -c requires an argument\n"));
            return Err(2);
        }
        None => std::mem::take(&mut context.input.text),
    };
    match line::parse(&text) {
        Ok(list) => Ok(Box::new(Lines(ListRun::new(Arc::new(list))))),
        Err(message) => {
            context.err(&format!("{name}: 1: {message}\n"));
            Err(2)
        }
    }
}

/// A shell within a shell.
#[derive(Clone, Debug)]
struct Lines(ListRun);

impl Program for Lines {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        self.0.step(context)
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// A command that runs in a pod, with files and variables of its own.
#[derive(Clone, Debug)]
struct InPod {
    session: Session,
    list: ListRun,
}

impl Program for InPod {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        let mut inner = Context {
            server: &mut *context.server,
            session: &mut self.session,
            console: &mut *context.console,
            input: &mut *context.input,
        };
        let step = self.list.step(&mut inner);
        if let Step::Done(code) = step
            && code != 0
        {
            context.err(&format!("command terminated with exit code {code}\n"));
        }
        step
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}
