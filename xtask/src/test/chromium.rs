//! A Chromium for browser tests and measurements: an installed one, else Playwright's, else the distribution's package.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::npm;
use crate::process::{exists, read, run_within};
use crate::workspace::Workspace;

const INSTALLED: &[&str] = &["/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"];
const DOWNLOAD_LIMIT: Duration = Duration::from_secs(180);
const PACKAGE_LIMIT: Duration = Duration::from_secs(300);

/// The browser's program.
pub(crate) fn find(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(program) = installed() {
        return Ok(program);
    }
    let folder = workspace.root.join("end2end");
    npm::ensure_node()?;
    npm::install(&folder)?;
    let download = run_within(
        Command::new("npx").args(["playwright", "install", "chromium"]).current_dir(&folder),
        DOWNLOAD_LIMIT,
    );
    if download.is_ok() {
        let path = read(
            Command::new("node")
                .args(["--input-type=module", "--eval"])
                .arg("import { chromium } from '@playwright/test'; console.log(chromium.executablePath())")
                .current_dir(&folder),
        )?;
        if exists(&path) {
            return Ok(PathBuf::from(path));
        }
    }
    let package = run_within(
        Command::new("apt-get").args(["install", "--yes", "--no-install-recommends", "chromium"]),
        PACKAGE_LIMIT,
    );
    match installed() {
        Some(program) if package.is_ok() => Ok(program),
        _ => bail!(
            "no Chromium: none is installed, Playwright could not download its own, and no package `chromium` could be \
             installed. Install one, or set CHROMIUM to its program"
        ),
    }
}

fn installed() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(chosen));
    }
    INSTALLED.iter().find(|program| exists(program)).map(PathBuf::from)
}
