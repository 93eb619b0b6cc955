//! Packages from npm, exactly as the lock files say.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{read, run};

const LEAST_NODE: u32 = 20;

/// Checks that Node is there and new enough.
pub(crate) fn ensure_node() -> Result<()> {
    let cure = format!("install Node {LEAST_NODE} or later, with npm");
    let version = read(Command::new("node").arg("--version")).with_context(|| cure.clone())?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    ensure!(major.is_some_and(|major| major >= LEAST_NODE), "this is Node {version}: {cure}");
    Ok(())
}

/// `npm ci` in `folder`, unless what its lock file names is installed.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let stamp = folder.join("node_modules/.installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder))
        .context("npm could not install what package-lock.json names: is its registry within reach?")?;
    fs::write(stamp, wanted)?;
    Ok(())
}
