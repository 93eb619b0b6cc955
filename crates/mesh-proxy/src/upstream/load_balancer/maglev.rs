//! Maglev (`maglev_lb.cc`): a table in which each host takes its preferred free places in turn.

use mesh_ordered::sort_by_key;
use xxhash_rust::xxh64::xxh64;

use super::ring_hash::WeightedHost;

/// A table of hosts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Numbers of hosts.
    slots: Vec<u32>,
}

struct Entry {
    number: u32,
    share: f64,
    offset: u64,
    skip: u64,
    next: u64,
    target: f64,
}

impl Table {
    /// The table over some hosts, whose shares add up to 1. The size must be a prime above 1.
    pub(crate) fn new(hosts: &[WeightedHost<'_>], size: u64) -> Self {
        if hosts.is_empty() || size < 2 {
            return Table::default();
        }
        let mut sorted: Vec<&WeightedHost<'_>> = hosts.iter().collect();
        sort_by_key(&mut sorted, |host| host.key);
        let mut entries: Vec<Entry> = sorted
            .into_iter()
            .map(|host| Entry {
                number: host.number,
                share: host.share,
                offset: xxh64(host.key.as_bytes(), 0) % size,
                skip: xxh64(host.key.as_bytes(), 1) % (size - 1) + 1,
                next: 0,
                target: 0.0,
            })
            .collect();
        let most = entries.iter().map(|entry| entry.share).fold(0.0, f64::max);
        let mut slots: Vec<Option<u32>> = vec![None; usize::try_from(size).unwrap_or(0)];
        let mut left = slots.len();
        let mut iteration = 1u32;
        // Where the size is no prime, the hosts' places may not reach all of the table.
        while left > 0 && most > 0.0 && entries.iter().any(|entry| entry.next < size) {
            for entry in &mut entries {
                if left == 0 {
                    break;
                }
                // A lighter host takes a place only in some of the rounds.
                if f64::from(iteration) * entry.share < entry.target {
                    continue;
                }
                entry.target += most;
                if place(&mut slots, entry, size) {
                    left -= 1;
                }
            }
            iteration += 1;
        }
        Table { slots: slots.into_iter().map(|slot| slot.unwrap_or(u32::MAX)).collect() }
    }

    /// Bytes that a table of a size takes, also while it is made.
    pub(crate) fn bytes_of(size: u64) -> u64 {
        size.saturating_mul((size_of::<Option<u32>>() + size_of::<u32>()) as u64)
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<u32>()
    }

    /// The host of a hash; `attempt` counts the hosts that were rejected before.
    pub(crate) fn pick(&self, hash: u64, attempt: u32) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let hash = if attempt == 0 { hash } else { hash ^ (u64::MAX - u64::from(attempt) + 1) };
        self.slots.get((hash % self.slots.len() as u64) as usize).copied()
    }
}

/// Gives the entry the next place of its permutation that is free.
fn place(slots: &mut [Option<u32>], entry: &mut Entry, size: u64) -> bool {
    while entry.next < size {
        // Neither factor is above the table size, so the product fits.
        let position = (entry.offset + entry.skip * entry.next) % size;
        entry.next += 1;
        if let Some(free @ None) = slots.get_mut(position as usize) {
            *free = Some(entry.number);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(ports: &[(u32, f64)], size: u64) -> Vec<u32> {
        let keys: Vec<String> = ports.iter().map(|(port, _)| format!("127.0.0.1:{port}")).collect();
        let sum: f64 = ports.iter().map(|(_, weight)| weight).sum();
        let hosts: Vec<WeightedHost<'_>> = ports
            .iter()
            .zip(&keys)
            .map(|((port, weight), key)| WeightedHost { number: *port, key, share: weight / sum })
            .collect();
        Table::new(&hosts, size).slots
    }

    #[test]
    fn tables_of_envoys_tests() {
        let six = [(90, 1.0), (91, 1.0), (92, 1.0), (93, 1.0), (94, 1.0), (95, 1.0)];
        assert_eq!(table(&six, 7), [92, 94, 90, 91, 95, 90, 93]);
        let weighted = [(90, 1.0), (91, 2.0)];
        let expected = [1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1].map(|host| 90 + host);
        assert_eq!(table(&weighted, 17), expected);
    }

    #[test]
    fn picks_as_envoy_does() {
        let keys: Vec<String> = (0..6).map(|host| format!("127.0.0.1:2100{host}")).collect();
        let hosts: Vec<WeightedHost<'_>> = keys
            .iter()
            .enumerate()
            .map(|(slot, key)| WeightedHost { number: slot as u32, key, share: 1.0 / 6.0 })
            .collect();
        let table = Table::new(&hosts, 65537);
        // Measured on Envoy 1.40 (reference rows of 3.9): header value | host
        for (value, expected) in [("a", 5), ("b", 5), ("alice", 2), ("bob", 2), ("user-1", 1), ("user-2", 4)] {
            assert_eq!(table.pick(xxh64(value.as_bytes(), 0), 0), Some(expected), "{value}");
        }
    }
}
