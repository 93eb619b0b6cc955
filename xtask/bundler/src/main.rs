//! The heavy half of `cargo xtask`: JavaScript bindings of the WebAssembly module, and the site folder that
//! the server embeds.
//!
//! A program of its own, so that `cargo xtask` starts at once when there is nothing to bundle.

mod bindings;
mod likeness;
mod order;
mod pack;
mod split;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use mesh_words::{FieldDocs, Language};

const USAGE: &str = "\
bundler bindings <module.wasm> <folder>   write the module and its JavaScript bindings
bundler marks <module.wasm> <marked.wasm>    write the module so that it notes which functions are called
bundler split <module.wasm> <linked.wasm> <used> <first.wasm> <rest.wasm>
                                          leave out of it what was not called, into a module of its own
bundler order <module.wasm> <named.wasm>  name functions so that like stands beside like
bundler sentences <folder> <texts> <fields>
                                          write what the modules are handed of each language: its sentences; the page's texts
                                          (`<texts>/<language>.txt`) and what is said of fields (`<fields>/<language>/*.txt`)
                                          where the modules have them not themselves
bundler pack [--within-budgets] <staging> <site>
                                          name files by their content, compress them, write the manifest; within budgets:
                                          fail where a part is larger than its budget";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bindings", module, folder] => bindings::generate(Path::new(module), Path::new(folder)),
        ["marks", from, to] => split::marks(Path::new(from), Path::new(to)),
        ["split", from, linked, used, first, rest] => {
            split::split(Path::new(from), Path::new(linked), Path::new(used), [Path::new(first), Path::new(rest)])
        }
        ["order", from, to] => order::name_by_likeness(Path::new(from), Path::new(to)),
        ["sentences", folder, texts, docs] => {
            sentences(Path::new(folder), Path::new(texts))?;
            fields(Path::new(folder), Path::new(docs))
        }
        ["pack", staging, site] => pack::pack(Path::new(staging), Path::new(site)).map(drop),
        ["pack", "--within-budgets", staging, site] => {
            let sizes = pack::pack(Path::new(staging), Path::new(site))?;
            pack::hold(&sizes)
        }
        _ => bail!("usage:\n{USAGE}"),
    }
}

/// `sentences.<language>.txt`, for each language.
fn sentences(folder: &Path, texts: &Path) -> Result<()> {
    for language in Language::ALL {
        let mut said = language.patterns().to_owned();
        if language != Language::default() {
            // The last sentence ends its line.
            said.truncate(said.trim_end_matches('\n').len());
            said += mesh_words::BEHIND_SENTENCES;
            said += &mesh_words::texts(&std::fs::read_to_string(texts.join(format!("{}.txt", language.tag())))?);
        }
        std::fs::write(folder.join(format!("sentences.{}.txt", language.tag())), said)?;
    }
    Ok(())
}

/// `fields.<language>.txt`, for each language but the one that the engine has itself.
fn fields(folder: &Path, docs: &Path) -> Result<()> {
    for language in Language::ALL.into_iter().filter(|language| *language != Language::default()) {
        let files = std::fs::read_dir(docs.join(language.tag()))?.map(|file| Ok(file?.path()));
        let mut files = files.collect::<Result<Vec<_>>>()?;
        files.sort();
        let mut said = String::new();
        for file in files {
            said += FieldDocs::of_file(&std::fs::read_to_string(file)?).as_text();
        }
        std::fs::write(folder.join(format!("fields.{}.txt", language.tag())), said)?;
    }
    Ok(())
}
