//! `cargo xtask bench`: every figure of docs/performance.md, measured in one run on one machine.

use std::process::Command;

use anyhow::Result;

use crate::process::run;
use crate::site::{self, Quality};
use crate::workspace::Workspace;

/// The benches that Cargo runs, by package.
const BENCHES: &[(&str, &str)] = &[
    ("mesh-sim", "engine"),
    ("mesh-proxy", "routing"),
    ("mesh-proxy", "data_plane"),
    ("mesh-config", "parse"),
    ("mesh-graph", "layout"),
    ("mesh-scenario", "session"),
];

/// Builds everything first, so that nothing is compiled while something is measured.
pub(crate) fn bench(workspace: &Workspace) -> Result<()> {
    let cargo = |arguments: &[&str]| run(Command::new("cargo").args(arguments).current_dir(&workspace.root));
    site::build(workspace, Quality::Release)?;
    let packages: Vec<&str> = BENCHES.iter().flat_map(|(package, _)| ["--package", package]).collect();
    cargo(&[&["bench", "--quiet", "--no-run"], packages.as_slice()].concat())?;
    for example in ["engine_throughput", "envoy_throughput"] {
        cargo(&["build", "--quiet", "--release", "--example", example])?;
    }

    for (package, bench) in BENCHES {
        cargo(&["bench", "--quiet", "--package", package, "--bench", bench, "--", "--quick", "--noplot"])?;
    }
    cargo(&["run", "--quiet", "--release", "--example", "engine_throughput"])?;
    let staging = workspace.scratch().join("staging");
    run(Command::new("node")
        .arg(workspace.root.join("end2end/throughput.mjs"))
        .arg(staging.join("mesh_app.js"))
        .arg(staging.join("mesh_app_bg.wasm")))?;
    cargo(&["run", "--quiet", "--release", "--example", "envoy_throughput"])
}
