//! What is known of how a run's requests ended: collected as the run goes on, not anew each time that somebody asks.

use mesh_proxy::Time;
use mesh_sim::{Fate, Work};

use crate::run::Run;

/// How the requests of a run ended that were answered since a time.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    history: Option<u64>,
    since: Time,
    until: Time,
    fates: Vec<Fate>,
    is_whole: bool,
}

impl Known {
    pub(crate) fn since(since: Time) -> Self {
        Self { history: None, since, until: since, fates: Vec::new(), is_whole: true }
    }

    /// Collects what was answered up to now. What was collected before something was done to the run is forgotten.
    pub(crate) fn follow(&mut self, run: &Run, work: &mut Work) {
        if self.history != Some(run.history()) {
            *self = Self { history: Some(run.history()), ..Self::since(self.since) };
        }
        if self.is_whole && run.now() > self.until {
            let (fates, is_whole) = run.simulation().fates(self.until, work);
            self.fates.extend(fates);
            self.is_whole = is_whole;
            self.until = run.now();
        }
    }

    /// Those that were answered before a time: it may lie before what was collected, once the run is wound back.
    pub(crate) fn before(&self, time: Time) -> &[Fate] {
        let answered = self.fates.partition_point(|fate| fate.answered < time);
        self.fates.get(..answered).unwrap_or_default()
    }

    /// Whether that is all of them.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }
}
