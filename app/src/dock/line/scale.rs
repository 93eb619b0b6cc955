//! Simulated seconds as places on the time line.

use mesh_view::TimeLine;

use crate::format;

/// A window of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Scale {
    pub(super) fn new(from: f64, to: f64) -> Self {
        Self { from, to: to.max(from + 1.0) }
    }

    pub(super) fn of(line: &TimeLine) -> Self {
        Self::new(line.from, line.to)
    }

    /// The share of the width at which a second stands.
    pub(super) fn share(self, at: f64) -> f64 {
        (at - self.from) / (self.to - self.from)
    }

    /// The second at a share of the width.
    pub(super) fn time(self, share: f64) -> f64 {
        self.from + share * (self.to - self.from)
    }

    pub(super) fn has(self, at: f64) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// Where a second stands, as a style.
    pub(super) fn left(self, at: f64) -> String {
        format!("left:{}%", format::fixed(100.0 * self.share(at).clamp(0.0, 1.0), 2))
    }

    /// From one second to another, as a style.
    pub(super) fn over(self, from: f64, to: f64) -> String {
        let (from, to) = (self.share(from).clamp(0.0, 1.0), self.share(to).clamp(0.0, 1.0));
        format!("left:{}%;width:{}%", format::fixed(100.0 * from, 2), format::fixed(100.0 * (to - from), 2))
    }

    /// Whole seconds, some eight of them, on round steps.
    pub(super) fn ticks(self) -> impl Iterator<Item = f64> {
        let mut step = 1.0;
        let mut factors = [2.0, 2.5, 2.0].into_iter().cycle();
        while (self.to - self.from) / step > 8.0 {
            step *= factors.next().unwrap_or(2.0);
        }
        let first = (self.from / step).ceil() as u64;
        (first..).map(move |at| at as f64 * step).take_while(move |at| *at <= self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_not_too_many() {
        let ticks = |from, to| Scale::new(from, to).ticks().collect::<Vec<_>>();
        assert_eq!(ticks(0.0, 20.0), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(ticks(0.0, 150.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0, 140.0]);
        assert_eq!(ticks(480.0, 600.0).len(), 7);
        assert!(ticks(0.0, 31_536_000.0).len() <= 9);
    }

    #[test]
    fn a_second_and_its_place_belong_together() {
        let scale = Scale::new(20.0, 120.0);
        assert_eq!((scale.share(45.0), scale.time(0.25)), (0.25, 45.0));
        assert_eq!(scale.left(300.0), "left:100.00%");
        assert_eq!(scale.over(0.0, 70.0), "left:0.00%;width:50.00%");
        assert!(scale.has(20.0) && !scale.has(19.0));
    }
}
