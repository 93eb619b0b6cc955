//! The Checks of the run that is shown.

use std::sync::Arc;

use mesh_proxy::Time;
use mesh_sim::Work;
use mesh_view::{Checks, SourceFile};

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

/// Checks of a text that is none of the files, and what they were made of.
#[derive(Debug)]
pub(super) struct Judging {
    text: String,
    since: Time,
    history: u64,
    checks: LiveChecks,
}

fn end(texts: &Texts) -> Time {
    Time((texts.header.duration.clamp(0.0, 1e9) * 1e9) as u64)
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
            let checks = LiveChecks::new(&texts.config, run.simulation(), end(texts));
            self.checks = Some(Checked { texts: texts.clone(), history, checks });
        }
        let Some(Checked { checks, .. }) = &mut self.checks else { return Checks::default() };
        let shown = shown.min(run.now());
        checks.follow(run.simulation(), shown, work);
        if asked {
            checks.carry_out_next(run.simulation(), (run.mesh(), run.seed()), shown, work);
        }
        let unasked = checks.has_unasked(shown);
        Checks { checks: checks.told(), more: asked && unasked || !checks.has_followed(shown), unasked }
    }

    /// The Checks of a text that is none of the files, with their times counted from a moment of the run, held against it up to a
    /// time that it has come to. The next of those is carried out that sends or takes several seeds; called again it goes on.
    pub fn judge(&mut self, text: &str, since: Time, shown: Time, work: &mut Work) -> Checks {
        let Some(run) = self.runs.first() else { return Checks::default() };
        let history = run.history();
        let is_known = |known: &Judging| known.text == text && known.since == since && known.history == history;
        if !self.judging.as_ref().is_some_and(is_known) {
            let file = SourceFile { name: "judged.yaml".to_owned(), text: text.to_owned() };
            let checks = LiveChecks::since(&mesh_config::parse(&[file]), run.simulation(), since, end(&self.texts));
            self.judging = Some(Judging { text: text.to_owned(), since, history, checks });
        }
        let Some(Judging { checks, .. }) = &mut self.judging else { return Checks::default() };
        let shown = shown.min(run.now());
        checks.follow(run.simulation(), shown, work);
        checks.carry_out_next(run.simulation(), (run.mesh(), run.seed()), shown, work);
        let unasked = checks.has_unasked(shown);
        Checks { checks: checks.told(), more: unasked || !checks.has_followed(shown), unasked }
    }
}
