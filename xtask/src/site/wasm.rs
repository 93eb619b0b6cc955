//! The page and the engine compiled to WebAssembly, with their JavaScript bindings.

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
    "--optimize-instructions",
    "--rse",
    "--remove-unused-module-elements",
    "--vacuum",
    "--coalesce-locals",
    "--reorder-locals",
];

/// Functions in the order that the bundler found ([`bundler`]'s `order`); nobody needs their names any more.
const ORDER: &[&str] = &["--reorder-functions-by-name", "--strip-debug", "--strip-producers"];

/// A module: its package, its name, and how it is asked for.
struct Module {
    package: &'static str,
    name: &'static str,
    features: &'static [&'static str],
}

const MODULES: [Module; 2] = [
    Module { package: "mesh-app", name: "mesh_app", features: &["--no-default-features", "--features", "csr"] },
    Module { package: "mesh-engine", name: "mesh_engine", features: &["--features", "handed-over"] },
];

/// Writes `<name>.js` and `<name>_bg.wasm` of the page and of the engine to `staging`.
pub(super) fn build(workspace: &Workspace, quality: Quality, staging: &Path) -> Result<()> {
    MODULES.iter().try_for_each(|module| build_module(workspace, quality, staging, module))
}

fn build_module(workspace: &Workspace, quality: Quality, staging: &Path, what: &Module) -> Result<()> {
    let Module { package, name, features } = what;
    let profile = match quality {
        Quality::Release => "wasm-release",
        Quality::Quick => "wasm-watch",
    };
    // Cargo knows best whether there is something to compile.
    run(Command::new("cargo")
        .args(["build", "--quiet", "--package", package, "--lib", "--target", TRIPLE])
        .args(*features)
        .args(["--profile", profile])
        .current_dir(&workspace.root))?;

    let module = workspace.target.join(TRIPLE).join(profile).join(format!("{name}.wasm"));
    let tools = workspace.root.join("xtask/bundler");
    let inputs = [module.clone(), tools.join("src"), tools.join("package-lock.json")];
    stamp::when_changed(&workspace.stamp(name), &inputs, || {
        let bindings = workspace.scratch().join("bindings");
        run(bundler(workspace).arg("bindings").arg(&module).arg(&bindings))?;

        let file = format!("{name}_bg.wasm");
        let (bound, optimised) = (bindings.join(&file), staging.join(&file));
        match quality {
            Quality::Release => {
                npm::install(&tools)?;
                let smaller = bindings.join(format!("{name}_smaller.wasm"));
                wasm_opt(&tools, &["-g"], PASSES, &bound, &smaller)?;
                let named = bindings.join(format!("{name}_named.wasm"));
                run(bundler(workspace).arg("order").arg(&smaller).arg(&named))?;
                wasm_opt(&tools, &[], ORDER, &named, &optimised)?;
            }
            Quality::Quick => {
                std::fs::copy(&bound, &optimised)?;
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
