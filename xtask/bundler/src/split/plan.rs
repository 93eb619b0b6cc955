//! Which function goes where, and how the two modules reach each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::BRING;
use super::facts::{Facts, called, names_one_of};

/// A function that is no longer than this is kept where something of the first module reaches it: its stub would be as long.
const SHORT: usize = 24;

/// What is decided about a module's functions.
pub(super) struct Plan {
    /// Those of the rest.
    pub(super) rest: BTreeSet<u32>,
    /// Those of them that the first module calls by a stub, with the slot of the table through which it does.
    pub(super) stubs: BTreeMap<u32, u32>,
    /// Slots that are added to the table; the last one has a function once the rest is there.
    pub(super) added: Range<u32>,
    /// Functions of the first module that the rest calls.
    pub(super) shared: BTreeSet<u32>,
    /// The function that brings the rest.
    pub(super) bring: u32,
    /// Addresses of texts that come with the rest.
    pub(super) texts: Vec<Range<u32>>,
}

impl Plan {
    /// Decides from the functions that were called while it was rehearsed. Of some texts those come with the rest that nothing
    /// else reads.
    pub(super) fn new(facts: &Facts<'_>, used: &BTreeSet<u32>, texts: &[Vec<u8>]) -> Result<Self> {
        let bring = *facts.exports.get(BRING).with_context(|| format!("nothing is exported as `{BRING}`"))?;
        let (_, signature) = facts.signature(bring);
        ensure!(signature.params().is_empty() && signature.results().is_empty(), "`{BRING}` takes or gives something");

        let calls: BTreeMap<u32, Vec<u32>> =
            facts.defined().map(|(function, body)| Ok((function, called(body)?))).collect::<Result<_>>()?;
        let mut rest: BTreeSet<u32> = facts.defined().map(|(function, _)| function).collect();
        // What brings the rest must not need it.
        let needed = reached(bring, &calls);
        let is_library = |function: &u32| facts.names.get(function).is_some_and(|name| is_of_the_library(name));
        rest.retain(|function| !used.contains(function) && !needed.contains(function) && !is_library(function));
        let short: Vec<u32> = facts
            .defined()
            .filter(|(function, body)| rest.contains(function) && body.range().len() <= SHORT)
            .map(|(function, _)| function)
            .collect();
        let entries = entries(facts, &calls, &rest);
        for function in short.iter().filter(|function| entries.contains(function)) {
            rest.remove(function);
        }

        let table = facts.tables.first().context("there is no table")?;
        let begin = u32::try_from(table.initial)?;
        let mut end = begin;
        let at: BTreeMap<u32, u32> = facts.slots.iter().map(|(slot, function)| (*function, *slot)).collect();
        let mut stubs = BTreeMap::new();
        for function in self::entries(facts, &calls, &rest) {
            let slot = at.get(&function).copied().unwrap_or_else(|| {
                end += 1;
                end - 1
            });
            stubs.insert(function, slot);
        }
        ensure!(!rest.is_empty(), "everything is used from the beginning");
        let shared =
            rest.iter().flat_map(|function| &calls[function]).copied().filter(|to| !rest.contains(to)).collect();
        let mut moved = Vec::new();
        for text in texts {
            let text = place(facts, text).context("a text is not in the module once, as it is")?;
            let kept = facts.defined().filter(|(function, _)| !rest.contains(function));
            let readers = kept.map(|(_, body)| names_one_of(body, &text)).collect::<Result<Vec<bool>>>()?;
            if !readers.contains(&true) {
                moved.push(text);
            }
        }
        Ok(Self { rest, stubs, added: begin..end + 1, shared, bring, texts: moved })
    }

    /// The slot that has a function once the rest is there.
    pub(super) fn sign(&self) -> u32 {
        self.added.end - 1
    }
}

/// Whether a function came compiled with the standard library, whose names are written with the crate's number. They are few, and
/// the next figure that is written may need another one of them.
fn is_of_the_library(name: &str) -> bool {
    ["core[", "alloc[", "std["].iter().any(|of| name.contains(of))
}

/// Functions of the rest that something else reaches: code that stays, the table, whoever has the module.
fn entries(facts: &Facts<'_>, calls: &BTreeMap<u32, Vec<u32>>, rest: &BTreeSet<u32>) -> BTreeSet<u32> {
    let called = calls.iter().filter(|(from, _)| !rest.contains(from)).flat_map(|(_, to)| to);
    let reached = called.chain(facts.exports.values()).chain(facts.slots.values());
    reached.copied().filter(|function| rest.contains(function)).collect()
}

/// The addresses of a text, where the module has it once.
fn place(facts: &Facts<'_>, text: &[u8]) -> Option<Range<u32>> {
    let first = text.first()?;
    let mut places = facts.data.iter().flat_map(|(address, data)| {
        let begins = data.iter().enumerate().filter(|(_, byte)| *byte == first).map(|(at, _)| at);
        begins.filter(|at| data[*at..].starts_with(text)).map(|at| *address + at as u32)
    });
    let begin = places.next()?;
    places.next().is_none().then(|| begin..begin + text.len() as u32)
}

/// A function and all that it calls by their indices.
fn reached(from: u32, calls: &BTreeMap<u32, Vec<u32>>) -> BTreeSet<u32> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(function) = open.pop() {
        if reached.insert(function) {
            open.extend(calls.get(&function).into_iter().flatten());
        }
    }
    reached
}
