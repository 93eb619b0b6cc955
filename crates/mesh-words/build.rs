//! Reads the catalogues and writes what `src/catalogue.rs` includes: the patterns of each language as a text, a type for each
//! sentence, and the macro `say!`. A catalogue that cannot be read, or has not the sentences and arguments of the English one,
//! ends the build.

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/generate.rs"]
mod generate;
#[path = "build/translation.rs"]
mod translation;

use std::{env, fs, path::PathBuf};

use catalogue::{Catalogue, ListWords};

const ENGLISH: ListWords = ListWords { and: "and", or: "or" };
const KOREAN: ListWords = ListWords { and: "및", or: "또는" };

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=catalogue");
    println!("cargo::rerun-if-changed=build");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("catalogue");
    let english = Catalogue::read(&folder.join("en"), ENGLISH)?;
    let korean = Catalogue::read(&folder.join("ko"), KOREAN)?;
    let korean = korean.held_against(&english).map_err(|what| format!("catalogue/ko: {what}"))?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("sentences.rs"), generate::code(&english))?;
    fs::write(out.join("en.txt"), generate::patterns(&english))?;
    fs::write(out.join("ko.txt"), generate::patterns(&korean))?;
    Ok(())
}
