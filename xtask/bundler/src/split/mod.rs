//! A module in two: what is used from the beginning, and the rest, which is fetched while that runs.
//!
//! What is used is not guessed: [`marks`] writes a module that notes which functions are called, the build runs it through
//! what a tab does first (`xtask/bundler/rehearsal`: the engine's by `mesh_engine`'s `rehearsal`, the page's in a window without
//! a browser), and [`split`] leaves out what was not called. In the place of a
//! function that is left out stands a stub that calls it through the function table; where the rest is not there yet, the
//! stub first calls the module's export [`BRING`], which returns once it is. So each function can be called at any time,
//! whatever was rehearsed. Both modules have one memory, one table and one stack. Emscripten's `wasm-split` does the same.

mod facts;
mod first;
mod marks;
mod objects;
mod plan;
mod rest;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use self::facts::Facts;
use self::objects::Objects;
use self::plan::Plan;

/// The exported function that brings the rest: nothing goes in, nothing comes out.
const BRING: &str = "bring";
/// The module name under which the rest imports what the first module exports.
const FIRST: &str = "";

/// Writes the module of `from` to `to` so that it exports for each function a number that is 1 once it was called.
pub(crate) fn marks(from: &Path, to: &Path) -> Result<()> {
    let module = read(from)?;
    write(to, &marks::marked(&module).with_context(|| format!("the module {}", from.display()))?)
}

/// Splits the module of `from` into `first` and `rest`; `used` has the indices of the functions that were called, a line each,
/// and `linked` is the module as the linker wrote it, with what it knows of the memory.
pub(crate) fn split(from: &Path, linked: &Path, used: &Path, [first, rest]: [&Path; 2]) -> Result<()> {
    let module = read(from)?;
    let used = std::fs::read_to_string(used).with_context(|| format!("the list {}", used.display()))?;
    let used = used.lines().map(str::parse).collect::<Result<BTreeSet<u32>, _>>().context("a list of indices")?;
    let objects = Objects::read(&read(linked)?).with_context(|| format!("the module {}", linked.display()))?;
    let (one, other) = halves(&module, &used, &objects).with_context(|| format!("the module {}", from.display()))?;
    write(first, &one)?;
    write(rest, &other)
}

fn halves(module: &[u8], used: &BTreeSet<u32>, objects: &Objects) -> Result<(Vec<u8>, Vec<u8>)> {
    let facts = Facts::read(module)?;
    let plan = Plan::new(&facts, used, objects)?;
    Ok((first::write(module, &facts, &plan)?, rest::write(module, &facts, &plan)?))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, module: &[u8]) -> Result<()> {
    std::fs::write(path, module).with_context(|| format!("cannot write {}", path.display()))
}
