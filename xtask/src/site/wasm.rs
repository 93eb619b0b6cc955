//! The page and the engine compiled to WebAssembly, with their JavaScript bindings.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use super::{Quality, bundler, scripts};
use crate::process::{read, run};
use crate::wasm_target::TRIPLE;
use crate::workspace::Workspace;
use crate::{npm, stamp};

/// What browsers of the last years read. Not `--all-features`: that writes encodings which none reads yet.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What LLVM leaves to do. Its own levels (`-O3`, `-Oz`) take minutes and order the code so that it compresses worse:
/// 8 % more to load.
const PASSES: &[&str] = &[
    "--duplicate-function-elimination",
    "--optimize-instructions",
    "--rse",
    "--remove-unused-module-elements",
    "--vacuum",
    "--coalesce-locals",
    "--reorder-locals",
];

/// What is left over where functions were taken out.
const SWEEP: &[&str] = &["--remove-unused-module-elements"];

/// Functions in the order that the bundler found ([`bundler`]'s `order`); nobody needs their names any more.
const ORDER: &[&str] = &["--reorder-functions-by-name", "--strip-debug", "--strip-producers"];

/// Has the linker note what names what: by that the bundler tells what only the rest reads.
const NOTES: &[&str] = &["--", "-C", "link-arg=--emit-relocs"];

/// A module in which there is nothing.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

/// A module: its package, its name, and how it is asked for.
struct Module {
    package: &'static str,
    name: &'static str,
    features: &'static [&'static str],
    /// What it needs from the beginning is what this script of `xtask/bundler/rehearsal` has it do; the rest goes into a module
    /// of its own, `<name>_rest.wasm`.
    rehearsal: &'static str,
    /// Files of the bindings and of the staging folder that it is rehearsed with.
    rehearsed_with: [&'static [&'static str]; 2],
}

/// The engine first: the page is rehearsed with it.
const MODULES: [Module; 2] = [
    Module {
        package: "mesh-engine",
        name: "mesh_engine",
        features: &["--features", "handed-over"],
        rehearsal: "engine.mjs",
        rehearsed_with: [&[], &["sentences.en.txt"]],
    },
    Module {
        package: "mesh-app",
        name: "mesh_app",
        features: &["--no-default-features", "--features", "csr"],
        rehearsal: "page.mjs",
        rehearsed_with: [&["mesh_engine.js", "mesh_engine_bg.wasm"], &["sentences.en.txt", "dots.js"]],
    },
];

/// Writes `<name>.js` and `<name>_bg.wasm` of the page and of the engine to `staging`.
pub(super) fn build(workspace: &Workspace, quality: Quality, staging: &Path) -> Result<()> {
    MODULES.iter().try_for_each(|module| build_module(workspace, quality, staging, module))
}

fn build_module(workspace: &Workspace, quality: Quality, staging: &Path, what: &Module) -> Result<()> {
    let Module { package, name, features, .. } = what;
    let profile = match quality {
        Quality::Release => "wasm-release",
        Quality::Quick => "wasm-watch",
    };
    // Cargo knows best whether there is something to compile.
    let mut compile = Command::new("cargo");
    compile.args(["rustc", "--quiet", "--package", package, "--lib", "--target", TRIPLE]).args(*features);
    compile.args(["--profile", profile]).current_dir(&workspace.root);
    if quality == Quality::Release {
        compile.args(NOTES);
    }
    run(&mut compile)?;

    let module = workspace.target.join(TRIPLE).join(profile).join(format!("{name}.wasm"));
    let tools = workspace.root.join("xtask/bundler");
    let bindings = workspace.scratch().join("bindings");
    let [bound, staged] = what.rehearsed_with;
    let with = bound.iter().map(|file| bindings.join(file)).chain(staged.iter().map(|file| staging.join(file)));
    let with: Vec<PathBuf> = with.collect();
    let mut inputs = vec![module.clone(), tools.join("src"), tools.join("rehearsal"), tools.join("package-lock.json")];
    inputs.extend(with.iter().cloned());
    stamp::when_changed(&workspace.stamp(name), &inputs, || {
        run(bundler(workspace).arg("bindings").arg(&module).arg(&bindings))?;

        let file = |part: &str| format!("{name}_{part}.wasm");
        let bound = bindings.join(file("bg"));
        match quality {
            Quality::Release => {
                npm::install(&tools)?;
                let smaller = bindings.join(file("smaller"));
                wasm_opt(&tools, &["-g"], PASSES, &bound, &smaller)?;
                let (first, rest) = split(workspace, what, [&module, &smaller], &with)?;
                for (part, of) in [(first, "bg"), (rest, "rest")] {
                    let named = bindings.join(file("named"));
                    run(bundler(workspace).arg("order").arg(&part).arg(&named))?;
                    wasm_opt(&tools, &[], ORDER, &named, &staging.join(file(of)))?;
                }
            }
            Quality::Quick => {
                std::fs::copy(&bound, staging.join(file("bg")))?;
                std::fs::write(staging.join(file("rest")), EMPTY)?;
            }
        }
        // Bundled, so that scripts which the bindings import need no address of their own.
        run(scripts::esbuild(workspace)
            .arg(bindings.join(format!("{name}.js")))
            .args(["--bundle", "--format=esm", "--minify", "--target=es2022", "--log-level=error"])
            .arg(format!("--outfile={}", staging.join(format!("{name}.js")).display())))
    })?;
    Ok(())
}

/// Rehearses what a tab does first, and leaves out of the module, which was linked so, what that did not call.
fn split(
    workspace: &Workspace,
    what: &Module,
    [linked, whole]: [&Path; 2],
    with: &[PathBuf],
) -> Result<(PathBuf, PathBuf)> {
    let file = |ending: &str| workspace.scratch().join("bindings").join(format!("{}{ending}", what.name));
    let tools = workspace.root.join("xtask/bundler");
    let [marked, used] = ["_marked.wasm", "_used.txt"].map(file);
    run(bundler(workspace).arg("marks").arg(whole).arg(&marked))?;
    let rehearsal = tools.join("rehearsal").join(what.rehearsal);
    let called =
        read(Command::new("node").arg(rehearsal).arg(file(".js")).arg(&marked).args(with).stderr(Stdio::inherit()))?;
    std::fs::write(&used, called)?;
    let [cut, first, rest] = ["_cut.wasm", "_first.wasm", "_rest.wasm"].map(file);
    run(bundler(workspace).arg("split").arg(whole).arg(linked).arg(&used).arg(&cut).arg(&rest))?;
    wasm_opt(&tools, &["-g"], SWEEP, &cut, &first)?;
    Ok((first, rest))
}

fn wasm_opt(tools: &Path, options: &[&str], passes: &[&str], from: &Path, to: &Path) -> Result<()> {
    run(Command::new("node")
        .arg(tools.join("node_modules/.bin/wasm-opt"))
        .args(options)
        .args(FEATURES)
        .args(passes)
        .arg(from)
        .arg("-o")
        .arg(to))
}
