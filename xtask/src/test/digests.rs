//! The same run, natively and in WebAssembly: the digests of every preset must be equal.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::process::{read, say};
use crate::workspace::Workspace;

/// Runs every preset in the page's own WebAssembly module under Node and natively, and compares what they print.
pub(super) fn compare(workspace: &Workspace) -> Result<()> {
    // Built with the tests: asked for alone, it would be compiled again with other features of its dependencies.
    let native = read(&mut Command::new(workspace.target.join("debug/examples/digests")))?;
    let staging = workspace.scratch().join("staging");
    let wasm = read(
        Command::new("node")
            .arg(workspace.root.join("end2end/digests.mjs"))
            .arg(staging.join("mesh_app.js"))
            .arg(staging.join("mesh_app_bg.wasm")),
    )?;
    ensure!(!native.is_empty(), "no preset was run");
    ensure!(native == wasm, "the runs differ\nnative:\n{native}\nWebAssembly:\n{wasm}");
    for line in native.lines() {
        say(format_args!("{line}, natively and in WebAssembly"));
    }
    Ok(())
}
