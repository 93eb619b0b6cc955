//! The Checks of the run that is shown.

use std::sync::Arc;

use mesh_proxy::Time;
use mesh_sim::Work;
use mesh_view::CheckState;

use super::Session;
use crate::checks::LiveChecks;
use crate::texts::Texts;

/// Checks that are looked at, and what they were made of: they begin anew with other texts or another history of the run.
#[derive(Debug)]
pub(super) struct Checked {
    texts: Arc<Texts>,
    history: u64,
    checks: LiveChecks,
}

impl Session {
    /// The Checks of the texts as they stand, held against the run up to the time that it shows. With `asked` one of those is
    /// carried out that has to be asked for: what is sent, and what takes several seeds. As far as there is work for it; called
    /// again it goes on.
    pub fn checks(&mut self, asked: bool, work: &mut Work) -> Vec<CheckState> {
        let Some(run) = self.runs.first_mut() else { return Vec::new() };
        let (texts, history) = (&self.texts, run.history());
        let is_known = |known: &Checked| Arc::ptr_eq(&known.texts, texts) && known.history == history;
        if !self.checks.as_ref().is_some_and(is_known) {
            let end = Time((texts.header.duration.clamp(0.0, 1e9) * 1e9) as u64);
            let checks = LiveChecks::new(&texts.config, run.simulation(), end);
            self.checks = Some(Checked { texts: texts.clone(), history, checks });
        }
        let Some(known) = &mut self.checks else { return Vec::new() };
        let (checks, now) = (&mut known.checks, run.now());
        checks.follow(run.simulation(), now, work);
        while asked && work.steps() > 0 && checks.carry_out_next(run.simulation(), (run.mesh(), run.seed()), work) {}
        checks.told()
    }
}
