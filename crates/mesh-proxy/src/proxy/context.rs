//! What comes with every input and is needed everywhere.

use super::action::Action;
use super::observer::Observer;
use super::timer::Timer;
use crate::draw::Draws;
use crate::time::Time;

/// The time, the draws, the observer, and where actions go.
pub(crate) struct Context<'a, D, O> {
    pub(crate) now: Time,
    pub(crate) draws: &'a mut D,
    pub(crate) observer: &'a mut O,
    pub(crate) actions: &'a mut Vec<Action>,
}

impl<D: Draws, O: Observer> Context<'_, D, O> {
    /// Asks to be told at a time.
    pub(crate) fn arm(&mut self, timer: Timer, at: Time) {
        self.observer.timer_armed(timer, at);
        self.actions.push(Action::Arm { timer, at });
    }
}
