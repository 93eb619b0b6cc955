//! All edges together over the whole run, for the time line.

/// Bins that are kept; then each two become one of twice the width.
const MOST_BINS: usize = 600;

/// What was answered in each bin of the run. Bins are a second wide, in long runs 2, 4, 8, ...
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// Seconds of each bin.
    pub width: u32,
    /// Requests answered below 400, and all others, by bin from second 0 on.
    pub bins: Vec<(u64, u64)>,
}

impl Default for Totals {
    fn default() -> Self {
        Self { width: 1, bins: Vec::new() }
    }
}

impl Totals {
    /// Counts answers of a second.
    pub(super) fn add(&mut self, second: u32, status: u16, count: u64) {
        while (second / self.width) as usize >= MOST_BINS {
            self.bins = self.bins.chunks(2).map(sum).collect();
            self.width = self.width.saturating_mul(2);
        }
        let at = (second / self.width) as usize;
        if self.bins.len() <= at {
            self.bins.resize(at + 1, (0, 0));
        }
        if let Some((good, bad)) = self.bins.get_mut(at) {
            *if (100..400).contains(&status) { good } else { bad } += count;
        }
    }
}

fn sum(bins: &[(u64, u64)]) -> (u64, u64) {
    bins.iter().fold((0, 0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_grow_wider_with_the_run() {
        let mut totals = Totals::default();
        for second in 0..3600 {
            totals.add(second, if second % 4 == 0 { 503 } else { 200 }, 10);
        }
        assert_eq!(totals.width, 8);
        assert_eq!(totals.bins.len(), 450);
        assert!(totals.bins.iter().all(|bin| *bin == (60, 20)));
        totals.add(u32::MAX, 200, 1);
        assert!(totals.bins.len() <= MOST_BINS);
        assert_eq!(sum(&totals.bins), (27_001, 9_000));
    }
}
