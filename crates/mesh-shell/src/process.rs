//! Programs that run, and live on in simulated time while they wait.

use crate::{Console, Server, Session, Stream};

/// How far a program has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It has ended with this exit code.
    Done(i32),
    /// It waits: for a time, for a change of the cluster, for its standard input, or for whichever comes first.
    Wait {
        /// The simulated time that it waits for.
        until: Option<u64>,
        /// Whether it wants to look again whenever the cluster has changed or a request was answered.
        on_change: bool,
    },
}

impl Step {
    /// Waits for what comes on standard input alone.
    pub const FOR_INPUT: Step = Step::Wait { until: None, on_change: false };

    /// Waits for a time.
    #[must_use]
    pub fn until(time: u64) -> Step {
        Step::Wait { until: Some(time), on_change: false }
    }

    /// Waits for whichever of the two comes first; a program that has ended does not wait.
    #[must_use]
    pub fn or(self, other: Step) -> Step {
        match (self, other) {
            (Step::Done(_), other) => other,
            (step, Step::Done(_)) => step,
            (Step::Wait { until: a, on_change: x }, Step::Wait { until: b, on_change: y }) => {
                let until = match (a, b) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                Step::Wait { until, on_change: x || y }
            }
        }
    }
}

/// What a program reads: the text that has come and not been taken yet.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The text.
    pub text: String,
    /// Whether nothing more will come.
    pub ended: bool,
}

impl Input {
    /// The whole lines that have come, without their line feeds; at the end also the last that has none.
    pub fn lines(&mut self) -> Vec<String> {
        let whole = if self.ended { self.text.len() } else { self.text.rfind('\n').map_or(0, |at| at + 1) };
        let rest = self.text.split_off(whole);
        let text = std::mem::replace(&mut self.text, rest);
        text.lines().map(str::to_owned).collect()
    }
}

/// What a program has around it while it runs.
pub struct Context<'a> {
    /// The API server.
    pub server: &'a mut dyn Server,
    /// The terminal's own state: variables, files, kubeconfig.
    pub session: &'a mut Session,
    /// Where it prints.
    pub console: &'a mut Console,
    /// What it reads.
    pub input: &'a mut Input,
}

impl Context<'_> {
    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.server.now()
    }

    /// Prints on standard output.
    pub fn out(&mut self, text: &str) {
        self.console.print(self.server.now(), Stream::Out, text);
    }

    /// Prints on standard error.
    pub fn err(&mut self, text: &str) {
        self.console.print(self.server.now(), Stream::Err, text);
    }
}

/// A program that runs. A step does what can be done now; whoever runs the shell calls again when what it waits for has come.
pub trait Program {
    /// Goes on as far as it can.
    fn step(&mut self, context: &mut Context<'_>) -> Step;

    /// A copy, for a fork of the run.
    fn fork(&self) -> Box<dyn Program>;
}

impl Clone for Box<dyn Program> {
    fn clone(&self) -> Self {
        self.fork()
    }
}

impl std::fmt::Debug for dyn Program {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Program")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_waits_the_first_counts() {
        let change = Step::Wait { until: None, on_change: true };
        assert_eq!(Step::until(5).or(Step::until(3)), Step::until(3));
        assert_eq!(Step::until(5).or(change), Step::Wait { until: Some(5), on_change: true });
        assert_eq!(Step::Done(1).or(change), change);
    }

    #[test]
    fn a_line_is_whole_once_it_has_its_line_feed_or_nothing_more_comes() {
        let mut input = Input { text: "a\nb".to_owned(), ended: false };
        assert_eq!(input.lines(), ["a"]);
        input.ended = true;
        assert_eq!(input.lines(), ["b"]);
        assert_eq!(input.lines(), Vec::<String>::new());
    }
}
