//! A map that costs little to copy: a copy shares all entries, a change copies the few that stand beside it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::OrderedMap;

/// Into how many parts the keys are spread.
const PARTS: usize = 128;

/// A map in parts by the hash of the key, which is the same on every machine. Copies share what neither has changed.
#[derive(Clone, Debug)]
pub struct Lookup<K, V> {
    /// Empty, or [`PARTS`] of them.
    parts: Arc<Vec<Arc<OrderedMap<K, V>>>>,
    len: usize,
}

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self { parts: Arc::default(), len: 0 }
    }
}

/// FNV-1a.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }
    fn write_usize(&mut self, number: usize) {
        // As wide on a machine of 32 bits.
        self.write(&(number as u64).to_le_bytes());
    }
}

fn part<K: Hash>(key: &K) -> usize {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    key.hash(&mut hasher);
    (hasher.finish() % PARTS as u64) as usize
}

impl<K: Ord + Hash, V> Lookup<K, V> {
    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What stands under a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.parts.get(part(key))?.get(key)
    }

    /// All of it, part by part: the same order on every machine, but not that of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.parts.iter().flat_map(|part| part.iter())
    }
}

impl<K: Ord + Hash + Clone, V: Clone> Lookup<K, V> {
    /// Puts a value under a key; gives what stood there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let parts = Arc::make_mut(&mut self.parts);
        if parts.is_empty() {
            parts.resize_with(PARTS, Arc::default);
        }
        let before = Arc::make_mut(parts.get_mut(part(&key))?).insert(key, value);
        self.len += usize::from(before.is_none());
        before
    }

    /// Takes away what stands under a key.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let number = part(key);
        if !self.parts.get(number)?.contains_key(key) {
            return None;
        }
        self.len -= 1;
        Arc::make_mut(Arc::make_mut(&mut self.parts).get_mut(number)?).remove(key)
    }
}

impl<K: Ord + Hash + Clone, V: Clone> FromIterator<(K, V)> for Lookup<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut made = Self::default();
        for (key, value) in entries {
            made.insert(key, value);
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_it_had() {
        let mut map = Lookup::default();
        for number in 0_u64..1000 {
            assert_eq!(map.insert(number, number * 2), None);
        }
        let copy = map.clone();
        assert_eq!(map.insert(8, 1), Some(16));
        map.insert(1000, 0);
        assert_eq!((map.len(), copy.len()), (1001, 1000));
        assert_eq!((map.get(&8), copy.get(&8), copy.get(&1000)), (Some(&1), Some(&16), None));
        assert_eq!((map.remove(&7), map.remove(&7), copy.get(&7)), (Some(14), None, Some(&14)));
        assert_eq!((map.len(), map.iter().count(), copy.iter().count()), (1000, 1000, 1000));
    }

    #[test]
    fn a_change_copies_one_part() {
        let mut map: Lookup<u32, u32> = (0..1000).map(|number| (number, number)).collect();
        let copy = map.clone();
        map.insert(5, 6);
        let shared = map.parts.iter().zip(&*copy.parts).filter(|(one, other)| Arc::ptr_eq(one, other)).count();
        assert_eq!(shared, PARTS - 1);
    }
}
