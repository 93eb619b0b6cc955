//! `mesh-playground shell`: a terminal on the simulated world.

mod prompt;
mod script;
mod terminal;

use super::args::ShellArguments;
use super::output::warn;
use super::{Failure, Outcome, files};
use crate::engine::{self, Input};

/// Runs the lines of standard input, one after the other, beside the traffic of the files.
pub(super) fn run(arguments: &ShellArguments) -> Result<Outcome, Failure> {
    if let Some(path) = &arguments.script {
        return script::run(arguments, path);
    }
    let mut read = files::read(&arguments.files)?;
    files::shorten(&mut read);
    let input = Input { files: read, strict: arguments.strict, seed: arguments.seed, most_findings: None };
    let opened = engine::open(&input);
    warn(&opened.findings);
    terminal::run(opened.mesh, input.seed, &mut arguments.budget.work())
}
