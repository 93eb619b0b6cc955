//! Says where the built page lies: `MESH_SITE`, an absolute path without links.
//!
//! The folder need not exist yet. Derived from it at compile time, the path would be wrong for ever in a binary that
//! was compiled before the page was first built.

use std::env;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("..").canonicalize()?;
    let site = root.join("target/site");
    println!("cargo::rustc-env=MESH_SITE={}", site.display());
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("PROFILE")? == "release" {
        // A release binary holds the page: another page is another binary.
        println!("cargo::rerun-if-changed={}", site.join("manifest.json").display());
    }
    Ok(())
}
