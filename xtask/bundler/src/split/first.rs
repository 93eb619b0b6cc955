//! The first of the two modules: every function keeps its index, those of the rest become stubs.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportKind, ExportSection, Function,
    FunctionSection, Instruction, Module, TableSection,
};
use wasmparser::{
    CodeSectionReader, DataSectionReader, ElementSectionReader, ExportSectionReader, FunctionSectionReader, Parser,
    TableSectionReader,
};

use super::facts::Facts;
use super::plan::Plan;

/// So many slots without a function are written as if they had one: a segment of its own would be longer.
const GAP: u32 = 4;

struct First<'a> {
    facts: &'a Facts<'a>,
    plan: &'a Plan,
}

/// The module. What is neither kept nor called by a stub is a body that never runs: what removes unused functions removes it.
pub(super) fn write(module: &[u8], facts: &Facts<'_>, plan: &Plan) -> Result<Vec<u8>> {
    let mut written = Module::new();
    First { facts, plan }.parse_core_module(&mut written, Parser::new(0), module)?;
    Ok(written.finish())
}

/// The names under which the rest finds what it shares with the first module.
pub(super) fn shared_name(kind: ExportKind, index: u32) -> String {
    match kind {
        ExportKind::Table => format!("t{index}"),
        ExportKind::Memory => format!("m{index}"),
        _ => format!("g{index}"),
    }
}

impl First<'_> {
    /// The function that sees to it that the rest is there. It stands behind all others.
    fn presence(&self) -> u32 {
        self.facts.count()
    }

    fn stub(&self, function: u32, slot: u32) -> Function {
        let (signature, parameters) = self.facts.signature(function);
        let mut stub = Function::new([]);
        stub.instruction(&Instruction::Call(self.presence()));
        for index in 0..parameters.params().len() as u32 {
            stub.instruction(&Instruction::LocalGet(index));
        }
        stub.instruction(&Instruction::I32Const(slot as i32))
            .instruction(&Instruction::CallIndirect { type_index: signature, table_index: 0 })
            .instruction(&Instruction::End);
        stub
    }

    /// Which function each slot of the table has at first: none of the rest but those that something of this module may call.
    fn slots(&self) -> BTreeMap<u32, u32> {
        let Plan { rest, stubs, shared, .. } = self.plan;
        let is_here = |function: &u32| !rest.contains(function) || stubs.contains_key(function);
        let own = self.facts.slots.iter().filter(|(_, function)| is_here(function));
        own.map(|(slot, function)| (*slot, *function))
            .chain(shared.iter().map(|(function, slot)| (*slot, *function)))
            .collect()
    }

    fn write_presence(&self) -> Function {
        let mut function = Function::new([]);
        // Still not there: what was to bring it did not, and a stub would call itself for ever.
        for otherwise in [Instruction::Call(self.plan.bring), Instruction::Unreachable] {
            function
                .instruction(&Instruction::I32Const(self.plan.sign() as i32))
                .instruction(&Instruction::TableGet(0))
                .instruction(&Instruction::RefIsNull)
                .instruction(&Instruction::If(BlockType::Empty))
                .instruction(&otherwise);
        }
        for _ in 0..3 {
            function.instruction(&Instruction::End);
        }
        function
    }
}

impl Reencode for First<'_> {
    type Error = Infallible;

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_function_section(self, functions, section)?;
        functions.function(self.facts.signature(self.plan.bring).0);
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: TableSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (index, table) in section.into_iter().enumerate() {
            tables.table(table_type(index, table?.ty, self.plan)?);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_export_section(self, exports, section)?;
        let mut share = |kind, index| {
            exports.export(&shared_name(kind, index), kind, index);
        };
        share(ExportKind::Memory, 0);
        (0..self.facts.tables.len() as u32).for_each(|index| share(ExportKind::Table, index));
        (0..self.facts.globals.len() as u32).for_each(|index| share(ExportKind::Global, index));
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        _: ElementSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let slots = self.slots();
        let mut begin = slots.keys().next().copied();
        while let Some(first) = begin {
            let mut run = Vec::new();
            let mut next = None;
            for (slot, function) in slots.range(first..) {
                let gap = slot - first - run.len() as u32;
                if gap > GAP {
                    next = Some(*slot);
                    break;
                }
                run.extend((0..gap).map(|_| self.presence()));
                run.push(*function);
            }
            elements.active(None, &ConstExpr::i32_const(first as i32), Elements::Functions(run.into()));
            begin = next;
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (function, body) in (self.facts.imported..).zip(section) {
            if let Some(slot) = self.plan.stubs.get(&function) {
                code.function(&self.stub(function, *slot));
            } else if self.plan.rest.contains(&function) {
                code.function(Function::new([]).instruction(&Instruction::Unreachable).instruction(&Instruction::End));
            } else {
                self.parse_function_body(code, body?)?;
            }
        }
        code.function(&self.write_presence());
        Ok(())
    }

    fn parse_data_section(
        &mut self,
        data: &mut DataSection,
        _: DataSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (address, bytes) in &self.facts.data {
            data.active(0, &ConstExpr::i32_const(*address as i32), without(&self.plan.spare, *address, bytes));
        }
        Ok(())
    }
}

/// What a segment holds without what comes with the rest.
fn without(spare: &[Range<u32>], address: u32, data: &[u8]) -> Vec<u8> {
    let mut left = data.to_vec();
    for place in spare {
        let [from, to] = [place.start, place.end].map(|at| (at.saturating_sub(address) as usize).min(data.len()));
        if let Some(bytes) = left.get_mut(from..to) {
            bytes.fill(0);
        }
    }
    left
}

/// A table as both modules see it: that of the functions has the added slots.
pub(super) fn table_type(
    index: usize,
    table: wasmparser::TableType,
    plan: &Plan,
) -> Result<wasm_encoder::TableType, Error<Infallible>> {
    let mut table = RoundtripReencoder.table_type(table)?;
    if index == 0 {
        let added = u64::from(plan.added.end - plan.added.start);
        table.minimum += added;
        table.maximum = table.maximum.map(|most| most + added);
    }
    Ok(table)
}
