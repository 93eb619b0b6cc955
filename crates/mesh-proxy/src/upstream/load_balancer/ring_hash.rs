//! Ring hash (`ring_hash_lb.cc`): hosts as many points on a ring, a request goes to the next one.

use std::fmt::Write;

use xxhash_rust::xxh64::xxh64;

/// A ring of hosts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ring {
    entries: Vec<(u64, u32)>,
}

/// A host with its key and its share of all weights.
#[derive(Clone, Debug)]
pub(crate) struct WeightedHost<'a> {
    pub(crate) number: u32,
    pub(crate) key: &'a str,
    pub(crate) share: f64,
}

impl Ring {
    /// The ring over some hosts, whose shares add up to 1.
    pub(crate) fn new(hosts: &[WeightedHost<'_>], minimum_size: u64, maximum_size: u64) -> Self {
        let scale = scale(hosts, minimum_size, maximum_size);
        if scale <= 0.0 {
            return Ring::default();
        }
        let mut entries = Vec::with_capacity(libm::ceil(scale) as usize);
        let (mut current, mut target) = (0.0, 0.0);
        let mut text = String::new();
        for host in hosts {
            target += scale * host.share;
            let mut point = 0u64;
            while current < target {
                text.clear();
                // Writing to a string cannot fail.
                let _ = write!(text, "{}_{point}", host.key);
                entries.push((xxh64(text.as_bytes(), 0), host.number));
                point += 1;
                current += 1.0;
            }
        }
        // Equal hashes keep the order of the hosts.
        entries.sort_by_key(|(hash, _)| *hash);
        Ring { entries }
    }

    /// Bytes that the ring over some hosts takes, also while it is made.
    pub(crate) fn bytes_of(hosts: &[WeightedHost<'_>], minimum_size: u64, maximum_size: u64) -> u64 {
        // Sorting takes half as much again.
        (scale(hosts, minimum_size, maximum_size) * size_of::<(u64, u32)>() as f64 * 1.5) as u64
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<(u64, u32)>()
    }

    /// The host of a hash; `attempt` counts the hosts that were rejected before.
    pub(crate) fn pick(&self, hash: u64, attempt: u32) -> Option<u32> {
        if self.entries.is_empty() {
            return None;
        }
        let next = self.entries.partition_point(|(entry, _)| *entry < hash);
        let place = (next % self.entries.len() + attempt as usize) % self.entries.len();
        self.entries.get(place).map(|(_, slot)| *slot)
    }
}

/// The number of points: large enough that the lightest host has a whole number of them, as far as the upper bound lets
/// it. 0 where there is nobody.
fn scale(hosts: &[WeightedHost<'_>], minimum_size: u64, maximum_size: u64) -> f64 {
    let least = hosts.iter().map(|host| host.share).fold(f64::INFINITY, f64::min);
    if hosts.is_empty() || least <= 0.0 {
        return 0.0;
    }
    (libm::ceil(least * minimum_size as f64) / least).min(maximum_size as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn six(keys: &[String]) -> Vec<WeightedHost<'_>> {
        let share = 1.0 / keys.len() as f64;
        keys.iter().enumerate().map(|(slot, key)| WeightedHost { number: slot as u32, key, share }).collect()
    }

    #[test]
    fn picks_as_envoy_does() {
        let keys: Vec<String> = (0..6).map(|host| format!("127.0.0.1:2100{host}")).collect();
        let ring = Ring::new(&six(&keys), 1024, 8 * 1024 * 1024);
        assert_eq!(ring.entries.len(), 1026);
        // Measured on Envoy 1.40 (reference rows of 3.9): header value | host
        for (value, expected) in [("a", 5), ("b", 1), ("alice", 0), ("bob", 3), ("user-1", 4), ("user-2", 0)] {
            assert_eq!(ring.pick(xxh64(value.as_bytes(), 0), 0), Some(expected), "{value}");
        }
    }

    #[test]
    fn the_ring_wraps() {
        let keys = ["one".to_owned(), "two".to_owned()];
        let ring = Ring::new(&six(&keys), 4, 1024);
        let first = ring.pick(0, 0);
        assert_eq!(ring.pick(u64::MAX, 0), first);
        assert_eq!(Ring::new(&[], 1024, 2048).pick(1, 0), None);
    }
}
