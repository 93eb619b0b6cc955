//! What has to be known of a module to split it.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Result, bail, ensure};
use wasm_encoder::Instruction;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, FuncType, FunctionBody, KnownCustom, MemoryType,
    Name, NameSectionReader, Operator, Parser, Payload, TableType, TypeRef,
};

/// What a module is made of.
#[derive(Default)]
pub(super) struct Facts<'a> {
    /// The types of functions.
    pub(super) types: Vec<FuncType>,
    /// How many functions are imported; they have the first indices.
    pub(super) imported: u32,
    /// The index of each function's type, those of imported functions first.
    pub(super) signatures: Vec<u32>,
    /// The bodies of the functions that are not imported.
    pub(super) bodies: Vec<FunctionBody<'a>>,
    /// What the functions are called.
    pub(super) names: BTreeMap<u32, &'a str>,
    /// The functions that are exported.
    pub(super) exports: BTreeMap<&'a str, u32>,
    /// The tables; the first one is that of the functions.
    pub(super) tables: Vec<TableType>,
    /// Which function each slot of it has.
    pub(super) slots: BTreeMap<u32, u32>,
    /// The memory.
    pub(super) memory: Option<MemoryType>,
    /// The numbers that all functions see.
    pub(super) globals: Vec<wasmparser::GlobalType>,
    /// What the memory holds at first, by address.
    pub(super) data: Vec<(u32, &'a [u8])>,
}

impl<'a> Facts<'a> {
    /// Reads them; fails where the module has what no linker writes today.
    pub(super) fn read(module: &'a [u8]) -> Result<Self> {
        let mut facts = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            facts.take(payload?)?;
        }
        Ok(facts)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                for each in types.into_iter_err_on_gc_types() {
                    self.types.push(each?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let TypeRef::Func(signature) = import?.ty else {
                        bail!("something other than a function is imported")
                    };
                    self.signatures.push(signature);
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(functions) => {
                for signature in functions {
                    self.signatures.push(signature?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    ensure!(self.memory.replace(memory?).is_none(), "there are two memories");
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.insert(export.name, export.index);
                    }
                }
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.take_element(&element?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment?;
                    let DataKind::Active { memory_index: 0, offset_expr } = &segment.kind else {
                        bail!("data that is not of the memory");
                    };
                    self.data.push((constant(offset_expr)?, segment.data));
                }
            }
            Payload::StartSection { .. } => bail!("something runs before the rest can be brought"),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(parts) = custom.as_known() {
                    self.names.extend(function_names(parts)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take_element(&mut self, element: &wasmparser::Element<'a>) -> Result<()> {
        let ElementKind::Active { table_index: None | Some(0), offset_expr } = &element.kind else {
            bail!("elements that are not of the function table");
        };
        let ElementItems::Functions(functions) = &element.items else { bail!("elements that are no functions") };
        for (slot, function) in (constant(offset_expr)?..).zip(functions.clone()) {
            self.slots.insert(slot, function?);
        }
        Ok(())
    }

    /// How many functions there are.
    pub(super) fn count(&self) -> u32 {
        self.signatures.len() as u32
    }

    /// The functions that are not imported.
    pub(super) fn defined(&self) -> impl Iterator<Item = (u32, &FunctionBody<'a>)> {
        (self.imported..).zip(&self.bodies)
    }

    /// The type of a function.
    pub(super) fn signature(&self, function: u32) -> (u32, &FuncType) {
        let signature = self.signatures[function as usize];
        (signature, &self.types[signature as usize])
    }
}

/// What functions are called.
pub(super) fn function_names(parts: NameSectionReader<'_>) -> Result<Vec<(u32, &str)>> {
    let mut names = Vec::new();
    for part in parts {
        let Name::Function(map) = part? else { continue };
        for naming in map {
            let naming = naming?;
            names.push((naming.index, naming.name));
        }
    }
    Ok(names)
}

/// The number that a constant expression is.
pub(super) fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    let Operator::I32Const { value } = expression.get_operators_reader().read()? else {
        bail!("a place that is not fixed");
    };
    Ok(value as u32)
}

/// The numbers that stand in a body, among them the addresses of what it reads.
pub(super) fn numbers(body: &FunctionBody<'_>) -> Result<BTreeSet<u32>> {
    let mut numbers = Numbers::default();
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        if let Instruction::I32Const(value) = numbers.parse_instruction(&mut operators)? {
            numbers.0.insert(value as u32);
        }
    }
    Ok(numbers.0)
}

#[derive(Default)]
struct Numbers(BTreeSet<u32>);

impl Reencode for Numbers {
    type Error = Infallible;

    fn mem_arg(&mut self, argument: wasmparser::MemArg) -> Result<wasm_encoder::MemArg, Error<Infallible>> {
        self.0.insert(argument.offset as u32);
        utils::mem_arg(self, argument)
    }
}

/// The functions that a body calls by their index.
pub(super) fn called(body: &FunctionBody<'_>) -> Result<Vec<u32>> {
    let mut called = Vec::new();
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        match operators.read()? {
            Operator::Call { function_index } => called.push(function_index),
            Operator::RefFunc { .. } | Operator::ReturnCall { .. } => {
                bail!("a function is referred to other than by a call")
            }
            _ => {}
        }
    }
    Ok(called)
}
