//! The standard library for `wasm32-unknown-unknown`.
//!
//! Most machines have rustup and a way to its servers. Builders behind a package mirror have not:
//! there the library is built from the source that the distribution packages.

mod debian;
mod source;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::{exists, read, run_within, say};
use crate::workspace::Workspace;

/// The target's name.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

const RUSTUP_LIMIT: Duration = Duration::from_secs(120);

/// Makes sure that the compiler can build for the target: nothing to do, rustup, or from source.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let library = library_folder()?;
    if is_installed(&library) {
        return Ok(());
    }
    say(format_args!("Rust has no standard library for {TRIPLE} yet"));
    if exists("rustup") {
        let add = run_within(Command::new("rustup").args(["target", "add", TRIPLE]), RUSTUP_LIMIT);
        if add.is_ok() && is_installed(&library) {
            return Ok(());
        }
        say("rustup could not add it: building it from source instead");
    }
    from_source(workspace, &library).with_context(|| {
        format!(
            "no standard library for {TRIPLE}. Either make `rustup target add {TRIPLE}` work, or put \
             the source of {} where `rustup component add rust-src` puts it",
            compiler_version().unwrap_or_else(|_| "this compiler".to_owned())
        )
    })?;
    say(format_args!("installed {TRIPLE} in {}", library.display()));
    Ok(())
}

fn from_source(workspace: &Workspace, library: &Path) -> Result<()> {
    let sysroot = PathBuf::from(read(Command::new("rustc").args(["--print", "sysroot"]))?);
    let sources = sysroot.join("lib/rustlib/src/rust/library");
    let scratch = workspace.scratch().join("wasm-target");
    if !sources.join("std/Cargo.toml").is_file() {
        debian::fetch_library_source(&compiler_version()?, &scratch, &sources)?;
    }
    source::build_standard_library(&scratch, library)
}

fn library_folder() -> Result<PathBuf> {
    let folder = read(Command::new("rustc").args(["--print", "target-libdir", "--target", TRIPLE]))?;
    Ok(PathBuf::from(folder))
}

fn is_installed(library: &Path) -> bool {
    let Ok(entries) = fs::read_dir(library) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// The compiler's release, as in `1.95.0`.
fn compiler_version() -> Result<String> {
    let line = read(Command::new("rustc").arg("--version"))?;
    let release = line.split_whitespace().nth(1).context("`rustc --version` names no version")?;
    Ok(release.split('-').next().unwrap_or(release).to_owned())
}
