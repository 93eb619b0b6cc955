//! A set in the order of its keys.

use std::borrow::Borrow;
use std::fmt;
use std::ops::RangeBounds;

use crate::search::{find, find_to_add, within};

/// A set in the order of its keys, with the methods of [`std::collections::BTreeSet`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderedSet<T> {
    keys: Vec<T>,
}

impl<T> OrderedSet<T> {
    /// An empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self { keys: Vec::new() }
    }

    /// How many keys there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.keys.iter()
    }

    /// The least key.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.keys.first()
    }

    /// The greatest key.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.keys.last()
    }

    /// Takes all keys out.
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// Keeps the keys of which a function says so.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.keys.retain(keep);
    }
}

impl<T: Ord> OrderedSet<T> {
    #[inline(never)]
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        find(self.keys.len(), &mut |place| self.keys[place].borrow().cmp(key))
    }

    /// Whether a key is there.
    #[must_use]
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// The key that is equal to one.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&T>
    where
        T: Borrow<Q>,
    {
        self.keys.get(self.find(key).ok()?)
    }

    /// Adds a key; whether it was not there.
    #[inline(never)]
    pub fn insert(&mut self, key: T) -> bool {
        let place = find_to_add(self.keys.len(), &mut |place| self.keys[place].cmp(&key));
        if let Err(place) = place {
            self.keys.insert(place, key);
        }
        place.is_err()
    }

    /// Takes a key out; whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        let place = self.find(key);
        if let Ok(place) = place {
            self.keys.remove(place);
        }
        place.is_ok()
    }

    /// The keys within bounds.
    pub fn range<Q: Ord + ?Sized, R: RangeBounds<Q>>(&self, bounds: R) -> std::slice::Iter<'_, T>
    where
        T: Borrow<Q>,
    {
        let compare = &mut |place: usize, bound: &Q| self.keys[place].borrow().cmp(bound);
        let places = within(self.keys.len(), &bounds, compare);
        self.keys.get(places).unwrap_or_default().iter()
    }

    /// The keys that are in both.
    pub fn intersection<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        self.iter().filter(|key| other.contains(*key))
    }

    /// The keys that are not in another set.
    pub fn difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        self.iter().filter(|key| !other.contains(*key))
    }

    /// Whether no key is in both.
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.intersection(other).next().is_none()
    }

    /// Whether all keys are in another set.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.difference(other).next().is_none()
    }

    /// Whether all keys of another set are in this one.
    #[must_use]
    pub fn is_superset(&self, other: &Self) -> bool {
        other.is_subset(self)
    }
}

impl<T> Default for OrderedSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OrderedSet<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(&self.keys).finish()
    }
}

impl<T: Ord> Extend<T> for OrderedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, keys: I) {
        for key in keys {
            self.insert(key);
        }
    }
}

impl<'a, T: Ord + Copy> Extend<&'a T> for OrderedSet<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, keys: I) {
        self.extend(keys.into_iter().copied());
    }
}

impl<T: Ord> FromIterator<T> for OrderedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(keys: I) -> Self {
        let mut set = Self::new();
        set.extend(keys);
        set
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for OrderedSet<T> {
    fn from(keys: [T; N]) -> Self {
        keys.into_iter().collect()
    }
}

impl<'a, T> IntoIterator for &'a OrderedSet<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for OrderedSet<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.into_iter()
    }
}
