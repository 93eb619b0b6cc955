//! When an app answers with another status.

use mesh_proxy::{Duration, Time};

use crate::draws::unit;

/// A share of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Share(f64);

impl Share {
    /// A share in percent; what is beyond 0 to 100 counts as the nearer end.
    pub(crate) fn percent(percent: f64) -> Self {
        Self(if percent.is_nan() { 0.0 } else { (percent / 100.0).clamp(0.0, 1.0) })
    }

    /// Whether it is nothing.
    pub(crate) fn is_none(self) -> bool {
        self.0 <= 0.0
    }

    /// Whether a request is in it; nothing is drawn at 0 and at 100.
    pub(crate) fn takes(self, draw: impl FnOnce() -> u64) -> bool {
        !self.is_none() && (self.0 >= 1.0 || unit(draw()) < self.0)
    }
}

/// An entry of `errors`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ErrorRule {
    /// The status that it gives.
    pub(crate) status: u16,
    /// When.
    pub(crate) when: When,
    /// To which share of the requests then.
    pub(crate) share: Share,
}

/// When an entry of `errors` applies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum When {
    /// To every request.
    Always,
    /// To the first requests of each pod.
    First(u64),
    /// Of each pod: after so many good ones, so many bad ones.
    Every {
        /// Good ones.
        good: u64,
        /// Bad ones after them.
        bad: u64,
    },
    /// In a window of simulated time.
    Window {
        /// From this time on.
        from: Time,
        /// Until before this time.
        to: Time,
    },
}

impl ErrorRule {
    /// Whether it applies to a pod's request of a number (from 0) at a time.
    pub(crate) fn applies(&self, number: u64, now: Time, draw: impl FnOnce() -> u64) -> bool {
        let then = match self.when {
            When::Always => true,
            When::First(first) => number < first,
            When::Every { good, bad } => match good.saturating_add(bad) {
                0 => false,
                cycle => number % cycle >= good,
            },
            When::Window { from, to } => from <= now && now < to,
        };
        then && self.share.takes(draw)
    }
}

/// A window that lacks an end is open there.
pub(crate) fn window(from: Option<Duration>, to: Option<Duration>) -> When {
    When::Window {
        from: from.map_or(Time::ZERO, |from| Time::ZERO + from),
        to: to.map_or(Time::NEVER, |to| Time::ZERO + to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(when: When) -> String {
        statuses_of(when, 100.0)
    }

    fn statuses_of(when: When, percent: f64) -> String {
        let rule = ErrorRule { status: 500, when, share: Share::percent(percent) };
        (0..12).map(|number| if rule.applies(number, Time(number), || number << 60) { 'x' } else { '.' }).collect()
    }

    #[test]
    fn each_form_fails_the_requests_that_it_names() {
        assert_eq!(statuses(When::First(3)), "xxx.........");
        assert_eq!(statuses(When::Every { good: 4, bad: 2 }), "....xx....xx");
        assert_eq!(statuses(When::Every { good: 0, bad: 0 }), "............");
        assert_eq!(statuses(When::Window { from: Time(2), to: Time(5) }), "..xxx.......");
        assert_eq!(statuses(When::Always), "xxxxxxxxxxxx");
        assert_eq!(statuses_of(When::Always, 0.0), "............");
        assert_eq!(statuses_of(When::Always, 25.0), "xxxx........");
        assert_eq!(statuses_of(When::Always, f64::NAN), "............");
        assert_eq!(statuses_of(When::Window { from: Time(2), to: Time(9) }, 25.0), "..xx........");
    }
}
