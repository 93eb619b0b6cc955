//! Numbers for names, the same from push to push.

use std::collections::BTreeMap;

/// Numbers in the order of first appearance.
#[derive(Clone, Debug)]
pub(crate) struct Numbers<K> {
    numbers: BTreeMap<K, u32>,
}

impl<K> Default for Numbers<K> {
    fn default() -> Self {
        Self { numbers: BTreeMap::new() }
    }
}

impl<K: Ord> Numbers<K> {
    /// The number of a name, and whether it is new.
    pub(crate) fn number(&mut self, name: K) -> (u32, bool) {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        match self.numbers.entry(name) {
            std::collections::btree_map::Entry::Occupied(known) => (*known.get(), false),
            std::collections::btree_map::Entry::Vacant(new) => (*new.insert(next), true),
        }
    }

    /// The number of a name that has one.
    pub(crate) fn get(&self, name: &K) -> Option<u32> {
        self.numbers.get(name).copied()
    }
}
