//! The page's TypeScript: editor and canvas.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::run;
use crate::stamp;
use crate::workspace::Workspace;

/// Where the sources and their packages are.
pub(super) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("app/js")
}

/// The bundler of scripts and styles.
pub(super) fn esbuild(workspace: &Workspace) -> Command {
    Command::new(folder(workspace).join("node_modules/.bin/esbuild"))
}

/// Bundles the entry points that `package.json` names and copies them to `staging`.
pub(super) fn build(workspace: &Workspace, staging: &Path) -> Result<()> {
    let folder = folder(workspace);
    let built = folder.join("dist");
    stamp::when_changed(&workspace.stamp("scripts"), std::slice::from_ref(&folder), || {
        run(Command::new("npm").args(["run", "--silent", "build", "--", "--log-level=warning"]).current_dir(&folder))?;
        for entry in fs::read_dir(&built).with_context(|| format!("the build left no {}", built.display()))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "js") {
                fs::copy(&path, staging.join(path.file_name().unwrap_or_default()))?;
            }
        }
        Ok(())
    })?;
    Ok(())
}
