//! A map that costs little to copy: a copy shares all, a change copies the shard that it touches.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use std::collections::BTreeMap;

/// Into how many parts the keys are spread.
const SHARDS: u64 = 128;

/// A map in shards. It is not ordered as a whole; whoever needs an order sorts what it takes out.
#[derive(Clone, Debug)]
pub(crate) struct Shards<K, V> {
    shards: Arc<BTreeMap<u64, Arc<BTreeMap<K, V>>>>,
    len: usize,
}

impl<K, V> Default for Shards<K, V> {
    fn default() -> Self {
        Self { shards: Arc::default(), len: 0 }
    }
}

/// FNV-1a: the same on every machine.
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
}

fn shard<K: Hash>(key: &K) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    key.hash(&mut hasher);
    hasher.finish() % SHARDS
}

impl<K: Ord + Hash + Clone, V: Clone> Shards<K, V> {
    /// How many keys it has.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// What stands under a key.
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.shards.get(&shard(key))?.get(key)
    }

    /// What stands under a key, to be changed.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let number = shard(key);
        if !self.shards.get(&number)?.contains_key(key) {
            return None;
        }
        Arc::make_mut(Arc::make_mut(&mut self.shards).get_mut(&number)?).get_mut(key)
    }

    /// Puts a value under a key.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        let shards = Arc::make_mut(&mut self.shards);
        if Arc::make_mut(shards.entry(shard(&key)).or_default()).insert(key, value).is_none() {
            self.len += 1;
        }
    }

    /// Takes a key away.
    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let number = shard(key);
        if !self.shards.get(&number)?.contains_key(key) {
            return None;
        }
        self.len -= 1;
        Arc::make_mut(Arc::make_mut(&mut self.shards).get_mut(&number)?).remove(key)
    }

    /// What stands under a key, made if it is not there.
    pub(crate) fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let shards = Arc::make_mut(&mut self.shards);
        let map = Arc::make_mut(shards.entry(shard(&key)).or_default());
        map.entry(key).or_insert_with(|| {
            self.len += 1;
            V::default()
        })
    }

    /// All of it, shard by shard: the same order on every machine, but not that of the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.shards.values().flat_map(|shard| shard.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_it_had() {
        let mut map = Shards::default();
        for number in 0_u64..1000 {
            map.insert(number, number * 2);
        }
        let copy = map.clone();
        map.remove(&7);
        *map.entry(8) = 1;
        assert_eq!((map.len(), copy.len()), (999, 1000));
        assert_eq!((map.get(&7), copy.get(&7)), (None, Some(&14)));
        assert_eq!((map.get(&8), copy.get(&8)), (Some(&1), Some(&16)));
        assert_eq!(copy.iter().count(), 1000);
    }
}
