//! Other runs beside the one that is shown: forks that are kept, and the twin of a comparison.

use leptos::prelude::*;
use mesh_view::{Ask, Tell};

use super::Playground;

impl Playground {
    /// Shows another run that was kept, with its texts, at the moment up to which it was shown.
    pub(crate) fn show_run(self, id: u32) {
        self.synchronized();
        self.decision.set(None);
        self.lit.set(Vec::new());
        self.change_run(Ask::ShowRun(id), move |told| {
            let Tell::Switched(Some(switched)) = told else { return };
            let (moment, files) = *switched;
            self.newest.set(None);
            self.unsent.set_value(false);
            self.sent.update_value(|sent| *sent += 1);
            self.open_file.update(|open| *open = (*open).min(files.len().saturating_sub(1)));
            self.files.set(files);
            self.changed.set(true);
            self.replaced.update(|count| *count += 1);
            self.jump();
            self.go(Tell::Moment(Box::new(moment)), |_| self.pushed.update(|count| *count += 1));
        });
    }

    /// Lets go of a run that was kept.
    pub(crate) fn close_run(self, id: u32) {
        self.ask_for_moment(Ask::CloseRun(id), |_| {});
    }

    /// Begins anew at 0 with the texts of now, up to the moment that is shown; the run as it was is kept.
    pub(crate) fn anew(self) {
        self.synchronized();
        self.ask_for_moment(Ask::Anew, move |_| self.jump());
    }

    /// Shows the other run of a comparison in the place of the run, or the run again.
    pub(crate) fn show_twin(self, shows: bool) {
        let can = !shows || self.comparison.with_untracked(Option::is_some);
        if can && self.twin.get_untracked() != shows {
            self.twin.set(shows);
            self.look_again();
        }
    }
}
