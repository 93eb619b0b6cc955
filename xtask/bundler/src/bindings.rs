//! What the program `wasm-bindgen` does, through its library.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{Encode, Section};
use wasmparser::{CustomSectionReader, Parser, Payload};

/// Writes `<name>.js` and `<name>_bg.wasm`, with the names of functions, into `folder`.
pub(crate) fn generate(module: &Path, folder: &Path) -> Result<()> {
    let name = module.file_stem().context("a module has a name")?.to_string_lossy();
    let bytes = std::fs::read(module).with_context(|| format!("the module {}", module.display()))?;
    Bindgen::new()
        .input_bytes(&name, without_relocations(&bytes)?)
        .web(true)?
        .typescript(false)
        // As the linker knows them.
        .demangle(false)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("bindings of {}", module.display()))?;
    let [script, module] = [format!("{name}.js"), format!("{name}_bg.wasm")].map(|file| folder.join(file));
    let (shorter, named) = with_short_names(&std::fs::read_to_string(&script)?, &std::fs::read(&module)?)?;
    std::fs::write(&script, shorter)?;
    Ok(std::fs::write(&module, named)?)
}

/// The bindings and their module with numbers for the names of what is imported: those have a hash each, which does not compress.
fn with_short_names(script: &str, module: &[u8]) -> Result<(String, Vec<u8>)> {
    let mut script = script.to_owned();
    let mut written = wasm_encoder::Module::HEADER.to_vec();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Payload::ImportSection(imports) = &payload {
            let mut shorter = wasm_encoder::ImportSection::new();
            for (at, import) in imports.clone().into_imports().enumerate() {
                let import = import?;
                let short = format!("i{at}");
                let (long, shorter_by) = (format!(" {}: ", import.name), format!(" {short}: "));
                ensure!(script.matches(&long).count() == 1, "`{}` is not bound once", import.name);
                script = script.replace(&long, &shorter_by);
                shorter.import(import.module, &short, RoundtripReencoder.entity_type(import.ty)?);
            }
            shorter.append_to(&mut written);
        } else if let Some((id, range)) = payload.as_section() {
            written.push(id);
            module[range].encode(&mut written);
        }
    }
    Ok((script, written))
}

/// The module without what the linker noted for [`crate::split`]: it is not true any more once functions have moved.
fn without_relocations(module: &[u8]) -> Result<Vec<u8>> {
    let mut written = wasm_encoder::Module::HEADER.to_vec();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let is_note =
            |custom: &CustomSectionReader<'_>| custom.name() == "linking" || custom.name().starts_with("reloc.");
        if matches!(&payload, Payload::CustomSection(custom) if is_note(custom)) {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            written.push(id);
            module[range].encode(&mut written);
        }
    }
    Ok(written)
}
