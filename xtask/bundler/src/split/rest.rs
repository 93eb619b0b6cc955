//! The second of the two modules: the functions that the first one lacks, their places in the table, and what only they read.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::ops::Range;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, FunctionSection,
    ImportSection, Module, NameMap, NameSection, TypeSection,
};
use wasmparser::{Parser, Payload};

use super::FIRST;
use super::facts::Facts;
use super::first::{shared_name, table_type};
use super::plan::Plan;

/// Bytes between two parts of the memory that are written as one.
const GAP: u32 = 8;

/// Where each function of the whole module is in this one.
struct Moved(BTreeMap<u32, u32>);

impl Reencode for Moved {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.0.get(&function).copied().unwrap_or(u32::MAX))
    }
}

/// The module.
pub(super) fn write(module: &[u8], facts: &Facts<'_>, plan: &Plan) -> Result<Vec<u8>> {
    let order = plan.shared.keys().chain(&plan.rest).copied();
    let mut moved = Moved(order.zip(0..).collect());
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for (function, body) in facts.defined().filter(|(function, _)| plan.rest.contains(function)) {
        functions.function(facts.signature(function).0);
        moved.parse_function_body(&mut code, body.clone())?;
    }
    let mut written = Module::new();
    written.section(&types(module)?);
    written.section(&imports(facts, plan)?);
    written.section(&functions);
    written.section(&elements(facts, plan, &moved.0)?);
    written.section(&code);
    written.section(&data(facts, plan)?);
    written.section(&names(facts, plan, &moved.0));
    Ok(written.finish())
}

fn types(module: &[u8]) -> Result<TypeSection> {
    let mut types = TypeSection::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::TypeSection(section) = payload? {
            RoundtripReencoder.parse_type_section(&mut types, section)?;
        }
    }
    Ok(types)
}

fn imports(facts: &Facts<'_>, plan: &Plan) -> Result<ImportSection> {
    let mut imports = ImportSection::new();
    let mut import = |kind, index: usize, entity: EntityType| {
        imports.import(FIRST, &shared_name(kind, index as u32), entity);
    };
    let memory = RoundtripReencoder.memory_type(facts.memory.context("there is no memory")?)?;
    import(ExportKind::Memory, 0, memory.into());
    for (index, table) in facts.tables.iter().enumerate() {
        import(ExportKind::Table, index, table_type(index, *table, plan)?.into());
    }
    for (index, global) in facts.globals.iter().enumerate() {
        import(ExportKind::Global, index, RoundtripReencoder.global_type(*global)?.into());
    }
    // Whoever instantiates it takes them from the table (`app/js/rest.ts`).
    for (function, slot) in &plan.shared {
        imports.import(FIRST, &slot.to_string(), EntityType::Function(facts.signature(*function).0));
    }
    Ok(imports)
}

/// The slots that the rest fills: those that had its functions, those that were added for stubs, and the one that tells that
/// it is there.
fn elements(facts: &Facts<'_>, plan: &Plan, moved: &BTreeMap<u32, u32>) -> Result<ElementSection> {
    let first = *plan.rest.first().context("the rest is empty")?;
    let own = facts.slots.iter().filter(|(_, function)| plan.rest.contains(function));
    let stubs = plan.stubs.iter().map(|(function, slot)| (slot, function));
    let mut slots: BTreeMap<u32, u32> = own.chain(stubs).map(|(slot, function)| (*slot, moved[function])).collect();
    slots.insert(plan.sign(), moved[&first]);

    let mut elements = ElementSection::new();
    let begins: BTreeSet<u32> =
        slots.keys().copied().filter(|slot| *slot == 0 || !slots.contains_key(&(slot - 1))).collect();
    for begin in begins {
        let run: Vec<u32> = (begin..).map_while(|slot| slots.get(&slot).copied()).collect();
        elements.active(None, &ConstExpr::i32_const(begin as i32), Elements::Functions(run.into()));
    }
    Ok(elements)
}

/// What only functions of the rest read. What lies between, if short, comes once more: a segment of its own would be longer.
fn data(facts: &Facts<'_>, plan: &Plan) -> Result<DataSection> {
    let mut places: Vec<Range<u32>> = Vec::new();
    for place in &plan.spare {
        match places.last_mut() {
            Some(last) if place.start - last.end <= GAP => last.end = place.end,
            _ => places.push(place.clone()),
        }
    }
    let mut data = DataSection::new();
    for place in places {
        let bytes = facts.data.iter().find_map(|(address, bytes)| {
            let from = place.start.checked_sub(*address)? as usize;
            bytes.get(from..from + place.len())
        });
        let bytes = bytes.context("what the rest reads is in no segment")?;
        data.active(0, &ConstExpr::i32_const(place.start as i32), bytes.iter().copied());
    }
    Ok(data)
}

fn names(facts: &Facts<'_>, plan: &Plan, moved: &BTreeMap<u32, u32>) -> NameSection {
    let mut map = NameMap::new();
    for function in plan.shared.keys().chain(&plan.rest) {
        if let Some(name) = facts.names.get(function) {
            map.append(moved[function], name);
        }
    }
    let mut section = NameSection::new();
    section.functions(&map);
    section
}
