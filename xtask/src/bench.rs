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

/// The examples that measure, by package.
const EXAMPLES: &[(&str, &str)] = &[("mesh-scenario", "engine_throughput"), ("end2end-envoy", "envoy_throughput")];

/// Builds everything first, so that nothing is compiled while something is measured.
pub(crate) fn bench(workspace: &Workspace) -> Result<()> {
    let cargo = |arguments: &[&str]| run(Command::new("cargo").args(arguments).current_dir(&workspace.root));
    site::build(workspace, Quality::Release)?;
    // Each with the arguments that it is run with: others would mean other features of what it depends on.
    for (package, bench) in BENCHES {
        cargo(&["bench", "--quiet", "--package", package, "--bench", bench, "--no-run"])?;
    }
    for (package, example) in EXAMPLES {
        cargo(&["build", "--quiet", "--release", "--package", package, "--example", example])?;
    }

    for (package, bench) in BENCHES {
        cargo(&["bench", "--quiet", "--package", package, "--bench", bench, "--", "--quick", "--noplot"])?;
    }
    let staging = workspace.scratch().join("staging");
    run(Command::new("node")
        .arg(workspace.root.join("end2end/throughput.mjs"))
        .arg(staging.join("mesh_engine.js"))
        .arg(staging.join("mesh_engine_bg.wasm")))?;
    for (package, example) in EXAMPLES {
        cargo(&["run", "--quiet", "--release", "--package", package, "--example", example])?;
    }
    // Last: it builds an earlier commit, too.
    run(Command::new("python3").arg(workspace.root.join("end2end/paired_bench.py")))
}
