//! Figures as they were measured, and whether they are within their bounds.

use std::time::Duration;

use mesh_config::model::CheckValue;
use mesh_proxy::Time;
use mesh_words::{Words, say};

use super::plan::{Bounds, Expect, Figure};
use super::tally::Tally;

/// A figure as it was measured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Measured {
    /// A share, in percent: so many of so many.
    Share(u64, u64),
    /// A latency in nanoseconds, of so many requests.
    Latency(u64, u64),
    /// A number.
    Count(u64),
    /// So many a second.
    Rate(f64),
    /// What was printed.
    Text(String),
    /// There is none, and why.
    Nothing(Words),
}

impl Measured {
    /// What was counted for an expectation in so much time. Figures of a moment are not counted.
    pub(crate) fn of(expect: &Expect, tally: &Tally, time: std::time::Duration) -> Self {
        let none = || Self::Nothing(say!("check-seen-no-request"));
        match &expect.figure {
            Figure::Share(_) if tally.of == 0 => none(),
            Figure::Share(_) => Self::Share(tally.matching, tally.of),
            Figure::Latency(figure) => match tally.latencies.figure(*figure) {
                Some(latency) => Self::Latency(latency, tally.of),
                None => none(),
            },
            Figure::Requests(_) | Figure::Tries(_) | Figure::Ejections(_) => Self::Count(tally.matching),
            Figure::Rps(_) if time.is_zero() => none(),
            Figure::Rps(_) => Self::Rate(tally.matching as f64 / time.as_secs_f64()),
            Figure::Endpoints { .. } | Figure::Pods(_) | Figure::Output(_) | Figure::ExitCode(_) => {
                Self::Nothing(say!("check-seen-not-yet"))
            }
            Figure::Unreadable => Self::Nothing(say!("check-seen-unreadable")),
        }
    }

    /// It as a number: a share in percent, a latency in seconds, a text that is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Share(matching, of) => Some(100.0 * *matching as f64 / *of as f64),
            Self::Latency(nanoseconds, _) => Some(Duration::from_nanos(*nanoseconds).as_secs_f64()),
            Self::Count(count) => Some(*count as f64),
            Self::Rate(rate) => Some(*rate),
            Self::Text(text) => text.trim().parse().ok(),
            Self::Nothing(_) => None,
        }
    }

    /// It as a number that people read: a latency in milliseconds.
    pub(crate) fn shown(&self) -> Option<f64> {
        match self {
            Self::Latency(nanoseconds, _) => Some(*nanoseconds as f64 / 1e6),
            _ => self.number(),
        }
    }

    fn bound(&self, value: &CheckValue) -> Option<f64> {
        match self {
            Self::Latency(..) => value.duration.map(|duration| duration.as_secs_f64()),
            _ => value.number,
        }
    }

    /// Whether it is within all bounds. What could not be measured is within none.
    pub(crate) fn is_within(&self, bounds: &Bounds) -> bool {
        let compares = |value: &CheckValue, holds: fn(f64, f64) -> bool| {
            let (number, bound) = (self.number(), self.bound(value));
            number.zip(bound).is_some_and(|(number, bound)| holds(number, bound))
        };
        let at_least = |value: &CheckValue| compares(value, |number, bound| number >= bound);
        let at_most = |value: &CheckValue| compares(value, |number, bound| number <= bound);
        let is = |value: &CheckValue| match self {
            Self::Text(text) => text.trim() == value.text.trim(),
            _ => compares(value, |number, bound| number == bound),
        };
        !matches!(self, Self::Nothing(_))
            && bounds.is.as_ref().is_none_or(is)
            && bounds.between.as_ref().is_none_or(|(low, high)| at_least(low) && at_most(high))
            && bounds.at_least.as_ref().is_none_or(at_least)
            && bounds.at_most.as_ref().is_none_or(at_most)
    }
}

/// Since when a verdict is as it is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Since {
    verdict: Option<bool>,
    at: Time,
}

impl Since {
    /// Takes note of a verdict at a time.
    pub(crate) fn note(&mut self, verdict: bool, at: Time) {
        if self.verdict != Some(verdict) {
            (self.verdict, self.at) = (Some(verdict), at);
        }
    }

    /// Since when it is so; the beginning where nothing was noted.
    pub(crate) fn at(&self) -> Time {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> CheckValue {
        let duration = text.strip_suffix("ms").and_then(|number| number.parse().ok()).map(Duration::from_millis);
        CheckValue { text: text.to_owned(), number: text.parse().ok(), duration }
    }

    #[test]
    fn bounds_are_included_and_nothing_is_within_none() {
        let at_most = |text| Bounds { at_most: Some(value(text)), ..Bounds::default() };
        let is = |text| Bounds { is: Some(value(text)), ..Bounds::default() };
        let between = |low, high| Bounds { between: Some((value(low), value(high))), ..Bounds::default() };
        for (measured, bounds, expected) in [
            (Measured::Share(10, 100), between("7", "13.2"), true),
            (Measured::Share(7, 100), between("7", "13.2"), true),
            (Measured::Share(14, 100), between("7", "13.2"), false),
            (Measured::Share(0, 100), at_most("0"), true),
            (Measured::Latency(250_000_000, 9), at_most("250ms"), true),
            (Measured::Latency(250_000_001, 9), at_most("250ms"), false),
            (Measured::Latency(250_000_000, 9), at_most("250"), false),
            (Measured::Count(3), is("3"), true),
            (Measured::Count(3), is("4"), false),
            (Measured::Text("3\n".into()), is("3"), true),
            (Measured::Text("3\n".into()), at_most("4"), true),
            (Measured::Text("three".into()), at_most("4"), false),
            (Measured::Nothing(Words::default()), Bounds::default(), false),
        ] {
            assert_eq!(measured.is_within(&bounds), expected, "{measured:?} {bounds:?}");
        }
    }
}
