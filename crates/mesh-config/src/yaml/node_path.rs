//! Paths such as `spec.http[0].match[1].headers["x.y"]`.

use std::fmt::Write;

use super::Node;

/// Appends a key, in quotes where it holds a mark of the path itself. Long keys are cut: a path is for people.
pub(crate) fn push_key(path: &mut String, key: &str) {
    const LONGEST: usize = 100;
    let cut = key.char_indices().nth(LONGEST).map_or(key, |(end, _)| &key[..end]);
    if cut.contains(['.', '[', ']', '"']) {
        let _ = write!(path, "[\"{cut}\"]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(cut);
}

/// Appends the index of an item.
pub(crate) fn push_index(path: &mut String, index: usize) {
    let _ = write!(path, "[{index}]");
}

impl Node {
    /// The node at a path such as `spec.http[0].route[1].destination.host`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Node> {
        let mut node = self;
        let mut rest = path;
        while !rest.is_empty() {
            if let Some(quoted) = rest.strip_prefix("[\"") {
                let (key, tail) = quoted.split_once("\"]")?;
                node = node.get(key)?;
                rest = tail;
            } else if let Some(indexed) = rest.strip_prefix('[') {
                let (index, tail) = indexed.split_once(']')?;
                node = node.items().get(index.parse::<usize>().ok()?)?;
                rest = tail;
            } else {
                let key = rest.strip_prefix('.').unwrap_or(rest);
                let end = key.find(['.', '[']).unwrap_or(key.len());
                node = node.get(key.get(..end)?)?;
                rest = key.get(end..)?;
            }
        }
        Some(node)
    }
}
