//! Where things are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the commands work in.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever `CARGO_TARGET_DIR` or a Cargo setting puts it.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Finds the repository from this package's manifest, and the target folder from the running
    /// program, which Cargo has put into `<target>/debug`.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask/ has no parent folder")?.to_path_buf();
        let program = std::env::current_exe().context("the path of the running program")?;
        let target = program
            .ancestors()
            .nth(2)
            .context("the running program is not in a target folder: start it as `cargo xtask`")?
            .to_path_buf();
        Ok(Self { root, target })
    }

    /// What the server embeds: bundles, styles and static files under their final names. It lies
    /// beside the sources, whatever the target folder is, since the server names it at compile time.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join("target").join("site")
    }

    /// Working files of the commands: stamps, unpacked tools.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Where the step of this name notes what it was last done with.
    pub(crate) fn stamp(&self, step: &str) -> PathBuf {
        self.scratch().join("stamps").join(step)
    }
}
