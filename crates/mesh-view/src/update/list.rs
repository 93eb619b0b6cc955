//! A list as it differs from one that is known.

use serde::{Deserialize, Serialize};

/// What makes one list of another. It is as long as what differs, not as long as the lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListUpdate<T> {
    /// How many at the beginning are gone: lists of what happened last lose what is old.
    gone: u32,
    /// How many there are.
    length: u32,
    /// Those that differ, each with its place, in order.
    items: Vec<(u32, T)>,
}

/// Leaves an empty list empty.
impl<T> Default for ListUpdate<T> {
    fn default() -> Self {
        Self { gone: 0, length: 0, items: Vec::new() }
    }
}

impl<T: Clone + PartialEq> ListUpdate<T> {
    /// What makes `now` of `known`.
    #[must_use]
    pub fn between(known: &[T], now: &[T]) -> Self {
        let gone = now.first().and_then(|first| known.iter().position(|each| each == first)).unwrap_or_default();
        let kept = known.get(gone..).unwrap_or_default();
        let differs = |(place, item): &(usize, &T)| kept.get(*place) != Some(item);
        let items = now.iter().enumerate().filter(differs).map(|(place, item)| (place as u32, item.clone()));
        Self { gone: gone as u32, length: now.len() as u32, items: items.collect() }
    }

    /// Changes a list that is known; the places that differ now, nothing where none does.
    pub fn apply(self, known: &mut Vec<T>) -> Option<Vec<u32>> {
        let gone = (self.gone as usize).min(known.len());
        if gone == 0 && self.items.is_empty() && self.length as usize == known.len() {
            return None;
        }
        known.drain(..gone);
        known.truncate(self.length as usize);
        let places =
            if gone == 0 { self.items.iter().map(|(place, _)| *place).collect() } else { (0..self.length).collect() };
        for (place, item) in self.items {
            match known.get_mut(place as usize) {
                Some(known) => *known = item,
                None => known.push(item),
            }
        }
        Some(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_makes_one_list_of_another_and_nothing_else_travels() {
        for (known, now, travels) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "axc", 1),
            ("abc", "abcde", 2),
            ("abcde", "abc", 0),
            ("abcd", "cdef", 2),
            ("abc", "", 0),
            ("", "abc", 3),
            ("abc", "bca", 1),
        ] {
            let [mut known, now] = [known, now].map(|list| list.chars().collect::<Vec<_>>());
            let before = known.clone();
            let update = ListUpdate::between(&known, &now);
            assert_eq!(update.items.len(), travels, "{before:?} {now:?}");
            let places = update.apply(&mut known);
            assert_eq!(known, now);
            assert_eq!(places.is_none(), before == now, "{before:?} {now:?}");
        }
    }
}
