//! What a run may take: no run is without a budget.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mesh_proxy::Time;
use mesh_words::{Words, say};
use serde::{Serialize, Serializer};

/// What whoever asks for a run lets it take: counted steps, counted bytes of state, and for how long somebody waits for
/// it. Never a clock, so a run stops at the same event on every machine.
///
/// Steps are used up from call to call; bytes are those that a run holds at once.
#[derive(Clone, Debug)]
pub struct Work {
    steps: u64,
    /// What `steps` was at first, for the message.
    granted: u64,
    bytes: u64,
    cancel: Cancel,
}

/// Whether somebody still waits for a run; clones are one and the same.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Nobody waits any more.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether nobody waits any more.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A run that ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// The simulated time that it came to.
    #[serde(with = "crate::seconds")]
    pub at: Time,
    /// What was used up; in JSON a sentence.
    pub why: Exceeded,
}

/// Which limit ended a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// So many steps were granted. With more of them the run goes on.
    Steps(u64),
    /// So many bytes of state were granted, and more would be needed.
    Bytes(u64),
    /// Nobody waits for it any more.
    Cancelled,
}

impl Exceeded {
    /// What was used up.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Steps(granted) => say!("stopped-steps", count = granted),
            Self::Bytes(granted) if *granted < 1 << 20 => say!("stopped-bytes", count = granted),
            Self::Bytes(granted) => say!("stopped-mebibytes", count = granted >> 20),
            Self::Cancelled => say!("stopped-cancelled"),
        }
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(formatter)
    }
}

impl Serialize for Exceeded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Stopped {
    /// When it stopped, and why.
    #[must_use]
    pub fn words(&self) -> Words {
        say!("stopped", seconds = self.at.seconds(), reason = self.why.words())
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(formatter)
    }
}

impl std::error::Error for Stopped {}

/// Steps for what a stranger asks for over the network: well below a second.
const NETWORK_STEPS: u64 = 2_000_000;

/// Bytes of a mesh and its state for what a stranger asks for over the network: with the program itself and what its
/// allocator cannot use, a process stays within 64 MiB.
const NETWORK_BYTES: u64 = 40 << 20;

impl Work {
    /// Any number of steps and bytes: for benches and tests, which choose what they run.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::new(u64::MAX, u64::MAX)
    }

    /// What a stranger may ask for over the network.
    #[must_use]
    pub fn network() -> Self {
        Self::new(NETWORK_STEPS, NETWORK_BYTES)
    }

    /// So many steps and, at any moment, so many bytes of state. A step is an event of the run, or what takes as long.
    #[must_use]
    pub fn new(steps: u64, bytes: u64) -> Self {
        Self { steps, granted: steps, bytes, cancel: Cancel::default() }
    }

    /// The same, as long as somebody waits for it.
    #[must_use]
    pub fn cancelled_by(self, cancel: &Cancel) -> Self {
        Self { cancel: cancel.clone(), ..self }
    }

    /// Steps that are left.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Bytes of state that a run may hold at once.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes steps.
    pub(crate) fn take(&mut self, steps: u64) {
        self.steps = self.steps.saturating_sub(steps);
    }

    /// Why a run that holds so many bytes has to stop, if it has to.
    pub(crate) fn exceeded(&self, bytes: u64) -> Option<Exceeded> {
        if self.cancel.is_cancelled() {
            return Some(Exceeded::Cancelled);
        }
        if self.steps == 0 {
            return Some(Exceeded::Steps(self.granted));
        }
        (bytes > self.bytes).then_some(Exceeded::Bytes(self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_says_what_was_used_up() {
        let mut work = Work::new(100, 2 << 20);
        assert_eq!(work.exceeded(2 << 20), None);
        assert_eq!(work.exceeded((2 << 20) + 1).unwrap().to_string(), "its state would take more than 2 MiB");
        work.take(99);
        assert_eq!((work.steps(), work.exceeded(0)), (1, None));
        work.take(7);
        assert_eq!(work.exceeded(0).unwrap().to_string(), "the limit of 100 steps is used up");
    }

    #[test]
    fn work_ends_when_nobody_waits_for_it() {
        let cancel = Cancel::default();
        let work = Work::unlimited().cancelled_by(&cancel);
        assert_eq!(work.exceeded(1), None);
        cancel.clone().cancel();
        assert_eq!(work.exceeded(1), Some(Exceeded::Cancelled));
    }
}
