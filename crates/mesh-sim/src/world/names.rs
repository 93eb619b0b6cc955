//! Numbers for names, the same from push to push.

use std::hash::Hash;

use mesh_ordered::Lookup;

/// Numbers in the order of first appearance.
#[derive(Clone, Debug)]
pub(crate) struct Numbers<K, Id> {
    numbers: Lookup<K, Id>,
}

impl<K, Id> Default for Numbers<K, Id> {
    fn default() -> Self {
        Self { numbers: Lookup::default() }
    }
}

impl<K: Ord + Hash + Clone, Id: Copy + From<u32>> Numbers<K, Id> {
    /// The number of a name, and whether it is new.
    pub(crate) fn number(&mut self, name: K) -> (Id, bool) {
        if let Some(number) = self.numbers.get(&name) {
            return (*number, false);
        }
        let next = Id::from(u32::try_from(self.numbers.len()).unwrap_or(u32::MAX));
        self.numbers.insert(name, next);
        (next, true)
    }

    /// The number of a name that has one.
    pub(crate) fn get(&self, name: &K) -> Option<Id> {
        self.numbers.get(name).copied()
    }
}
