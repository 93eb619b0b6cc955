//! The page compiled to WebAssembly, with its JavaScript bindings.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::{Quality, bundler, scripts};
use crate::process::run;
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
    "--remove-unused-module-elements",
    "--vacuum",
    "--coalesce-locals",
    "--reorder-locals",
    "--strip-producers",
];

/// Writes `mesh_app.js` and `mesh_app_bg.wasm` to `staging`.
pub(super) fn build(workspace: &Workspace, quality: Quality, staging: &Path) -> Result<()> {
    let profile = match quality {
        Quality::Release => "wasm-release",
        Quality::Quick => "wasm-watch",
    };
    // Cargo knows best whether there is something to compile.
    run(Command::new("cargo")
        .args(["build", "--quiet", "--package", "mesh-app", "--lib", "--target", TRIPLE])
        .args(["--no-default-features", "--features", "hydrate", "--profile", profile])
        .current_dir(&workspace.root))?;

    let module = workspace.target.join(TRIPLE).join(profile).join("mesh_app.wasm");
    let tools = workspace.root.join("xtask/bundler");
    let inputs = [module.clone(), tools.join("src"), tools.join("package-lock.json")];
    stamp::when_changed(&workspace.stamp("wasm"), &inputs, || {
        let bindings = workspace.scratch().join("bindings");
        run(bundler(workspace).arg("bindings").arg(&module).arg(&bindings))?;

        let (bound, optimised) = (bindings.join("mesh_app_bg.wasm"), staging.join("mesh_app_bg.wasm"));
        match quality {
            Quality::Release => {
                npm::install(&tools)?;
                run(Command::new("node")
                    .arg(tools.join("node_modules/.bin/wasm-opt"))
                    .args(FEATURES)
                    .args(PASSES)
                    .arg(&bound)
                    .arg("-o")
                    .arg(&optimised))?;
            }
            Quality::Quick => {
                std::fs::copy(&bound, &optimised)?;
            }
        }
        // Bundled, so that scripts which the bindings import need no address of their own.
        run(scripts::esbuild(workspace)
            .arg(bindings.join("mesh_app.js"))
            .args(["--bundle", "--format=esm", "--minify", "--target=es2022", "--log-level=error"])
            .arg(format!("--outfile={}", staging.join("mesh_app.js").display())))
    })?;
    Ok(())
}
