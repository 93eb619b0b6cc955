//! Whether a moment of one run is one of the other.

use crate::case::Timed;

/// The steps of both runs.
#[derive(Clone, Debug)]
pub struct Clock {
    pairs: Vec<(Timed, Timed)>,
    slow: bool,
}

impl Clock {
    /// A clock of steps; `slow` where the recorded chains of changes were stretched.
    #[must_use]
    pub fn new(recorded: &[Timed], simulated: &[Timed], slow: bool) -> Self {
        let mut pairs = Vec::new();
        for (step, own) in recorded.iter().zip(simulated).filter(|(step, _)| step.counts) {
            pairs.push((step.clone(), own.clone()));
            // The k-th try of a drain is laid on the k-th.
            for (at, now) in step.tries.iter().zip(&own.tries) {
                let one = |at: f64| Timed { from: at, to: at, counts: true, ..Timed::default() };
                pairs.push((one(*at), one(*now)));
            }
        }
        pairs.sort_by(|a, b| a.0.from.total_cmp(&b.0.from));
        Self { pairs, slow }
    }

    /// Whether a recorded moment fits a simulated one.
    #[must_use]
    pub fn fits(&self, recorded: f64, simulated: f64) -> bool {
        let before: Vec<&(Timed, Timed)> =
            self.pairs.iter().filter(|(step, _)| step.from <= recorded + 0.005).collect();
        let Some((latest, _)) = before.last() else { return (recorded - simulated).abs() <= 1.2 };
        let tolerance = f64::max(1.2, 0.1 * (recorded - latest.from));
        before.iter().any(|(step, own)| {
            let (then, now) = (recorded - step.from, simulated - own.from);
            let took = if step.waits { 0.0 } else { step.to - step.from };
            let early = self.slow && now >= 0.4 * then - 1.2 && now <= then;
            (-tolerance - took..=tolerance).contains(&(now - then)) || early
        })
    }

    /// Whether recorded chains of changes were stretched.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.slow
    }

    /// The moment of the recorded run that a simulated one is likely to be.
    #[must_use]
    pub fn recorded(&self, simulated: f64) -> f64 {
        let mut before = self.pairs.iter().filter(|(_, own)| own.from <= simulated);
        before.next_back().map_or(simulated, |(step, own)| step.from + simulated - own.from)
    }

    /// The moment of the simulated run that a recorded one is likely to be.
    #[must_use]
    pub fn simulated(&self, recorded: f64) -> f64 {
        let mut before = self.pairs.iter().filter(|(step, _)| step.from <= recorded);
        before.next_back().map_or(recorded, |(step, own)| own.from + recorded - step.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_fit_within_a_tolerance_that_grows() {
        let step = |from: f64, to: f64, waits: bool| Timed { from, to, counts: true, waits, tries: Vec::new() };
        let clock = Clock::new(
            &[step(0.0, 0.1, false), step(10.0, 12.0, true)],
            &[step(0.0, 0.0, false), step(10.0, 12.5, true)],
            false,
        );
        let cases = [
            (0.5, 1.6, true),
            (0.5, 1.8, false),
            (9.0, 7.7, true),
            (60.0, 64.9, true),
            (60.0, 66.0, false),
            (12.5, 13.0, true),
        ];
        for (recorded, simulated, wanted) in cases {
            assert_eq!(clock.fits(recorded, simulated), wanted, "{recorded} {simulated}");
        }
    }
}
