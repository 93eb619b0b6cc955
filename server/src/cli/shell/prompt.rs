//! The prompt of a terminal: a line with history, Tab and Ctrl-C.

use std::cell::RefCell;
use std::rc::Rc;

use mesh_sim::Simulation;
use mesh_words::say;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use crate::cli::Failure;

/// A prompt.
pub(super) struct Prompt {
    editor: Editor<Tab, DefaultHistory>,
}

impl Prompt {
    /// A prompt whose Tab looks at a run.
    pub(super) fn new(simulation: Rc<RefCell<Simulation>>) -> Result<Self, Failure> {
        let configuration = Config::builder().completion_type(CompletionType::List).auto_add_history(true).build();
        let mut editor = Editor::with_config(configuration).map_err(|error| unreadable(&error))?;
        editor.set_helper(Some(Tab { simulation }));
        Ok(Self { editor })
    }

    /// The next line; an empty one where Ctrl-C gave it up, `None` at the end.
    pub(super) fn line(&mut self) -> Result<Option<String>, Failure> {
        match self.editor.readline("$ ") {
            Ok(line) => Ok(Some(line)),
            Err(ReadlineError::Interrupted) => Ok(Some(String::new())),
            Err(ReadlineError::Eof) => Ok(None),
            Err(error) => Err(unreadable(&error)),
        }
    }
}

fn unreadable(error: &ReadlineError) -> Failure {
    say!("command-shell-input", error = error.to_string()).into()
}

/// Completes what is typed from the run.
struct Tab {
    simulation: Rc<RefCell<Simulation>>,
}

impl Completer for Tab {
    type Candidate = Pair;

    fn complete(&self, line: &str, cursor: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let found = self.simulation.borrow().completions(line, cursor);
        let pairs = found.candidates.iter().map(|candidate| Pair {
            display: candidate.clone(),
            replacement: written(candidate, found.candidates.len() == 1),
        });
        Ok((found.from, pairs.collect()))
    }
}

/// What takes the place of what is typed: a word that is the only one ends, unless more belongs to it.
fn written(candidate: &str, is_only: bool) -> String {
    let blank = if is_only && !candidate.ends_with(['=', '/', ',']) { " " } else { "" };
    format!("{candidate}{blank}")
}

impl Hinter for Tab {
    type Hint = String;
}
impl Highlighter for Tab {}
impl Validator for Tab {
    /// A line that goes on is not done by Enter.
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let goes_on = mesh_sim::is_unfinished(context.input());
        Ok(if goes_on { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}
impl Helper for Tab {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_the_only_one_ends() {
        assert_eq!(written("pods", true), "pods ");
        assert_eq!(written("pods", false), "pods");
        assert_eq!(written("--dry-run=", true), "--dry-run=");
    }
}
