//! Which function goes where, what of the memory goes with it, and how the two modules reach each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::BRING;
use super::facts::{Facts, called, numbers};
use super::objects::{Needed, Objects};

/// A function that is no longer than this is kept where something of the first module reaches it: its stub would be as long.
const SHORT: usize = 24;

/// What is decided about a module's functions.
pub(super) struct Plan {
    /// Those of the rest.
    pub(super) rest: BTreeSet<u32>,
    /// Those of them that the first module calls by a stub, with the slot of the table through which it does.
    pub(super) stubs: BTreeMap<u32, u32>,
    /// Functions of the first module that the rest calls, with the slot in which it finds each.
    pub(super) shared: BTreeMap<u32, u32>,
    /// Slots that are added to the table; the last one has a function once the rest is there.
    pub(super) added: Range<u32>,
    /// The function that brings the rest.
    pub(super) bring: u32,
    /// Addresses of what only the rest reads, and that comes with it.
    pub(super) spare: Vec<Range<u32>>,
}

impl Plan {
    /// Decides from the functions that were called while it was rehearsed.
    pub(super) fn new(facts: &Facts<'_>, used: &BTreeSet<u32>, objects: &Objects) -> Result<Self> {
        let bring = *facts.exports.get(BRING).with_context(|| format!("nothing is exported as `{BRING}`"))?;
        let (_, signature) = facts.signature(bring);
        ensure!(signature.params().is_empty() && signature.results().is_empty(), "`{BRING}` takes or gives something");

        let mut code = BTreeMap::new();
        // Which of these a float needs is a matter of its digits: all of them, or none.
        let has_floats = used.iter().filter_map(|function| facts.names.get(function)).any(|name| writes_floats(name));
        let comes_along = |name: &&str| is_of_the_library(name) && (has_floats || !writes_floats(name));
        for (function, body) in facts.defined() {
            let is_small = body.range().len() <= SHORT || facts.names.get(&function).is_some_and(comes_along);
            code.insert(function, Code { calls: called(body)?, numbers: numbers(body)?, is_small });
        }
        let mut kept: BTreeSet<u32> = used.iter().copied().filter(|function| code.contains_key(function)).collect();
        // What brings the rest must not need it.
        kept.extend(reached(bring, &code));
        // What is small comes along, and what that reaches in turn.
        let (needed, entries) = loop {
            let functions = kept.iter().map(|function| (facts.names.get(function).copied(), &code[function].numbers));
            let needed = objects.needed(functions);
            let entries = entries(facts, &code, &kept, &needed);
            let small: Vec<u32> = entries.iter().copied().filter(|entry| code[entry].is_small).collect();
            if small.is_empty() {
                break (needed, entries);
            }
            kept.extend(small);
        };
        let rest: BTreeSet<u32> = code.keys().copied().filter(|function| !kept.contains(function)).collect();
        ensure!(!rest.is_empty(), "everything is used from the beginning");

        let table = facts.tables.first().context("there is no table")?;
        let begin = u32::try_from(table.initial)?;
        let mut end = begin;
        let at: BTreeMap<u32, u32> = facts.slots.iter().map(|(slot, function)| (*function, *slot)).collect();
        let mut slot_of = |function: u32| {
            let slot = at.get(&function).copied().unwrap_or_else(|| {
                end += 1;
                end - 1
            });
            (function, slot)
        };
        let shared: BTreeSet<u32> =
            rest.iter().flat_map(|function| &code[function].calls).copied().filter(|to| !rest.contains(to)).collect();
        let shared = shared.into_iter().map(&mut slot_of).collect();
        let stubs = entries.into_iter().map(&mut slot_of).collect();
        Ok(Self { rest, stubs, shared, added: begin..end + 1, bring, spare: needed.spare })
    }

    /// The slot that has a function once the rest is there.
    pub(super) fn sign(&self) -> u32 {
        self.added.end - 1
    }
}

/// Whether a function came compiled with the standard library, whose names alone are mangled in this way
/// (<https://doc.rust-lang.org/rustc/symbol-mangling/v0.html>). They are few, and the next text that is written may need
/// another one of them.
fn is_of_the_library(name: &str) -> bool {
    name.starts_with("_R")
}

/// Whether a function has to do with writing floats. These are long, and named by panics that never come.
fn writes_floats(name: &str) -> bool {
    ["3fmt5float", "7flt2dec"].iter().any(|floats| name.contains(floats))
}

/// What a function has in it.
struct Code {
    calls: Vec<u32>,
    numbers: BTreeSet<u32>,
    /// Whether it is not worth a stub.
    is_small: bool,
}

/// Functions that are not kept and that something else reaches: code that is, the table, whoever has the module.
fn entries(facts: &Facts<'_>, code: &BTreeMap<u32, Code>, kept: &BTreeSet<u32>, needed: &Needed) -> BTreeSet<u32> {
    let called = kept.iter().flat_map(|function| &code[function].calls);
    let slots = needed.slots.iter().filter_map(|slot| facts.slots.get(slot));
    let reached = called.chain(facts.exports.values()).chain(slots).copied();
    reached.filter(|function| code.contains_key(function) && !kept.contains(function)).collect()
}

/// A function and all that it calls by their indices.
fn reached(from: u32, code: &BTreeMap<u32, Code>) -> BTreeSet<u32> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(function) = open.pop() {
        let Some(Code { calls, .. }) = code.get(&function) else { continue };
        if reached.insert(function) {
            open.extend(calls);
        }
    }
    reached
}
