//! `cargo xtask test`: everything that has to hold, in the order in which it fails fastest.

pub(crate) mod chromium;
mod conformance;
mod deny;
mod digests;
mod rust_tests;
mod steps;

use std::process::Command;

use anyhow::{Result, bail};

pub(crate) use self::conformance::conformance;
use self::steps::Steps;
use crate::npm;
use crate::process::run;
use crate::site::{self, Quality};
use crate::wasm_target::{self, TRIPLE};
use crate::workspace::Workspace;

/// All tests; with `all` also those browser tests that say again in other languages and on other screens what one has shown.
pub(crate) fn test(workspace: &Workspace, all: bool) -> Result<()> {
    let mut steps = Steps::default();
    // Found first: what a machine lacks should not be said after twenty minutes.
    let chromium = steps.run("a browser", || chromium::find(workspace))?;
    steps.run("format", || format(workspace))?;
    wasm_target::ensure(workspace)?;
    // The page is built beside the rest: neither keeps two cores busy, and they share no target folder.
    std::thread::scope(|scope| {
        let page = scope.spawn(|| site::build(workspace, Quality::Release));
        lints(workspace, &mut steps)?;
        steps.run("dependencies", || deny::check(workspace))?;
        steps.run("Rust tests", || rust_tests::rust_tests(workspace))?;
        steps.run("bundler tests", || {
            run(cargo(workspace).args(["test", "--quiet", "--package", "bundler", "--profile", "tool"]))
        })?;
        steps.run("the rest of the page", || page.join().unwrap_or_else(|_| bail!("its build panicked")))
    })?;
    steps.run("digests, native and WebAssembly", || digests::compare(workspace))?;
    // The tests of the command line have built it; as a debug build it reads the page when it starts.
    let binary = workspace.target.join("debug/mesh-playground");
    steps.run("browser tests", || {
        let folder = workspace.root.join("end2end");
        npm::install(&folder)?;
        // They carry this tag.
        let left_out: &[&str] = if all { &[] } else { &["--grep-invert", "@all"] };
        run(Command::new("npx")
            .args(["playwright", "test"])
            .args(left_out)
            .current_dir(&folder)
            .env("MESH_PLAYGROUND", &binary)
            .env("CHROMIUM", &chromium))
    })?;
    steps.report();
    Ok(())
}

/// `cargo xtask check`: format and lints alone.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    steps.run("format", || format(workspace))?;
    wasm_target::ensure(workspace)?;
    lints(workspace, &mut steps)?;
    steps.report();
    Ok(())
}

fn format(workspace: &Workspace) -> Result<()> {
    run(cargo(workspace).args(["fmt", "--all", "--check"]))
}

fn lints(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    // The page's two features exclude each other: the server's half natively, the browser's for WebAssembly.
    steps.run("clippy, native", || {
        run(cargo(workspace)
            .args(["clippy", "--quiet", "--workspace", "--all-targets", "--features", "mesh-app/ssr"])
            .args(["--", "--deny", "warnings"]))
    })?;
    steps.run("clippy, WebAssembly", || {
        run(cargo(workspace).args(["clippy", "--quiet", "--package", "mesh-app", "--lib", "--target", TRIPLE]).args([
            "--no-default-features",
            "--features",
            "csr",
            "--",
            "--deny",
            "warnings",
        ]))
    })
}

fn cargo(workspace: &Workspace) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&workspace.root);
    command
}
