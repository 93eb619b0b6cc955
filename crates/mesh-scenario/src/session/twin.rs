//! A run beside the one that is shown, on the same draws: B is the shown one, A the twin.

use mesh_proxy::Time;
use mesh_sim::Work;
use mesh_view::{Against, Comparison, Frame};

use super::Session;
use crate::compare::{self, Known};
use crate::run::{Beside, Run};

/// A run that goes its own way since a time.
#[derive(Debug)]
pub(super) struct Twin {
    against: Against,
    /// The history of the shown run that it was made for: of another one it is no twin.
    history: u64,
    run: Run,
    since: Time,
    known: [Known; 2],
}

impl Twin {
    /// Whether it is made of this.
    pub(super) fn is_against(&self, against: Against) -> bool {
        self.against == against
    }
}

impl Session {
    /// Holds the run that is shown, as B, against another one up to a moment: it may have run ahead of it. `None` where there is
    /// no other one: nothing was edited, or the moment lies before the edit.
    pub fn compare(&mut self, against: Against, shown: Time, work: &mut Work) -> Option<Comparison> {
        self.follow_twin(against, work)?;
        let (run, twin) = (self.runs.first()?, self.twin.as_mut()?);
        let Twin { run: other, known: [a, b], since, .. } = twin;
        a.follow(other, work);
        b.follow(run, work);
        let now = run.now().min(other.now()).min(shown);
        if now < *since {
            return None;
        }
        let mut told = compare::compare(a.before(now), b.before(now), (*since, now), compare::MOST_TOLD);
        told.is_partial = !a.is_whole() || !b.is_whole() || run.now() != other.now();
        told.edges = run.edge_pairs(other, *since);
        Some(told)
    }

    /// Lets go of the other run.
    pub fn end_comparison(&mut self) {
        self.twin = None;
    }

    /// The moment that is shown, of the other run; nodes stand where they stand in the one that is shown.
    pub fn twin_frame(&mut self, work: &mut Work) -> Option<Frame> {
        let against = self.twin.as_ref()?.against;
        self.follow_twin(against, work)?;
        let runs = self.tabs();
        let shown = self.runs.first()?;
        let twin = self.twin.as_mut()?;
        twin.run.look_as(shown);
        let texts = self.texts.clone();
        let mut frame =
            twin.run.frame(&Beside { texts: &texts, findings: &texts.findings, stale: self.stale, past: false });
        // They would stand at places of other texts than those that are shown.
        frame.gutter.clear();
        frame.drift.clear();
        frame.ghosts.clear();
        frame.runs = runs;
        Some(frame)
    }

    /// Makes the other run where there is none that fits, and brings it to the moment that is shown.
    fn follow_twin(&mut self, against: Against, work: &mut Work) -> Option<()> {
        let history = self.runs.first()?.history();
        if self.twin.as_ref().is_none_or(|twin| (twin.against, twin.history) != (against, history)) {
            let (run, since) = self.make_twin(against, work)?;
            self.twin = Some(Twin { against, history, run, since, known: [Known::since(since), Known::since(since)] });
        }
        let now = self.runs.first()?.now();
        let twin = self.twin.as_mut()?;
        if now < twin.since {
            return None;
        }
        if twin.run.now() != now {
            let _ = twin.run.seek(now, work);
        }
        Some(())
    }

    fn make_twin(&mut self, against: Against, work: &mut Work) -> Option<(Run, Time)> {
        let opened = self.opened.clone();
        let run = self.shown();
        match against {
            Against::Opened if run.begins_as(&opened.1) => run.without_pushes(1, work),
            Against::Opened => {
                // It began with other texts: the whole of it differs.
                let mut twin = Run::new(opened.0, opened.1, run.seed());
                let _ = twin.seek(run.now(), work);
                Some((twin, Time::ZERO))
            }
            Against::LastEdit => {
                let last = run.number_of_pushes().checked_sub(1).filter(|last| *last > 0)?;
                run.without_pushes(last, work)
            }
            Against::Kept(id) => {
                let now = run.now();
                let kept = self.kept.iter_mut().find(|kept| kept.id == id)?;
                let mut twin = kept.run.fork();
                let _ = twin.seek(now, work);
                Some((twin, kept.parted))
            }
        }
    }
}
