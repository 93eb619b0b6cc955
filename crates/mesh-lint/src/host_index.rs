//! Host names that can be asked for those that overlap with another, without a look at all of them.

use mesh_ordered::{OrderedMap, sort};

/// Names with a value each. They are kept back to front, so that names of one suffix stand side by side.
#[derive(Debug)]
pub(crate) struct HostIndex<T> {
    plain: OrderedMap<String, Vec<T>>,
    /// By what stands behind the star.
    wildcards: OrderedMap<String, Vec<T>>,
}

impl<T> Default for HostIndex<T> {
    fn default() -> Self {
        Self { plain: OrderedMap::new(), wildcards: OrderedMap::new() }
    }
}

impl<T: Copy + Ord> HostIndex<T> {
    /// Adds a name.
    pub(crate) fn insert(&mut self, name: &str, value: T) {
        match name.strip_prefix('*') {
            Some(suffix) => self.wildcards.entry(reversed(suffix)).or_default().push(value),
            None => self.plain.entry(reversed(name)).or_default().push(value),
        }
    }

    /// The values of the names that overlap with a name (`host.Name.Matches`), at most so many of them, sorted.
    pub(crate) fn overlapping(&self, name: &str, most: usize) -> Vec<T> {
        let (key, is_wildcard) = match name.strip_prefix('*') {
            Some(suffix) => (reversed(suffix), true),
            None => (reversed(name), false),
        };
        let ends = key.char_indices().map(|(end, _)| end).chain([key.len()]);
        // Wildcards that cover the name: what stands behind their star is one of its ends.
        let covering = ends.filter_map(|end| self.wildcards.get(&key[..end]));
        let same = (!is_wildcard).then(|| self.plain.get(&key)).flatten();
        let below = |names: &'_ OrderedMap<String, Vec<T>>| {
            let begins = names.range(key.clone()..).take_while(|(other, _)| is_wildcard && other.starts_with(&key));
            begins.flat_map(|(_, values)| values.iter().copied()).take(most).collect::<Vec<_>>()
        };
        let mut found: Vec<T> = covering.chain(same).flatten().copied().take(most).collect();
        found.extend(below(&self.plain));
        found.extend(below(&self.wildcards));
        sort(&mut found);
        found.dedup();
        found.truncate(most);
        found
    }
}

fn reversed(name: &str) -> String {
    name.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::names::hosts_overlap;

    #[test]
    fn it_finds_what_a_look_at_all_pairs_finds() {
        let names =
            ["*", "*.com", "a.com", "b.com", "*.a.com", "x.a.com", "a.org", "*a.org", "aé.com", "*é.com", "com", ""];
        let mut index = HostIndex::default();
        names.iter().enumerate().for_each(|(place, name)| index.insert(name, place));
        for name in names.into_iter().chain(["other.a.com", "*.org", "*.x.a.com"]) {
            let pairwise: Vec<usize> = names
                .iter()
                .enumerate()
                .filter(|(_, other)| hosts_overlap(name, other))
                .map(|(place, _)| place)
                .collect();
            assert_eq!(index.overlapping(name, usize::MAX), pairwise, "{name}");
        }
    }
}
