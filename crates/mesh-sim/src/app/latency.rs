//! How long an app takes.

use mesh_proxy::Duration;

use crate::draws::unit;

/// How long an app takes for an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Latency {
    /// Always the same, in nanoseconds.
    Constant(u64),
    /// Anything between two bounds, in nanoseconds.
    Uniform {
        /// The least.
        minimum: u64,
        /// How much more it may be.
        width: u64,
    },
    /// Log-linear between points of (share, logarithm of nanoseconds), the same slope beyond the outer ones.
    Percentiles(Vec<(f64, f64)>),
}

impl Latency {
    /// What an app without a latency takes.
    pub(crate) const DEFAULT: Latency = Latency::Constant(20_000_000);

    /// The same time each time.
    pub(crate) fn constant(latency: Duration) -> Self {
        Latency::Constant(nanoseconds(latency))
    }

    /// Any time between two, in either order.
    pub(crate) fn uniform(one: Duration, other: Duration) -> Self {
        let (minimum, maximum) = (nanoseconds(one.min(other)), nanoseconds(one.max(other)));
        Latency::Uniform { minimum, width: maximum - minimum }
    }

    /// Log-linear through percentiles in ascending order of the percentage; a single one is a constant.
    pub(crate) fn percentiles(points: &[(f64, Duration)]) -> Self {
        let logarithm = |latency| libm::log(nanoseconds(latency).max(1) as f64);
        match points {
            [] => Self::DEFAULT,
            [(_, only)] => Self::constant(*only),
            _ => Latency::Percentiles(points.iter().map(|&(percent, at)| (percent / 100.0, logarithm(at))).collect()),
        }
    }

    /// The time of one answer.
    pub(crate) fn sample(&self, draw: impl FnOnce() -> u64) -> Duration {
        match self {
            Latency::Constant(latency) => Duration::from_nanos(*latency),
            Latency::Uniform { minimum, width } => {
                let part = (u128::from(draw()) * (u128::from(*width) + 1)) >> 64;
                Duration::from_nanos(minimum.saturating_add(part as u64))
            }
            Latency::Percentiles(points) => {
                let share = unit(draw());
                let segment = points.windows(2).find(|pair| share < pair[1].0).or_else(|| points.windows(2).last());
                let Some([(low, from), (high, to)]) = segment else { return Duration::ZERO };
                let logarithm = from + (share - low) * (to - from) / (high - low);
                Duration::from_nanos(libm::exp(logarithm) as u64)
            }
        }
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::mix;

    fn percentile(latency: &Latency, share: f64) -> f64 {
        let mut samples: Vec<_> = (0..20_000).map(|draw| latency.sample(|| mix(3, draw)).as_secs_f64()).collect();
        samples.sort_by(f64::total_cmp);
        samples[(share * samples.len() as f64) as usize]
    }

    #[test]
    fn samples_meet_the_stated_percentiles() {
        let millis = Duration::from_millis;
        let latency = Latency::percentiles(&[(50.0, millis(20)), (90.0, millis(60)), (99.0, millis(200))]);
        for (share, expected) in [(0.5, 0.020), (0.9, 0.060), (0.99, 0.200)] {
            let found = percentile(&latency, share);
            assert!((found / expected - 1.0).abs() < 0.05, "{found} for {expected}");
        }
        let slope = percentile(&latency, 0.7) / percentile(&latency, 0.5);
        let expected = libm::sqrt(3.0);
        assert!((slope / expected - 1.0).abs() < 0.05, "log-linear: {slope} for {expected}");
    }

    #[test]
    fn a_range_is_kept() {
        let latency = Latency::uniform(Duration::from_millis(30), Duration::from_millis(10));
        assert_eq!(latency.sample(|| 0), Duration::from_millis(10));
        assert_eq!(latency.sample(|| u64::MAX), Duration::from_millis(30));
        assert!((percentile(&latency, 0.5) - 0.020).abs() < 0.001);
        assert_eq!(Latency::constant(Duration::from_secs(1)).sample(|| 9), Duration::from_secs(1));
    }

    #[test]
    fn absurd_percentiles_do_not_panic() {
        let latency = Latency::percentiles(&[(50.0, Duration::MAX), (50.0, Duration::ZERO)]);
        latency.sample(|| 0);
        latency.sample(|| u64::MAX);
        Latency::uniform(Duration::ZERO, Duration::MAX).sample(|| u64::MAX);
    }
}
