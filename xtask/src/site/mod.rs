//! From the sources of the page to the site folder that the server embeds.

mod scripts;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{run, say};
use crate::workspace::Workspace;
use crate::{npm, stamp, wasm_target};

/// How much work goes into the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quality {
    /// As it is shipped.
    Release,
    /// For `watch`: compiled in parallel and not optimised further.
    Quick,
}

/// Brings the site folder up to date. Each step is left out when its inputs have not changed.
pub(crate) fn build(workspace: &Workspace, quality: Quality) -> Result<()> {
    wasm_target::ensure(workspace)?;
    npm::ensure_node()?;
    let staging = workspace.scratch().join("staging");
    fs::create_dir_all(&staging)?;

    npm::install(&scripts::folder(workspace))?;
    // The modules are rehearsed with them.
    sentences(workspace, &staging)?;
    scripts::build(workspace, &staging)?;
    wasm::build(workspace, quality, &staging)?;
    styles(workspace, &staging)?;
    statics(workspace, &staging)?;

    let site = workspace.site();
    let mut inputs = vec![staging.clone()];
    if !site.join("manifest.json").is_file() {
        // A site folder that was deleted is an input that has changed.
        fs::remove_file(workspace.stamp("site")).ok();
    }
    inputs.push(workspace.root.join("xtask/bundler/src"));
    // What was compiled fast is larger than what is shipped.
    let held: &[&str] = if quality == Quality::Release { &["--within-budgets"] } else { &[] };
    let packed = stamp::when_changed(&workspace.stamp("site"), &inputs, || {
        run(bundler(workspace).arg("pack").args(held).arg(&staging).arg(&site))
    })?;
    if !packed {
        say("the page is up to date");
    }
    Ok(())
}

/// The bundler, built with the profile that compiles it fastest.
fn bundler(workspace: &Workspace) -> Command {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--package", "bundler", "--profile", "tool", "--"]).current_dir(&workspace.root);
    command
}

/// The sentences of each language, the texts of the page and what is said of fields, which the modules are handed.
fn sentences(workspace: &Workspace, staging: &Path) -> Result<()> {
    let folder = workspace.root.join("crates/mesh-words");
    let (texts, fields) = (workspace.root.join("app/src/text"), workspace.root.join("crates/mesh-config/fields"));
    let mut inputs = ["catalogue", "build", "build.rs", "src"].map(|part| folder.join(part)).to_vec();
    inputs.extend([texts.clone(), fields.clone()]);
    stamp::when_changed(&workspace.stamp("sentences"), &inputs, || {
        run(bundler(workspace).arg("sentences").arg(staging).arg(&texts).arg(&fields))
    })?;
    Ok(())
}

/// `style/main.css` and what it imports, in one file.
fn styles(workspace: &Workspace, staging: &Path) -> Result<()> {
    let folder = workspace.root.join("style");
    stamp::when_changed(&workspace.stamp("styles"), std::slice::from_ref(&folder), || {
        run(scripts::esbuild(workspace)
            .arg(folder.join("main.css"))
            .args(["--bundle", "--minify", "--log-level=warning"])
            .arg(format!("--outfile={}", staging.join("style.css").display())))
    })?;
    Ok(())
}

/// The files directly in `public/`; its folders hold what is compiled in, not served.
fn statics(workspace: &Workspace, staging: &Path) -> Result<()> {
    let files: Vec<PathBuf> = fs::read_dir(workspace.root.join("public"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')))
        .collect();
    stamp::when_changed(&workspace.stamp("statics"), &files, || {
        for file in &files {
            fs::copy(file, staging.join(file.file_name().unwrap_or_default()))?;
        }
        Ok(())
    })?;
    Ok(())
}
