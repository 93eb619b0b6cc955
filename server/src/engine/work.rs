//! How much computing a question may cost: counted steps, never a clock.

/// How much computing one question may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Whatever it takes: the asker's own machine.
    Unbounded,
    /// What a stranger may ask for over the network: about a second.
    Bounded,
}

impl Work {
    /// Events that a run may take.
    pub(super) fn events(self) -> u64 {
        match self {
            Self::Unbounded => u64::MAX,
            Self::Bounded => 2_000_000,
        }
    }

    /// Separate decisions that may be made.
    pub(super) fn decisions(self) -> u64 {
        match self {
            Self::Unbounded => u64::MAX,
            Self::Bounded => 10_000,
        }
    }
}
