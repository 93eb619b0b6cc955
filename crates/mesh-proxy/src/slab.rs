//! A table with stable, reused positions; a generation tells apart what had the same position.

use crate::proxy::Generation;

/// A table whose positions stay valid until they are given back, without an allocation for each entry.
#[derive(Clone, Debug)]
pub(crate) struct Slab<I, T> {
    slots: Vec<Slot<T>>,
    free: Vec<I>,
}

#[derive(Clone, Debug)]
struct Slot<T> {
    generation: Generation,
    value: Option<T>,
}

impl<I: Copy + From<u32> + Into<usize>, T> Slab<I, T> {
    pub(crate) fn new() -> Self {
        Slab { slots: Vec::new(), free: Vec::new() }
    }

    /// Puts a value in and says where: position and generation.
    pub(crate) fn insert(&mut self, value: T) -> (I, Generation) {
        if let Some(index) = self.free.pop()
            && let Some(slot) = self.slots.get_mut(index.into())
        {
            slot.value = Some(value);
            return (index, slot.generation);
        }
        let index = I::from(self.capacity());
        self.slots.push(Slot { generation: Generation::default(), value: Some(value) });
        (index, Generation::default())
    }

    /// Where the next value will go: position and generation.
    pub(crate) fn next_position(&self) -> (I, Generation) {
        match self.free.last() {
            Some(index) => (*index, self.generation(*index)),
            None => (I::from(self.capacity()), Generation::default()),
        }
    }

    /// The value at a position, whatever its generation.
    pub(crate) fn at(&self, index: I) -> Option<&T> {
        self.slots.get(index.into())?.value.as_ref()
    }

    /// The value at a position, whatever its generation.
    pub(crate) fn at_mut(&mut self, index: I) -> Option<&mut T> {
        self.slots.get_mut(index.into())?.value.as_mut()
    }

    /// The generation of a position that is taken.
    pub(crate) fn generation(&self, index: I) -> Generation {
        self.slots.get(index.into()).map_or_else(Generation::default, |slot| slot.generation)
    }

    /// Whether a position still holds what had this generation.
    pub(crate) fn is_current(&self, index: I, generation: Generation) -> bool {
        self.slots.get(index.into()).is_some_and(|slot| slot.generation == generation && slot.value.is_some())
    }

    /// Takes a value out; its position may be used again.
    pub(crate) fn remove(&mut self, index: I) -> Option<T> {
        let slot = self.slots.get_mut(index.into())?;
        let value = slot.value.take()?;
        slot.generation = slot.generation.next();
        self.free.push(index);
        Some(value)
    }

    /// All values with their positions, in the order of the positions.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        (0..).zip(&self.slots).filter_map(|(index, slot)| Some((I::from(index), slot.value.as_ref()?)))
    }

    /// Bytes on the heap, without those that its values hold themselves.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot<T>>() + self.free.capacity() * size_of::<I>()
    }

    /// How many positions there ever were.
    pub(crate) fn capacity(&self) -> u32 {
        u32::try_from(self.slots.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::HostSlot;

    #[test]
    fn a_reused_position_has_another_generation() {
        let mut slab = Slab::<HostSlot, _>::new();
        let (index, first) = slab.insert('a');
        assert_eq!(slab.remove(index), Some('a'));
        let (again, second) = slab.insert('b');
        assert_eq!(index, again);
        assert!(slab.is_current(index, second));
        assert!(!slab.is_current(index, first));
        assert_eq!(slab.iter().collect::<Vec<_>>(), [(index, &'b')]);
    }
}
