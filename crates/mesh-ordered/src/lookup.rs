//! A map that costs little to copy: a copy shares all entries, a change copies the few that stand beside it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::OrderedMap;

/// Into how many parts the keys are spread.
const PARTS: u64 = 128;

/// A map in parts by the hash of the key, which is the same on every machine. Copies share what neither has changed.
#[derive(Clone, Debug)]
pub struct Lookup<K, V> {
    /// Those in which anything has stood.
    parts: Arc<OrderedMap<u64, Arc<OrderedMap<K, V>>>>,
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
    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }
    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }
    fn write_usize(&mut self, number: usize) {
        // As wide on a machine of 32 bits.
        self.write(&(number as u64).to_le_bytes());
    }
}

fn part<K: Hash>(key: &K) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    key.hash(&mut hasher);
    hasher.finish() % PARTS
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
        self.parts.get(&part(key))?.get(key)
    }

    /// All of it, part by part: the same order on every machine, but not that of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.parts.values().flat_map(|part| part.iter())
    }
}

impl<K: Ord + Hash + Clone, V: Clone> Lookup<K, V> {
    /// What stands under a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.part_with(key)?.get_mut(key)
    }

    /// What stands under a key, made if it is not there.
    pub fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let parts = Arc::make_mut(&mut self.parts);
        let place = Arc::make_mut(parts.entry(part(&key)).or_default()).entry(key);
        place.or_insert_with(|| {
            self.len += 1;
            V::default()
        })
    }

    /// Puts a value under a key; gives what stood there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let parts = Arc::make_mut(&mut self.parts);
        let before = Arc::make_mut(parts.entry(part(&key)).or_default()).insert(key, value);
        self.len += usize::from(before.is_none());
        before
    }

    /// Takes away what stands under a key.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let before = self.part_with(key)?.remove(key);
        self.len -= usize::from(before.is_some());
        before
    }

    /// The part that a key stands in, to be changed; nothing is copied for a key that stands nowhere.
    fn part_with(&mut self, key: &K) -> Option<&mut OrderedMap<K, V>> {
        self.get(key)?;
        Arc::make_mut(&mut self.parts).get_mut(&part(key)).map(Arc::make_mut)
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
        *map.entry(9) += 1;
        *map.entry(7) += 1;
        assert_eq!((map.get(&9), map.get(&7), copy.get(&9)), (Some(&19), Some(&1), Some(&18)));
        assert_eq!(map.get_mut(&2000), None);
        assert_eq!((map.len(), map.iter().count(), copy.iter().count()), (1001, 1001, 1000));
    }

    #[test]
    fn a_change_copies_one_part() {
        let mut map: Lookup<u32, u32> = (0..1000).map(|number| (number, number)).collect();
        let copy = map.clone();
        map.insert(5, 6);
        let shared = map.parts.values().zip(copy.parts.values()).filter(|(one, other)| Arc::ptr_eq(one, other)).count();
        assert_eq!(shared as u64, PARTS - 1);
    }
}
