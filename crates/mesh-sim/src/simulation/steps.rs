//! Single steps of a run, on and back.

use std::cell::Cell;

use mesh_proxy::Time;

use super::Simulation;
use crate::engine::Core;
use crate::work::{Stopped, Work};

impl Simulation {
    /// Runs on until one more request of Traffic is answered, at most until a time.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn step_request(&mut self, until: Time, work: &mut Work) -> Result<(), Stopped> {
        let answered = self.core.traffics.answered;
        self.run_while(until, work, |core| core.traffics.answered == answered)
    }

    /// Runs on until one more event has happened, at most until a time.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn step_event(&mut self, until: Time, work: &mut Work) -> Result<(), Stopped> {
        let steps = self.core.course.steps;
        self.run_while(until, work, |core| core.course.steps == steps)
    }

    /// Goes back to where one request of Traffic fewer had been answered; to time 0 where none has been.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn step_request_back(&mut self, work: &mut Work) -> Result<(), Stopped> {
        self.run_back(|core| core.traffics.answered, work)
    }

    /// Goes back to where the last event had not happened.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn step_event_back(&mut self, work: &mut Work) -> Result<(), Stopped> {
        self.run_back(|core| core.course.steps, work)
    }

    /// Goes back to where a count began to be what it was before the last thing that was counted; to time 0 where nothing was.
    fn run_back(&mut self, count: impl Fn(&Core) -> u64, work: &mut Work) -> Result<(), Stopped> {
        let counted = count(&self.core);
        // What is due at the time of now is done, too, up to what has been counted.
        let until = Time(self.core.course.now.0.saturating_add(1));
        let before = |simulation: &Self, most: u64| {
            simulation.snapshots.iter().rfind(|snapshot| count(&snapshot.core) <= most).cloned()
        };
        let Some(snapshot) = counted.checked_sub(1).and_then(|most| before(self, most)) else {
            return self.seek(Time::ZERO, work);
        };
        self.restore(&snapshot);
        // One event may count for several.
        let last = Cell::new(count(&self.core));
        self.run_while(until, work, |core| {
            let now = count(core);
            if now < counted {
                last.set(now);
            }
            now < counted
        })?;
        let last = last.get();
        if let Some(snapshot) = before(self, last) {
            self.restore(&snapshot);
        }
        self.run_while(until, work, |core| count(core) < last)
    }

    /// Forgets what was done to the run later than now, before it was wound back.
    pub fn forget_later(&mut self) {
        if self.done < self.commands.len() {
            self.changes += 1;
            self.commands.truncate(self.done);
            self.snapshots.retain(|snapshot| snapshot.time() <= self.core.course.now && snapshot.done <= self.done);
        }
    }
}
