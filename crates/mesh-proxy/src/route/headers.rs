//! Headers of a request or a response.

/// Headers in the order in which they came; names are in lower case. A name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderMap {
    entries: Vec<(Box<str>, Box<str>)>,
}

impl HeaderMap {
    /// No headers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The first value of a name that is given in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }

    /// All values of a name that is given in lower case.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.entries.iter().filter(move |(key, _)| &**key == name).map(|(_, value)| &**value)
    }

    /// Whether a name that is given in lower case is there.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Adds a further value.
    pub fn append(&mut self, name: &str, value: &str) {
        self.entries.push((name.to_ascii_lowercase().into(), value.into()));
    }

    /// Leaves one value, in the place of the first one that was there.
    pub fn set(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        let mut found = false;
        self.entries.retain_mut(|(key, old)| {
            if **key != *name {
                return true;
            }
            let first = !found;
            if first {
                *old = value.into();
                found = true;
            }
            first
        });
        if !found {
            self.entries.push((name.into(), value.into()));
        }
    }

    /// Takes all values of a name away.
    pub fn remove(&mut self, name: &str) {
        self.entries.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (&**name, &**value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for HeaderMap {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(headers: I) -> Self {
        let mut map = Self::new();
        for (name, value) in headers {
            map.append(name.as_ref(), value.as_ref());
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::HeaderMap;

    #[test]
    fn names_are_lower_case_and_may_repeat() {
        let mut map: HeaderMap = [("X-A", "1"), ("b", "2"), ("x-a", "3")].into_iter().collect();
        assert_eq!(map.get_all("x-a").collect::<Vec<_>>(), ["1", "3"]);
        map.set("X-a", "4");
        assert_eq!(map.iter().collect::<Vec<_>>(), [("x-a", "4"), ("b", "2")]);
        map.remove("B");
        map.set("c", "5");
        assert_eq!(map.iter().collect::<Vec<_>>(), [("x-a", "4"), ("c", "5")]);
    }
}
