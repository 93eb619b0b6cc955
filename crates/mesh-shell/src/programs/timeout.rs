//! timeout: a command that may only take so long (GNU coreutils).

use std::sync::Arc;

use super::small::seconds;
use crate::line::{List, ListRun};
use crate::{Context, Program, Step};

/// What it ends with where the command had to be ended.
const TIMED_OUT: i32 = 124;
/// What it ends with where it cannot begin.
const FAILED: i32 = 125;

#[derive(Clone, Debug)]
struct Timeout {
    /// When the command is ended; never where the duration is 0.
    until: Option<u64>,
    list: ListRun,
}

impl Program for Timeout {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        match (self.list.step(context), self.until) {
            (Step::Wait { .. }, Some(until)) if context.now() >= until => Step::Done(TIMED_OUT),
            (step @ Step::Wait { .. }, Some(until)) => step.or(Step::until(until)),
            (step, _) => step,
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

/// Begins it.
pub(super) fn start(arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let mut words = arguments;
    while let Some((option, rest)) = words.split_first().filter(|(option, _)| option.starts_with('-')) {
        // Whatever the signal is, a program ends by it here.
        let takes_value = matches!(option.as_str(), "-k" | "-s" | "--kill-after" | "--signal");
        words = if takes_value { rest.get(1..).unwrap_or_default() } else { rest };
    }
    let Some((duration, command)) = words.split_first().filter(|(_, command)| !command.is_empty()) else {
        context.err("timeout: missing operand\nTry 'timeout --help' for more information.\n");
        return Err(FAILED);
    };
    let Some(length) = seconds(std::slice::from_ref(duration)) else {
        context
            .err(&format!("timeout: invalid time interval '{duration}'\nTry 'timeout --help' for more information.\n"));
        return Err(FAILED);
    };
    let until = (length > 0).then(|| context.now().saturating_add(length));
    Ok(Box::new(Timeout { until, list: ListRun::new(Arc::new(List::of_words(command.to_vec()))) }))
}
