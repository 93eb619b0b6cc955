//! A list that costs little to copy: a copy shares all rows, a change copies the few that stand beside it.

use std::sync::Arc;

/// How many rows are copied together.
const TOGETHER: usize = 64;

/// A list of rows by position. Copies share what neither has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<T> {
    parts: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { parts: Vec::new(), len: 0 }
    }
}

impl<T> Rows<T> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row at a position.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.parts.get(at / TOGETHER)?.get(at % TOGETHER)
    }

    /// The last row.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.get(self.len.checked_sub(1)?)
    }

    /// All rows in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.parts.iter().flat_map(|part| part.iter())
    }
}

impl<T: Clone> Rows<T> {
    /// The row at a position, to be changed.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        Arc::make_mut(self.parts.get_mut(at / TOGETHER)?).get_mut(at % TOGETHER)
    }

    /// All rows in order, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.parts.iter_mut().flat_map(|part| Arc::make_mut(part).iter_mut())
    }

    /// Adds a row behind the others.
    pub fn push(&mut self, row: T) {
        if self.len.is_multiple_of(TOGETHER) {
            self.parts.push(Arc::default());
        }
        if let Some(part) = self.parts.last_mut() {
            Arc::make_mut(part).push(row);
            self.len += 1;
        }
    }
}

impl<T: Clone> FromIterator<T> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        let mut made = Self::default();
        rows.into_iter().for_each(|row| made.push(row));
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_it_had() {
        let mut rows: Rows<usize> = (0..200).collect();
        let copy = rows.clone();
        rows.push(200);
        *rows.get_mut(70).unwrap() = 7;
        assert_eq!((rows.len(), copy.len()), (201, 200));
        assert_eq!((rows.get(70), copy.get(70)), (Some(&7), Some(&70)));
        assert_eq!((rows.last(), copy.last(), copy.get(200)), (Some(&200), Some(&199), None));
        assert!(copy.iter().copied().eq(0..200));
    }

    #[test]
    fn a_change_copies_one_part() {
        let mut rows: Rows<usize> = (0..1000).collect();
        let copy = rows.clone();
        *rows.get_mut(500).unwrap() = 1;
        let shared = rows.parts.iter().zip(&copy.parts).filter(|(one, other)| Arc::ptr_eq(one, other)).count();
        assert_eq!(rows.parts.len() - shared, 1);
    }
}
