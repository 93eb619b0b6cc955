//! Positions by number, where few of the numbers have one.

/// Numbers of one page.
const PAGE: usize = 16;

/// Marks a number without a position.
const NONE: u32 = u32::MAX;

/// A table from numbers to positions that takes memory for what is set, not for every number. A proxy that talks to two
/// of a thousand hosts keeps two pages of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SparseIndex {
    pages: Vec<Option<Box<[u32; PAGE]>>>,
}

impl SparseIndex {
    /// The position of a number, if it has one.
    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<u32> {
        let page = self.pages.get(number as usize / PAGE)?.as_ref()?;
        page.get(number as usize % PAGE).copied().filter(|position| *position != NONE)
    }

    /// Gives a number a position.
    pub(crate) fn set(&mut self, number: u32, position: u32) {
        let page = number as usize / PAGE;
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, || None);
        }
        let Some(page) = self.pages.get_mut(page) else { return };
        let page = page.get_or_insert_with(|| Box::new([NONE; PAGE]));
        if let Some(place) = page.get_mut(number as usize % PAGE) {
            *place = position;
        }
    }

    /// Takes all positions away.
    pub(crate) fn clear(&mut self) {
        self.pages.clear();
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let page = size_of::<Option<Box<[u32; PAGE]>>>();
        self.pages.capacity() * page + self.pages.iter().flatten().count() * size_of::<[u32; PAGE]>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_positions_that_they_were_given() {
        let mut index = SparseIndex::default();
        assert_eq!(index.get(7), None);
        index.set(7, 0);
        index.set(70_000, 1);
        assert_eq!((index.get(7), index.get(8), index.get(70_000)), (Some(0), None, Some(1)));
        assert!(index.bytes() < 70_000, "{}", index.bytes());
        index.clear();
        assert_eq!(index.get(7), None);
    }
}
