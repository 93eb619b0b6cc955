//! The files of an image, as far as running something in it can tell.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A folder.
    Directory,
    /// A file.
    File {
        /// What is in it.
        content: Content,
        /// Whether it may be executed.
        is_executable: bool,
    },
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// A program that this crate knows, by its name.
    Program(&'static str),
}

/// Files by their absolute paths. Copies share what neither has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    entries: Arc<BTreeMap<String, Entry>>,
    /// Whether a program that is not there is taken to be a server: the files of an image that nobody has described.
    guesses: bool,
}

/// So many files may an image have.
const MOST_FILES: usize = 10_000;
/// So long may a file be.
const MAX_BYTES: usize = 1 << 20;

impl Files {
    /// Files of an image that nobody has described: a usual system, and programs that are taken to be servers.
    #[must_use]
    pub fn guessed(mut self) -> Files {
        self.guesses = true;
        self
    }

    /// Whether what is not there may be there.
    pub(crate) fn is_guessed(&self) -> bool {
        self.guesses
    }

    /// What stands at an absolute path; `/` is always a folder.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Entry> {
        if path == "/" { Some(&Entry::Directory) } else { self.entries.get(path) }
    }

    /// Puts a file or folder there, with the folders that lead to it.
    pub fn put(&mut self, path: &str, entry: Entry) {
        let fits = !matches!(&entry, Entry::File { content: Content::Text(text), .. } if text.len() > MAX_BYTES);
        if path == "/" || !fits || self.entries.len() >= MOST_FILES {
            return;
        }
        let entries = Arc::make_mut(&mut self.entries);
        for (at, _) in path.match_indices('/').skip(1) {
            let folder = path.get(..at).unwrap_or_default();
            entries.entry(folder.to_owned()).or_insert(Entry::Directory);
        }
        entries.insert(path.to_owned(), entry);
    }

    /// Puts a text there; a file that is there keeps whether it may be executed.
    pub fn write(&mut self, path: &str, text: String) {
        let is_executable = matches!(self.get(path), Some(Entry::File { is_executable: true, .. }));
        self.put(path, Entry::File { content: Content::Text(text), is_executable });
    }

    /// Takes away what stands there, and what is in it.
    pub fn remove(&mut self, path: &str) {
        let inside = format!("{path}/");
        Arc::make_mut(&mut self.entries).retain(|known, _| known != path && !known.starts_with(&inside));
    }

    /// The names in a folder, in order.
    #[must_use]
    pub fn names_in(&self, folder: &str) -> Vec<&str> {
        let prefix = if folder == "/" { "/".to_owned() } else { format!("{folder}/") };
        let inside = self.entries.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        inside
            .filter_map(|(path, _)| path.get(prefix.len()..).filter(|name| !name.is_empty() && !name.contains('/')))
            .collect()
    }

    /// All paths below one, with what they lead to.
    pub(crate) fn below<'a>(&'a self, path: &str) -> impl Iterator<Item = (&'a str, &'a Entry)> {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        self.entries
            .iter()
            .filter(move |(known, _)| known.starts_with(&prefix))
            .map(|(path, entry)| (path.as_str(), entry))
    }
}

/// The absolute path of a path as seen from a folder, without `.` and `..`.
#[must_use]
pub(crate) fn absolute(folder: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    let mut names: Vec<&str> = Vec::new();
    for name in whole.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    format!("/{}", names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_a_folder() {
        for (folder, path, wanted) in
            [("/", "a", "/a"), ("/a", "../b/./c", "/b/c"), ("/a", "/x//y/", "/x/y"), ("/", "..", "/")]
        {
            assert_eq!(absolute(folder, path), wanted);
        }
    }

    #[test]
    fn a_file_brings_its_folders() {
        let mut files = Files::default();
        files.write("/a/b/c", "text".to_owned());
        assert_eq!(files.get("/a/b"), Some(&Entry::Directory));
        assert_eq!(files.names_in("/a"), ["b"]);
        files.remove("/a");
        assert_eq!(files.names_in("/"), Vec::<&str>::new());
    }
}
