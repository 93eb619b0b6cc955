//! A run's cluster: its API, its terminal, and what people see of both.

use std::sync::Arc;

use mesh_cluster::api::{Answer, Verb};
use mesh_cluster::live::{Drifted, Overview};
use mesh_config::Config;
use mesh_proxy::Time;
use mesh_shell::Completions;

use super::Simulation;
use crate::act::Act;
use crate::engine::{GonePod, Printed};
use crate::work::{Stopped, Work};

impl Simulation {
    /// An API call to the cluster, and what it answers. As [`Self::apply`], what was done later is forgotten.
    #[expect(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]
    pub fn call(&mut self, verb: &Verb) -> Answer {
        if !matches!(verb, Verb::Get(_) | Verb::List { .. } | Verb::Log { .. }) {
            self.remember(Act::Call(Arc::new(verb.clone())));
        }
        self.core.call_api(verb, &mut self.history)
    }

    /// The cluster as people look at it, of its pods the first `most`. Dear where nobody has handled the cluster: it is brought
    /// to life for that, beside the run. Such a cluster stands still until the next push.
    #[must_use]
    pub fn overview(&self, most: usize) -> Overview {
        self.core.overview(most)
    }

    /// The pods that went a short while ago, the oldest first.
    #[must_use]
    pub fn gone_pods(&self) -> Vec<GonePod> {
        self.core.gone_pods()
    }

    /// Another value after each change of a cluster that lives, also where the run was wound back and went on otherwise; `None`
    /// while nobody has handled it.
    #[must_use]
    pub fn cluster_version(&self) -> Option<(u64, u64)> {
        self.core.living.as_ref().map(|living| (self.changes, living.machine.version()))
    }

    /// The places at which documents say otherwise than what lives; nothing while nobody has handled the cluster.
    #[must_use]
    pub fn drifted(&self, config: &Config) -> Vec<Drifted> {
        self.core.living.as_ref().map(|living| living.machine.drifted(config)).unwrap_or_default()
    }

    /// Types a command line into the run's terminal, with what it reads from standard input. What it prints comes as the run
    /// goes on. As [`Self::apply`], what was done later is forgotten. Gives the line's number.
    pub fn type_line(&mut self, text: &str, input: &str) -> u64 {
        self.remember(Act::Type(text.into(), input.into()));
        self.core.type_line(text, input, &mut self.history)
    }

    /// Ends what the terminal is running, as Ctrl-C does.
    pub fn interrupt(&mut self) {
        self.remember(Act::Interrupt);
        self.core.interrupt(&mut self.history);
    }

    /// What a line of the terminal could go on with where its cursor stands (in bytes). A copy of the run is asked, so that the
    /// run itself stays as it is.
    #[must_use]
    pub fn completions(&self, line: &str, cursor: usize) -> Completions {
        let mut copy = self.clone();
        copy.core.completions(line, cursor, &mut copy.history)
    }

    /// What the terminal has printed, the oldest first; of a long history the end.
    #[must_use]
    pub fn printed(&self) -> &[Printed] {
        self.core.terminal.printed()
    }

    /// Whether a line of the terminal has not ended.
    #[must_use]
    pub fn is_terminal_busy(&self) -> bool {
        self.core.terminal.is_busy()
    }

    /// The exit code of the line that ended last.
    #[must_use]
    pub fn terminal_status(&self) -> i32 {
        self.core.terminal.status()
    }

    /// Runs until no line of the terminal is under way, at most until a time.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_terminal(&mut self, until: Time, work: &mut Work) -> Result<(), Stopped> {
        self.run_while(until, work, |core| core.terminal.is_busy())
    }
}
