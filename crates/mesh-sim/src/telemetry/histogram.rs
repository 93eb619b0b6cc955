//! Latencies in buckets whose width is at most a sixteenth of their value.

use mesh_proxy::Duration;

const SUB_BITS: u32 = 4;
const SUBS: u64 = 1 << SUB_BITS;

/// A histogram of latencies: exact below 16 µs, within 1/16 above.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// (bucket, count), sorted by bucket; a run has few distinct latencies, so this stays short.
    counts: Vec<(u16, u64)>,
    total: u64,
}

/// The bucket of a latency: microseconds in floating-point manner, four bits after the leading one.
pub(crate) fn bucket(nanoseconds: u64) -> u16 {
    let micros = nanoseconds / 1000;
    if micros < SUBS {
        return micros as u16;
    }
    let exponent = 63 - micros.leading_zeros();
    let mantissa = micros >> (exponent - SUB_BITS) & (SUBS - 1);
    ((u64::from(exponent - SUB_BITS + 1) << SUB_BITS) + mantissa) as u16
}

/// The lower bound and the width of a bucket, in microseconds.
fn bounds(bucket: u16) -> (u64, u64) {
    let (row, mantissa) = (u64::from(bucket) >> SUB_BITS, u64::from(bucket) & (SUBS - 1));
    match row.checked_sub(1) {
        None => (mantissa, 1),
        Some(shift) => ((SUBS + mantissa) << shift, 1 << shift),
    }
}

impl Histogram {
    /// Counts one latency.
    pub fn record(&mut self, latency: Duration) {
        self.add(bucket(u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX)), 1);
    }

    /// Counts a bucket's latencies.
    pub(crate) fn add(&mut self, bucket: u16, count: u64) {
        self.total += count;
        match self.counts.binary_search_by_key(&bucket, |entry| entry.0) {
            Ok(at) => self.counts[at].1 += count,
            Err(at) => self.counts.insert(at, (bucket, count)),
        }
    }

    /// How many were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The mean in seconds, each latency counted as the middle of its bucket; 0 if none was counted.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let sum: f64 = self
            .counts
            .iter()
            .map(|&(bucket, count)| {
                let (low, width) = bounds(bucket);
                (low as f64 + (width - 1) as f64 / 2.0) * count as f64
            })
            .sum();
        if self.total == 0 { 0.0 } else { sum / self.total as f64 / 1e6 }
    }

    /// The latency in seconds that a share (0 to 1) of the counted ones do not exceed, linear within a bucket; 0 if
    /// none was counted.
    #[must_use]
    pub fn percentile(&self, share: f64) -> f64 {
        let wanted = share * self.total as f64;
        let mut seen = 0;
        for &(bucket, count) in &self.counts {
            let before = seen as f64;
            seen += count;
            if seen as f64 >= wanted {
                let (low, width) = bounds(bucket);
                let inside = ((wanted - before) / count as f64).clamp(0.0, 1.0);
                return (low as f64 + width as f64 * inside) / 1e6;
            }
        }
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_in_order_and_narrow() {
        let mut last = 0;
        for micros in (0..100_000).chain((100_000..100_000_000).step_by(9_973)) {
            let at = bucket(micros * 1000);
            assert!(at >= last);
            last = at;
            let (low, width) = bounds(at);
            assert!(low <= micros && micros < low + width, "{micros} in {low}+{width}");
            assert!(width == 1 || width * 16 <= low);
        }
        assert!(bucket(u64::MAX) < 1024);
    }

    #[test]
    fn percentiles_are_within_a_bucket() {
        let mut histogram = Histogram::default();
        for millis in 1..=1000 {
            histogram.record(Duration::from_millis(millis));
        }
        for (share, expected) in [(0.5, 0.5), (0.95, 0.95), (0.99, 0.99)] {
            let found = histogram.percentile(share);
            assert!((found / expected - 1.0).abs() < 0.07, "{found} for {expected}");
        }
        assert_eq!(Histogram::default().percentile(0.5), 0.0);
    }
}
