//! Services found by names that nearly are theirs.

use std::collections::{HashMap, HashSet};

use mesh_config::Resource;

/// Services beyond so many names with a letter left out are not suggested: the index would take too much memory.
const MOST_PARTS: usize = 100_000;

/// Services by names that differ by one letter. Looked up only, never walked.
#[derive(Default)]
pub(crate) struct NearServices<'a> {
    /// By namespace and a name with one letter left out; none where several have it.
    by_part: HashMap<(&'a str, String), Option<&'a str>>,
    /// The namespace of the only Service of a name.
    owners: HashMap<&'a str, Option<&'a str>>,
}

impl<'a> NearServices<'a> {
    /// Indexes Services.
    pub(crate) fn new(services: impl Iterator<Item = &'a Resource>) -> Self {
        let mut index = Self::default();
        for service in services {
            let (namespace, name) = (service.metadata.namespace.as_str(), service.metadata.name.as_str());
            let only = |other: &mut Option<&str>, own| *other = other.filter(|other| *other == own);
            index.owners.entry(name).and_modify(|other| only(other, namespace)).or_insert(Some(namespace));
            let room = MOST_PARTS.saturating_sub(index.by_part.len());
            for part in parts(name).take(room) {
                index.by_part.entry((namespace, part)).and_modify(|other| only(other, name)).or_insert(Some(name));
            }
        }
        index
    }

    /// The only Service of a namespace whose name is one letter more, less or other than a written one.
    pub(crate) fn near(&self, namespace: &str, written: &str) -> Option<&'a str> {
        let found: HashSet<&str> = parts(written).filter_map(|part| *self.by_part.get(&(namespace, part))?).collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none())
    }

    /// The namespace of the only Service of a name.
    pub(crate) fn only_owner(&self, name: &str) -> Option<&'a str> {
        *self.owners.get(name)?
    }
}

/// A name, and what is left of it without each of its letters. Nothing of names that no Service can have.
fn parts(name: &str) -> impl Iterator<Item = String> {
    const LONGEST: usize = 64;
    let name = if name.len() <= LONGEST { name.to_lowercase() } else { String::new() };
    let without = |at: usize, letter: char| [&name[..at], &name[at + letter.len_utf8()..]].concat();
    let mut parts: Vec<String> = name.char_indices().map(|(at, letter)| without(at, letter)).collect();
    parts.push(name);
    parts.into_iter().filter(|part| !part.is_empty())
}
