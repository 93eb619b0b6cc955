//! The same run, natively and in WebAssembly: the digests of all presets and of generated scenarios must be equal.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{read, say};
use crate::workspace::Workspace;

/// How many differing lines are shown.
const SHOWN: usize = 5;

/// Runs the scenarios in the engine's WebAssembly module under Node and natively, and compares what they print.
pub(super) fn compare(workspace: &Workspace) -> Result<()> {
    // Built with the tests: asked for alone, it would be compiled again with other features of its dependencies.
    let program = workspace.target.join("debug/examples/digests");
    let native = read(&mut Command::new(&program))?;
    let scenarios = workspace.scratch().join("scenarios.json");
    std::fs::create_dir_all(workspace.scratch()).context("the folder of working files")?;
    std::fs::write(&scenarios, read(Command::new(&program).arg("--scenarios"))?)
        .with_context(|| format!("cannot write {}", scenarios.display()))?;
    let staging = workspace.scratch().join("staging");
    let wasm = read(
        Command::new("node")
            .arg(workspace.root.join("end2end/digests.mjs"))
            .arg(staging.join("mesh_engine.js"))
            .arg(staging.join("mesh_engine_bg.wasm"))
            .arg(&scenarios),
    )?;
    ensure!(!native.is_empty(), "no scenario was run");
    let pairs = native.lines().zip(wasm.lines()).filter(|(native, wasm)| native != wasm);
    let different: Vec<String> =
        pairs.map(|(native, wasm)| format!("{native} natively, {wasm} in WebAssembly")).take(SHOWN).collect();
    ensure!(native == wasm, "the runs differ:\n{}", different.join("\n"));
    say(format_args!("{} scenarios run alike, natively and in WebAssembly", native.lines().count()));
    Ok(())
}
