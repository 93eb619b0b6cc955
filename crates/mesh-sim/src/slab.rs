//! A table whose places are used again and whose stale handles are recognised.

/// A handle of a slab's entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SlotId {
    index: u32,
    generation: u32,
}

impl SlotId {
    /// The handle as one number; of two in the same place the later one is greater.
    pub(crate) fn number(self) -> u64 {
        u64::from(self.generation) << 32 | u64::from(self.index)
    }
}

/// Entries by handle; inserting and removing take constant time and allocate nothing once the table has grown.
#[derive(Clone, Debug)]
pub(crate) struct Slab<T> {
    entries: Vec<Entry<T>>,
    free: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Entry<T> {
    generation: u32,
    value: Option<T>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// Puts an entry in.
    pub(crate) fn insert(&mut self, value: T) -> SlotId {
        if let Some(index) = self.free.pop()
            && let Some(entry) = self.entries.get_mut(index as usize)
        {
            entry.value = Some(value);
            return SlotId { index, generation: entry.generation };
        }
        let index = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { generation: 0, value: Some(value) });
        SlotId { index, generation: 0 }
    }

    /// The entries with their handles.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SlotId, &T)> {
        let with_handle = |(index, entry): (u32, &'_ Entry<T>)| SlotId { index, generation: entry.generation };
        (0..).zip(&self.entries).filter_map(move |it| Some((with_handle(it), it.1.value.as_ref()?)))
    }

    /// For how many entries there is room.
    pub(crate) fn capacity(&self) -> usize {
        self.entries.capacity()
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len() - self.free.len()
    }

    /// The entry of a handle that is not stale.
    pub(crate) fn get(&self, id: SlotId) -> Option<&T> {
        self.entries.get(id.index as usize).filter(|entry| entry.generation == id.generation)?.value.as_ref()
    }

    /// The same to change it.
    pub(crate) fn get_mut(&mut self, id: SlotId) -> Option<&mut T> {
        self.entries.get_mut(id.index as usize).filter(|entry| entry.generation == id.generation)?.value.as_mut()
    }

    /// Drops an entry; its handle is stale from now on.
    pub(crate) fn discard(&mut self, id: SlotId) {
        let entry = self.entries.get_mut(id.index as usize).filter(|entry| entry.generation == id.generation);
        if let Some(entry) = entry.filter(|entry| entry.value.is_some()) {
            entry.value = None;
            entry.generation = entry.generation.wrapping_add(1);
            self.free.push(id.index);
        }
    }

    /// Takes an entry out; its handle is stale from now on.
    pub(crate) fn remove(&mut self, id: SlotId) -> Option<T> {
        let entry = self.entries.get_mut(id.index as usize).filter(|entry| entry.generation == id.generation)?;
        let value = entry.value.take()?;
        entry.generation = entry.generation.wrapping_add(1);
        self.free.push(id.index);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_handles_find_nothing() {
        let mut slab = Slab::default();
        let first = slab.insert('a');
        assert_eq!(slab.remove(first), Some('a'));
        let second = slab.insert('b');
        assert_eq!((slab.get(first), slab.get(second)), (None, Some(&'b')));
        assert_eq!(slab.remove(first), None);
        *slab.get_mut(second).unwrap() = 'c';
        assert_eq!(slab.get(second), Some(&'c'));
    }
}
