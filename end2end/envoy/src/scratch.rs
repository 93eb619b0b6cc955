//! Folders for the files of a run.

use std::ops::Deref;
use std::path::{Path, PathBuf};

/// A folder that lasts as long as this value, and not longer when a test fails.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// An empty folder among the machine's temporary ones.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("mesh-playground-envoy-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
        Self { folder }
    }
}

impl Deref for Scratch {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Whatever is left is the machine's to clean up.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
