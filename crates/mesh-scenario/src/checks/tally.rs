//! What is counted for an expectation.

use mesh_config::model::Percentile;
use mesh_sim::{Answered, Ejected};

use super::plan::{Expect, Figure};
use super::select::{ejects, takes, takes_unanswered};

/// Counts for one expectation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Requests that are looked at.
    pub(crate) of: u64,
    /// Those that are so; of tries their number, of ejections theirs.
    pub(crate) matching: u64,
    pub(crate) latencies: Latencies,
}

impl Tally {
    /// Counts a request that is looked at.
    pub(crate) fn answered(&mut self, expect: &Expect, answered: &Answered<'_>) {
        if !takes(&expect.of, answered) {
            return;
        }
        self.of += 1;
        match &expect.figure {
            Figure::Share(selector) | Figure::Requests(selector) | Figure::Rps(selector) => {
                self.matching += u64::from(takes(selector, answered));
            }
            Figure::Tries(selector) if takes(selector, answered) => self.matching += u64::from(answered.tries()),
            Figure::Latency(_) => self.latencies.add(answered.latency()),
            _ => {}
        }
    }

    /// Counts requests that were never answered.
    pub(crate) fn unanswered(&mut self, expect: &Expect, count: u64) {
        if !takes_unanswered(&expect.of) {
            return;
        }
        self.of += count;
        if let Figure::Share(selector) | Figure::Requests(selector) | Figure::Rps(selector) = &expect.figure
            && takes_unanswered(selector)
        {
            self.matching += count;
        }
    }

    /// Counts an ejection.
    pub(crate) fn ejected(&mut self, expect: &Expect, ejected: &Ejected<'_>) {
        if let Figure::Ejections(selector) = &expect.figure {
            self.matching += u64::from(ejects(selector, ejected));
        }
    }
}

/// Latencies in buckets whose width is at most a 256th of their value. Of each bucket the longest is known, so a percentile is
/// always a latency that there was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies {
    /// Bucket, how many, and the longest of them in nanoseconds; by bucket.
    buckets: Vec<(u64, u64, u64)>,
    total: u64,
    sum: u128,
}

/// Leading bits of a latency in microseconds that make its bucket.
const BITS: u32 = 9;

fn bucket(nanoseconds: u64) -> u64 {
    let micros = nanoseconds / 1_000;
    let shift = (64 - micros.leading_zeros()).saturating_sub(BITS);
    u64::from(shift) << 32 | micros >> shift
}

impl Latencies {
    /// Counts one, in nanoseconds.
    pub(crate) fn add(&mut self, nanoseconds: u64) {
        self.total += 1;
        self.sum += u128::from(nanoseconds);
        let bucket = bucket(nanoseconds);
        match self.buckets.binary_search_by_key(&bucket, |known| known.0) {
            Ok(at) => {
                if let Some((_, count, longest)) = self.buckets.get_mut(at) {
                    *count += 1;
                    *longest = nanoseconds.max(*longest);
                }
            }
            Err(at) => self.buckets.insert(at, (bucket, 1, nanoseconds)),
        }
    }

    /// A figure of them in nanoseconds; `None` where there are none.
    pub(crate) fn figure(&self, figure: Percentile) -> Option<u64> {
        let percent = match figure {
            Percentile::P50 => 50,
            Percentile::P90 => 90,
            Percentile::P95 => 95,
            Percentile::P99 => 99,
            Percentile::Mean => {
                return u64::try_from(self.sum.checked_div(u128::from(self.total))?).ok();
            }
        };
        let rank = (self.total * percent).div_ceil(100).max(1);
        let mut below = 0;
        let reached = self.buckets.iter().find(|(_, count, _)| {
            below += count;
            below >= rank
        });
        reached.map(|(_, _, longest)| *longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_latencies_that_there_were() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.figure(Percentile::P50), None);
        for milliseconds in 1..=100 {
            latencies.add(milliseconds * 1_000_000);
        }
        for (figure, milliseconds) in
            [(Percentile::P50, 50), (Percentile::P90, 90), (Percentile::P95, 95), (Percentile::P99, 99)]
        {
            assert_eq!(latencies.figure(figure), Some(milliseconds * 1_000_000), "{figure:?}");
        }
        assert_eq!(latencies.figure(Percentile::Mean), Some(50_500_000));
        let mut same = Latencies::default();
        (0..1_000).for_each(|_| same.add(250_000_001));
        assert_eq!(same.figure(Percentile::P99), Some(250_000_001));
    }

    #[test]
    fn buckets_are_narrow_and_few() {
        let mut latencies = Latencies::default();
        let mut value = 1_000_u64;
        for _ in 0..20_000 {
            latencies.add(value);
            value += value / 1_000 + 1_000;
        }
        assert!(latencies.buckets.len() < 12_000, "{}", latencies.buckets.len());
        assert!(latencies.buckets.windows(2).all(|pair| pair[0].2 < pair[1].2));
    }
}
