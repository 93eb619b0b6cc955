//! How long istiod gathers changes of endpoints before it sends them.

use mesh_proxy::{Duration, Time};

/// Istiod sends what changed once nothing has for so long (`PILOT_DEBOUNCE_AFTER`), or so long after the first change
/// (`PILOT_DEBOUNCE_MAX`).
const QUIET: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(10);

/// Changes of endpoints that istiod has not sent yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Debounce {
    first: Time,
    last: Time,
}

impl Debounce {
    /// The changes so far, and one more now.
    pub(super) fn of(earlier: Option<Self>, now: Time) -> Self {
        Self { first: earlier.map_or(now, |earlier| earlier.first), last: now }
    }

    /// When they are sent, if nothing more changes.
    pub(super) fn due(self) -> Time {
        (self.last + QUIET).min(self.first + LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_gathered_until_it_is_quiet_but_not_for_ever() {
        let at = |milliseconds: u64| Time(milliseconds * 1_000_000);
        let first = Debounce::of(None, at(0));
        assert_eq!(first.due(), at(100));
        assert_eq!(Debounce::of(Some(first), at(60)).due(), at(160));
        assert_eq!(Debounce::of(Some(first), at(9_950)).due(), at(10_000));
    }
}
