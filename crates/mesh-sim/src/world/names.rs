//! Numbers for names, the same from push to push.

use mesh_ordered::OrderedMap;

/// Numbers in the order of first appearance.
#[derive(Clone, Debug)]
pub(crate) struct Numbers<K, Id> {
    numbers: OrderedMap<K, Id>,
}

impl<K, Id> Default for Numbers<K, Id> {
    fn default() -> Self {
        Self { numbers: OrderedMap::new() }
    }
}

impl<K: Ord, Id: Copy + From<u32>> Numbers<K, Id> {
    /// The number of a name, and whether it is new.
    pub(crate) fn number(&mut self, name: K) -> (Id, bool) {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let mut is_new = false;
        let number = self.numbers.entry(name).or_insert_with(|| {
            is_new = true;
            next.into()
        });
        (*number, is_new)
    }

    /// The number of a name that has one.
    pub(crate) fn get(&self, name: &K) -> Option<Id> {
        self.numbers.get(name).copied()
    }
}
