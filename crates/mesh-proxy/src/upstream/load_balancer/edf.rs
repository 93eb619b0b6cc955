//! Earliest deadline first: turns in proportion to weights (`edf_scheduler.h`).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// More picks than this are never emulated when a scheduler is made (`UINT_MAX / 10`).
const MOST_EMULATED_PICKS: u32 = 429_496_729;

/// A scheduler over items that are told by a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct EdfScheduler {
    now: f64,
    next_order: u64,
    queue: BinaryHeap<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    deadline: f64,
    order: u64,
    item: u32,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    /// The heap gives the greatest first, so the earliest deadline is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.deadline.total_cmp(&self.deadline).then(other.order.cmp(&self.order))
    }
}

impl EdfScheduler {
    /// The scheduler as if this many picks had been made (`createWithPicks`). Weights must be above zero.
    pub(crate) fn with_picks(items: &[u32], weight: impl Fn(u32) -> f64, picks: u32) -> Self {
        let picks = picks % MOST_EMULATED_PICKS;
        // Envoy adds this so that emulated and real picks break ties alike.
        let augmented = |item: u32| weight(item) + 1e-13;
        let sum: f64 = items.iter().fold(0.0, |sum, item| sum + augmented(*item));
        let mut scheduler = EdfScheduler::default();
        let mut made = 0u32;
        for (order, item) in items.iter().enumerate() {
            let weight = augmented(*item);
            let mut whole = (weight * f64::from(picks) / sum) as u32;
            if whole > 0 && f64::from(whole) / weight >= f64::from(picks) / sum {
                whole -= 1;
            }
            let deadline = (f64::from(whole) + 1.0) / weight;
            scheduler.queue.push(Entry { deadline, order: order as u64, item: *item });
            scheduler.now = scheduler.now.max(f64::from(whole) / weight);
            made = made.saturating_add(whole);
        }
        scheduler.next_order = items.len() as u64;
        while made < picks && !items.is_empty() {
            scheduler.pick(&weight);
            made += 1;
        }
        scheduler
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + self.queue.capacity() * size_of::<Entry>()
    }

    /// The item whose turn it is; it is put back with the weight that it has now.
    pub(crate) fn pick(&mut self, weight: impl Fn(u32) -> f64) -> Option<u32> {
        let mut first = self.queue.peek_mut()?;
        let item = first.item;
        self.now = first.deadline;
        *first = Entry { deadline: self.now + 1.0 / weight(item), order: self.next_order, item };
        self.next_order += 1;
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(weights: &[f64], seed: u32, count: usize) -> String {
        let weight = |item: u32| weights[item as usize];
        let items: Vec<u32> = (0..weights.len() as u32).collect();
        let mut scheduler = EdfScheduler::with_picks(&items, weight, seed);
        (0..count).map(|_| char::from(b'A' + scheduler.pick(weight).unwrap() as u8)).collect()
    }

    #[test]
    fn turns_follow_weights() {
        // weights | seed | turns (round_robin_lb_test.cc; the last row measured on Envoy 1.40)
        for (weights, seed, expected) in
            [(&[1.0, 2.0][..], 0, "BABBAB"), (&[1.0, 2.0], 1, "ABBABB"), (&[1.0, 6.0, 3.0], 0, "BBCBBCBACB")]
        {
            let got = turns(weights, seed, expected.len());
            let count = |text: &str, letter| text.chars().filter(|c| *c == letter).count();
            for letter in ['A', 'B', 'C'] {
                assert_eq!(count(&got, letter), count(expected, letter), "{weights:?} seed {seed}: {got}");
            }
            if weights.len() == 2 {
                assert_eq!(got, expected, "{weights:?} seed {seed}");
            }
        }
    }

    #[test]
    fn one_two_three_repeats_its_pattern() {
        let twelve = turns(&[1.0, 2.0, 3.0], 0, 24);
        assert!(twelve.contains("CBCABC"), "{twelve}");
        assert_eq!(twelve.matches('C').count(), 12);
    }

    #[test]
    fn emulated_picks_are_the_same_as_picks() {
        for seed in [0, 1, 5, 23, 1000, 12345] {
            let weights = [25.0, 75.0, 40.0];
            let from_start = turns(&weights, 0, seed as usize + 20);
            assert_eq!(turns(&weights, seed, 20), from_start[seed as usize..], "seed {seed}");
        }
    }
}
