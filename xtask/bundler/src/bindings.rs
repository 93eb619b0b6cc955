//! What the program `wasm-bindgen` does, through its library.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// Writes `<name>.js` and `<name>_bg.wasm`, with the names of functions, into `folder`.
pub(crate) fn generate(module: &Path, folder: &Path) -> Result<()> {
    let name = module.file_stem().context("a module has a name")?.to_string_lossy();
    let bytes = std::fs::read(module).with_context(|| format!("the module {}", module.display()))?;
    Bindgen::new()
        .input_bytes(&name, bytes)
        .web(true)?
        .typescript(false)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("bindings of {}", module.display()))
}
