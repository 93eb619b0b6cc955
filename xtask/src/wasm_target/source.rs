//! Building the standard library from its source, as `-Z build-std` does, once for all crates.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::TRIPLE;
use crate::process::{run, say};

/// Builds the library in an empty crate below `scratch` and copies it to `library`.
pub(super) fn build_standard_library(scratch: &Path, library: &Path) -> Result<()> {
    let crate_folder = scratch.join("empty");
    fs::create_dir_all(crate_folder.join("src"))?;
    // The table `[workspace]` keeps the crate out of the workspace that the target folder may lie in.
    fs::write(
        crate_folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    fs::write(crate_folder.join("src/lib.rs"), "#![no_std]\n")?;

    say("building the standard library from source (one to two minutes)");
    run(Command::new("cargo")
        .args(["build", "--quiet", "--release", "-Z", "build-std=std,panic_abort,panic_unwind", "--target", TRIPLE])
        .current_dir(&crate_folder)
        // The released compiler's own switch for building its own library.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", crate_folder.join("target")))?;

    let built = crate_folder.join("target").join(TRIPLE).join("release/deps");
    fs::create_dir_all(library).with_context(|| format!("cannot write to {}", library.display()))?;
    let mut copied = 0;
    for entry in fs::read_dir(&built)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(entry.path(), library.join(&name))
                .with_context(|| format!("cannot write to {}", library.display()))?;
            copied += 1;
        }
    }
    ensure!(copied > 0, "the build left no libraries in {}", built.display());
    fs::remove_dir_all(scratch).ok();
    Ok(())
}
