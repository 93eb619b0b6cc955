//! The binary: built, and run.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process::{run, say};
use crate::site::{self, Quality};
use crate::workspace::Workspace;

/// How the binary is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Compiled fast, shares everything with the tests; reads the site folder when it starts.
    Dev,
    /// To be handed out: optimised, holds the site folder.
    Release,
}

/// Builds the page and the binary that serves it, and gives the binary's path.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    site::build(workspace, Quality::Release)?;
    compile(workspace, profile)
}

/// Builds the binary alone.
pub(crate) fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let (name, folder) = match profile {
        Profile::Dev => ("dev", "debug"),
        Profile::Release => ("release", "release"),
    };
    run(Command::new("cargo")
        .args(["build", "--quiet", "--package", "mesh-playground", "--bin", "mesh-playground", "--profile", name])
        .current_dir(&workspace.root))?;
    Ok(workspace.target.join(folder).join("mesh-playground"))
}

/// `cargo xtask serve`: builds what has changed and serves it; `arguments` go to the binary.
pub(crate) fn serve(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let binary = build(workspace, Profile::Dev)?;
    run(Command::new(binary).arg("serve").args(arguments))
}

/// `cargo xtask build`: the binary to hand out.
pub(crate) fn release(workspace: &Workspace) -> Result<()> {
    let binary = build(workspace, Profile::Release)?;
    let size = std::fs::metadata(&binary)?.len();
    say(format_args!("built {} ({} MB, holds the page)", binary.display(), size / 1_000_000));
    Ok(())
}
