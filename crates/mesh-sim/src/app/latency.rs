//! How long an app takes.

use mesh_proxy::Duration;

use crate::draws::unit;

/// How long an app takes for an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Log-linear between the points, the same slope beyond the outer ones.
    Percentiles(Percentiles),
}

/// Natural logarithms of three percentiles in nanoseconds, and the slopes between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Percentiles {
    p50: f64,
    p90: f64,
    below_p90: f64,
    above_p90: f64,
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

    /// Log-linear through three percentiles; one that is below its predecessor counts as equal to it.
    pub(crate) fn percentiles(p50: Duration, p90: Duration, p99: Duration) -> Self {
        let p90 = p90.max(p50);
        let p99 = p99.max(p90);
        let log = |latency| libm::log(nanoseconds(latency).max(1) as f64);
        let (p50, p90, p99) = (log(p50), log(p90), log(p99));
        Latency::Percentiles(Percentiles { p50, p90, below_p90: (p90 - p50) / 0.4, above_p90: (p99 - p90) / 0.09 })
    }

    /// The time of one answer.
    pub(crate) fn sample(self, draw: impl FnOnce() -> u64) -> Duration {
        match self {
            Latency::Constant(latency) => Duration::from_nanos(latency),
            Latency::Uniform { minimum, width } => {
                Duration::from_nanos(minimum + (u128::from(draw()) * (u128::from(width) + 1) >> 64) as u64)
            }
            Latency::Percentiles(points) => {
                let share = unit(draw());
                let log = if share < 0.9 {
                    points.p50 + (share - 0.5) * points.below_p90
                } else {
                    points.p90 + (share - 0.9) * points.above_p90
                };
                Duration::from_nanos(libm::exp(log) as u64)
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

    fn percentile(latency: Latency, share: f64) -> f64 {
        let mut samples: Vec<_> = (0..20_000).map(|draw| latency.sample(|| mix(3, draw)).as_secs_f64()).collect();
        samples.sort_by(f64::total_cmp);
        samples[(share * samples.len() as f64) as usize]
    }

    #[test]
    fn samples_meet_the_stated_percentiles() {
        let millis = Duration::from_millis;
        let latency = Latency::percentiles(millis(20), millis(60), millis(200));
        for (share, expected) in [(0.5, 0.020), (0.9, 0.060), (0.99, 0.200)] {
            let found = percentile(latency, share);
            assert!((found / expected - 1.0).abs() < 0.05, "{found} for {expected}");
        }
        let slope = percentile(latency, 0.7) / percentile(latency, 0.5);
        let expected = libm::sqrt(3.0);
        assert!((slope / expected - 1.0).abs() < 0.05, "log-linear: {slope} for {expected}");
    }

    #[test]
    fn a_range_is_kept() {
        let latency = Latency::uniform(Duration::from_millis(30), Duration::from_millis(10));
        assert_eq!(latency.sample(|| 0), Duration::from_millis(10));
        assert_eq!(latency.sample(|| u64::MAX), Duration::from_millis(30));
        assert!((percentile(latency, 0.5) - 0.020).abs() < 0.001);
        assert_eq!(Latency::constant(Duration::from_secs(1)).sample(|| 9), Duration::from_secs(1));
    }

    #[test]
    fn absurd_percentiles_do_not_panic() {
        let latency = Latency::percentiles(Duration::MAX, Duration::ZERO, Duration::ZERO);
        latency.sample(|| 0);
        latency.sample(|| u64::MAX);
        Latency::uniform(Duration::ZERO, Duration::MAX).sample(|| u64::MAX);
    }
}
