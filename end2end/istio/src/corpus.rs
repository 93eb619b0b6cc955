//! Finds the corpus.

use std::env;
use std::path::{Path, PathBuf};

/// The folder of one part of the corpus, or `None` where there is no corpus and none is required.
///
/// # Panics
/// In CI (`CI=true`) without a corpus, and where `MESH_CORPUS` names a folder that lacks the part.
#[must_use]
pub fn part(name: &str) -> Option<PathBuf> {
    let Some(root) = env::var_os("MESH_CORPUS") else {
        assert!(
            env::var_os("CI").is_none_or(|value| value != "true"),
            "CI needs the corpus: set MESH_CORPUS to its folder"
        );
        eprintln!("not checked: MESH_CORPUS is not set, so {name} is not compared");
        return None;
    };
    let folder = Path::new(&root).join(name);
    assert!(folder.is_dir(), "MESH_CORPUS has no folder {name}");
    Some(folder)
}

/// Reads a text file of the corpus.
///
/// # Panics
/// Where it cannot be read.
#[must_use]
pub fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads a JSON file of the corpus.
///
/// # Panics
/// Where it cannot be read or is no JSON.
#[must_use]
pub fn json(path: &Path) -> serde_json::Value {
    serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folders inside a folder, sorted by name.
///
/// # Panics
/// Where it cannot be listed.
#[must_use]
pub fn cases(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut cases: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}
