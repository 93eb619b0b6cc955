//! Steps with their times.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::process::say;

/// What was done, and how long it took.
#[derive(Debug, Default)]
pub(super) struct Steps {
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// Does one step.
    pub(super) fn run<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        say(format_args!("== {name}"));
        let started = Instant::now();
        let result = step().with_context(|| name.to_owned());
        let took = started.elapsed();
        self.done.push((name, took));
        if result.is_err() {
            self.report();
        }
        say(format_args!("== {name}: {:.1} s", took.as_secs_f64()));
        result
    }

    /// Prints a line for each step and their sum.
    pub(super) fn report(&self) {
        for (name, took) in &self.done {
            say(format_args!("{:>8.1} s  {name}", took.as_secs_f64()));
        }
        let total: Duration = self.done.iter().map(|(_, took)| *took).sum();
        say(format_args!("{:>8.1} s  in all", total.as_secs_f64()));
    }
}
