//! Simulated time.

use std::ops::{Add, Sub};

pub use std::time::Duration;

use serde::{Deserialize, Serialize};

const NANOSECONDS_OF_A_SECOND: u64 = 1_000_000_000;

/// Nanoseconds since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub u64);

impl Time {
    /// The start of the run.
    pub const ZERO: Time = Time(0);
    /// Later than anything.
    pub const NEVER: Time = Time(u64::MAX);

    /// Nanoseconds passed since an earlier time; 0 if it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Time) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }

    /// Seconds since the start, for people.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

impl Add<Duration> for Time {
    type Output = Time;

    fn add(self, duration: Duration) -> Time {
        let whole = duration.as_secs().saturating_mul(NANOSECONDS_OF_A_SECOND);
        Time(self.0.saturating_add(whole.saturating_add(u64::from(duration.subsec_nanos()))))
    }
}

impl Sub<Time> for Time {
    type Output = Duration;

    fn sub(self, earlier: Time) -> Duration {
        self.since(earlier)
    }
}
