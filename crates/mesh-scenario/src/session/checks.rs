//! The Checks of the run that is shown.

use std::sync::Arc;

use mesh_proxy::Time;
use mesh_sim::Work;
use mesh_view::Checks;

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
    /// The Checks of the texts as they stand, held against the run up to a time that it has come to. With `asked` the next of those
    /// is carried out that have to be asked for: what is sent, and what takes several seeds. As far as there is work for it; called
    /// again it goes on.
    pub fn checks(&mut self, asked: bool, shown: Time, work: &mut Work) -> Checks {
        let Some(run) = self.runs.first() else { return Checks::default() };
        let (texts, history) = (&self.texts, run.history());
        let is_known = |known: &Checked| Arc::ptr_eq(&known.texts, texts) && known.history == history;
        if !self.checks.as_ref().is_some_and(is_known) {
            let end = Time((texts.header.duration.clamp(0.0, 1e9) * 1e9) as u64);
            let checks = LiveChecks::new(&texts.config, run.simulation(), end);
            self.checks = Some(Checked { texts: texts.clone(), history, checks });
        }
        let Some(Checked { checks, .. }) = &mut self.checks else { return Checks::default() };
        let shown = shown.min(run.now());
        checks.follow(run.simulation(), shown, work);
        if asked {
            checks.carry_out_next(run.simulation(), (run.mesh(), run.seed()), work);
        }
        let unasked = checks.has_unasked();
        Checks { checks: checks.told(), more: asked && unasked || !checks.has_followed(shown), unasked }
    }
}
