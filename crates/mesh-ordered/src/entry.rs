//! The place of a key in a map, whether it is there or not.

use crate::OrderedMap;

/// The place of a key in a map.
#[derive(Debug)]
pub struct Entry<'a, K, V> {
    pub(crate) map: &'a mut OrderedMap<K, V>,
    /// Where the key is, or where it would stand.
    pub(crate) place: Result<usize, usize>,
    pub(crate) key: K,
}

impl<'a, K, V> Entry<'a, K, V> {
    /// The value, which is the given one if there was none.
    pub fn or_insert(self, value: V) -> &'a mut V {
        self.or_insert_with(|| value)
    }

    /// The value, which is made if there was none.
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'a mut V {
        let place = match self.place {
            Ok(place) => place,
            Err(place) => {
                self.map.add(place, self.key, make());
                place
            }
        };
        self.map.value_at(place)
    }

    /// The value, which is the default if there was none.
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }

    /// Changes the value if there is one.
    #[must_use]
    pub fn and_modify(self, change: impl FnOnce(&mut V)) -> Self {
        if let Ok(place) = self.place {
            change(self.map.value_at(place));
        }
        self
    }
}
