//! A machine with its own clock, for whoever has no engine: tests, the command line without a scenario.

use std::collections::BTreeMap;

use super::{Change, Machine, Wake};
use crate::api::{Answer, Verb};

/// A machine and what it waits for.
#[derive(Clone, Debug, Default)]
pub struct Runner {
    /// The machine.
    pub machine: Machine,
    now: u64,
    next: u64,
    waiting: BTreeMap<(u64, u64), Wake>,
}

impl Runner {
    /// A machine at time 0.
    #[must_use]
    pub fn new(machine: Machine) -> Self {
        Self { machine, ..Self::default() }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// An API call now; changes are told as they are made.
    pub fn apply(&mut self, verb: &Verb, told: &mut dyn FnMut(u64, &Change)) -> Answer {
        let mut out = Vec::new();
        let answer = self.machine.apply(self.now, verb, &mut out);
        self.take(out, told);
        answer
    }

    /// Something else that is done to the machine now.
    pub fn act(&mut self, act: impl FnOnce(&mut Machine, u64, &mut Vec<Change>), told: &mut dyn FnMut(u64, &Change)) {
        let mut out = Vec::new();
        act(&mut self.machine, self.now, &mut out);
        self.take(out, told);
    }

    /// Lets time pass until `time`, and no more than `most` wakes. Answers whether it came so far.
    pub fn run_until(&mut self, time: u64, most: usize, told: &mut dyn FnMut(u64, &Change)) -> bool {
        for _ in 0..most {
            let Some((&(at, number), _)) = self.waiting.first_key_value() else { break };
            if at > time {
                break;
            }
            let Some(wake) = self.waiting.remove(&(at, number)) else { break };
            self.now = self.now.max(at);
            let mut out = Vec::new();
            self.machine.handle(self.now, &wake, &mut out);
            self.take(out, told);
        }
        let done = self.waiting.first_key_value().is_none_or(|(&(at, _), _)| at > time);
        if done {
            self.now = self.now.max(time);
        }
        done
    }

    /// The machine, and what it waits for with the times.
    #[must_use]
    pub fn into_parts(self) -> (Machine, Vec<(u64, Wake)>) {
        (self.machine, self.waiting.into_iter().map(|((at, _), wake)| (at, wake)).collect())
    }

    /// When something happens next.
    #[must_use]
    pub fn next(&self) -> Option<u64> {
        self.waiting.first_key_value().map(|(&(at, _), _)| at)
    }

    fn take(&mut self, changes: Vec<Change>, told: &mut dyn FnMut(u64, &Change)) {
        for change in changes {
            if let Change::Arm { at, wake } = change {
                self.waiting.insert((at.max(self.now), self.next), wake);
                self.next += 1;
            } else {
                told(self.now, &change);
            }
        }
    }
}
