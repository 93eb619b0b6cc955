//! Running within a budget.

use mesh_proxy::Time;

use crate::act::Act;
use crate::engine::{Core, Watch};
use crate::work::{Exceeded, Stopped, Work};

/// A core with the commands that it is given on its way.
pub(crate) struct Run<'a> {
    pub(crate) core: &'a mut Core,
    pub(crate) commands: &'a [(Time, Act)],
    pub(crate) done: &'a mut usize,
    /// Bytes that are held beside it.
    pub(crate) beside: u64,
}

/// Why a part of a run ended.
pub(crate) enum End {
    /// The time has come.
    Time,
    /// No more was wanted.
    Enough,
    /// The work is used up.
    Stopped(Stopped),
}

/// Steps between two looks at the budget, and bytes of state for each further one: a look goes through all of the state.
const STEPS_BETWEEN_LOOKS: u64 = 2048;
const BYTES_OF_A_FURTHER_STEP: u64 = 8192;

impl Run<'_> {
    /// Runs until a time, or as long as it is wanted and there is work for it.
    pub(crate) fn until<W: Watch>(
        &mut self,
        until: Time,
        watch: &mut W,
        work: &mut Work,
        wanted: impl Fn(&Core, &W) -> bool,
    ) -> End {
        self.core.set_allowance(work.bytes());
        let mut seen = self.core.course.steps;
        let mut look = seen;
        loop {
            let command = self.commands.get(*self.done).filter(|(at, _)| *at <= until);
            let pause = command.map_or(until, |(at, _)| *at);
            while self.core.next_time().is_some_and(|next| next < pause) {
                if self.core.course.steps >= look || self.core.clients.is_starved {
                    work.take(self.core.course.steps - std::mem::replace(&mut seen, self.core.course.steps));
                    let bytes = self.core.bytes().saturating_add(watch.bytes()).saturating_add(self.beside);
                    if let Some(why) = work.exceeded(bytes) {
                        return End::Stopped(Stopped { at: self.core.course.now, why });
                    }
                    look = seen + work.steps().min(STEPS_BETWEEN_LOOKS + bytes / BYTES_OF_A_FURTHER_STEP);
                }
                if !wanted(self.core, watch) {
                    work.take(self.core.course.steps - seen);
                    return End::Enough;
                }
                self.core.step(watch);
            }
            if !wanted(self.core, watch) {
                work.take(self.core.course.steps - seen);
                return End::Enough;
            }
            if self.core.clients.is_starved {
                // What it did since then is not what Envoy would do.
                return End::Stopped(Stopped { at: self.core.course.now, why: Exceeded::Bytes(work.bytes()) });
            }
            self.core.course.now = self.core.course.now.max(pause);
            let Some((_, act)) = command else {
                work.take(self.core.course.steps - seen);
                return End::Time;
            };
            act.perform(self.core, watch);
            *self.done += 1;
        }
    }
}
