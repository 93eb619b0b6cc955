//! Windows of time, in whole seconds.

use mesh_proxy::Time;

/// Whole seconds that a window touches.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Window {
    /// The seconds that `from..to` touches.
    pub(super) fn new(from: Time, to: Time) -> Self {
        let second = |nanoseconds: u64| u32::try_from(nanoseconds / 1_000_000_000).unwrap_or(u32::MAX);
        Self { from: second(from.0), to: second(to.0.saturating_add(999_999_999)) }
    }

    /// Whether a second is in it.
    pub(super) fn has(self, second: u32) -> bool {
        self.from <= second && second < self.to
    }
}
