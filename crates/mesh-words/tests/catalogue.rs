//! Every sentence of the catalogue is said somewhere, and its file is in order.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where sentences are said.
const SOURCES: &[&str] = &["crates", "engine/src", "app/src", "server/src"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn collect(folder: &Path, extension: &str, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extension, texts);
        } else if path.extension().is_some_and(|it| it == extension) {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// What says a sentence; the second is that of the command line's help.
const SAYS: [&str; 2] = ["say!(", "said!("];

/// The keys that are said: what stands in quotes behind that, on its line or the next.
fn said() -> BTreeSet<String> {
    let mut sources = Vec::new();
    SOURCES.iter().for_each(|folder| collect(&root().join(folder), "rs", &mut sources));
    let key = |rest: &str| rest.trim_start().strip_prefix('"')?.split_once('"').map(|(key, _)| key.to_owned());
    let keys = |text: &String| {
        let behind = SAYS.into_iter().flat_map(|says| text.split(says).skip(1));
        behind.filter_map(key).collect::<Vec<_>>()
    };
    sources.iter().flat_map(keys).collect()
}

fn keys() -> Vec<String> {
    let mut files = Vec::new();
    collect(&root().join("crates/mesh-words/catalogue/en"), "ftl", &mut files);
    let key = |line: &str| {
        let (key, _) = line.split_once(" =")?;
        key.starts_with(|first: char| first.is_ascii_lowercase()).then(|| key.to_owned())
    };
    files.iter().flat_map(|text| text.lines().filter_map(key).collect::<Vec<_>>()).collect()
}

#[test]
fn every_sentence_is_said() {
    let (said, keys) = (said(), keys());
    assert!(keys.len() > 600, "{} keys", keys.len());
    let unsaid: Vec<_> = keys.iter().filter(|key| !said.contains(*key)).collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
}
