//! How late the load balancer learns that a host's health changed (`ClusterManagerImpl::scheduleUpdate`).

use crate::time::{Duration, Time};

/// Gathers changes of one priority's hosts. The first one goes through at once; what follows within the window is
/// told when the window that the second one opened is over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MergeWindow {
    last_update: Option<Time>,
    deadline: Option<Time>,
}

/// What is to be done about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    Now,
    /// A timer for then has to be armed.
    At(Time),
    /// With the timer that is armed already.
    Later,
}

impl MergeWindow {
    /// A change that may wait: only health, weights or metadata.
    pub(crate) fn change(&mut self, now: Time, window: Duration) -> Delivery {
        // Whole milliseconds are compared, and an equal number still waits.
        let waits = self.last_update.is_some_and(|last| now.since(last).as_millis() <= window.as_millis());
        if window.is_zero() || !waits {
            self.delivered(now);
            return Delivery::Now;
        }
        if self.deadline.is_some() {
            return Delivery::Later;
        }
        let at = now + window;
        self.deadline = Some(at);
        Delivery::At(at)
    }

    /// Everything is delivered; a timer that is armed has come to nothing.
    pub(crate) fn delivered(&mut self, now: Time) {
        self.last_update = Some(now);
        self.deadline = None;
    }

    /// Whether a timer that comes now is the one that is waited for.
    pub(crate) fn is_due(&self, now: Time) -> bool {
        self.deadline.is_some_and(|deadline| deadline <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_change_waits() {
        let window = Duration::from_secs(1);
        let at = |milliseconds: u64| Time(milliseconds * 1_000_000);
        let mut merge = MergeWindow::default();
        assert_eq!(merge.change(at(5_000), window), Delivery::Now);
        assert_eq!(merge.change(at(5_400), window), Delivery::At(at(6_400)));
        assert_eq!(merge.change(at(5_900), window), Delivery::Later);
        assert!(merge.is_due(at(6_400)));
        merge.delivered(at(6_400));
        assert_eq!(merge.change(at(7_400), window), Delivery::At(at(8_400)), "an equal number still waits");
        assert_eq!(merge.change(at(7_401), window), Delivery::Now, "later than the window: at once, the timer is void");
        assert!(!merge.is_due(at(8_400)));
    }

    #[test]
    fn a_window_of_zero_merges_nothing() {
        let mut merge = MergeWindow::default();
        for _ in 0..3 {
            assert_eq!(merge.change(Time(7), Duration::ZERO), Delivery::Now);
        }
    }
}
