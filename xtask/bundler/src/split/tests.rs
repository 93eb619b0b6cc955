use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportKind, ExportSection, Function,
    FunctionSection, Instruction, MemorySection, MemoryType, Module, RefType, TableSection, TableType, TypeSection,
    ValType,
};
use wasmparser::{ElementItems, ElementKind, Parser, Payload, TypeRef, Validator};

use super::*;

/// `0` brings the rest, `1` runs, `2` is called by it, `3` stands in the table, `4` is called by `2` and calls `5`.
fn module() -> Vec<u8> {
    let (nothing, doubles) = (0, 1);
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], [ValType::I32]);
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for (signature, calls) in
        [(nothing, None), (doubles, Some(2)), (doubles, Some(4)), (doubles, None), (doubles, Some(5)), (doubles, None)]
    {
        functions.function(signature);
        let mut body = Function::new([]);
        if signature == doubles {
            body.instruction(&Instruction::LocalGet(0));
            (0..20).for_each(|_| {
                body.instruction(&Instruction::I32Const(9)).instruction(&Instruction::I32Add);
            });
        }
        if let Some(called) = calls {
            body.instruction(&Instruction::Call(called));
        }
        code.function(body.instruction(&Instruction::End));
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 2,
        maximum: Some(2),
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0).export("bring", ExportKind::Func, 0).export(
        "run",
        ExportKind::Func,
        1,
    );
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([3][..].into()));
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables).section(&memories);
    // There are no globals, and yet a section for the marks to be put into.
    module.section(&wasm_encoder::GlobalSection::new());
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(100), *b"at once, read later");
    module.section(&exports).section(&elements).section(&code).section(&data);
    module.finish()
}

/// What the linker notes where code names the functions in these slots.
fn noted(functions: &[u32]) -> Objects {
    let slots: Vec<u32> = functions.iter().map(|function| function - 2).collect();
    Objects::of(Vec::new(), &slots)
}

/// The slots that a rest fills.
fn elements(rest: &[u8]) -> Vec<u32> {
    let mut slots = Vec::new();
    for payload in Parser::new(0).parse_all(rest) {
        if let Payload::ElementSection(elements) = payload.unwrap() {
            for element in elements.into_iter().map(Result::unwrap) {
                let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
                    (element.kind, element.items)
                else {
                    panic!("an element that is none of these");
                };
                let begin = facts::constant(&offset_expr).unwrap();
                slots.extend((begin..).zip(functions).map(|(slot, _)| slot));
            }
        }
    }
    slots
}

fn validate(module: &[u8]) {
    Validator::new().validate_all(module).unwrap();
}

/// Names and indices of what a module exports or imports as a function.
fn functions(module: &[u8]) -> (Vec<(String, u32)>, Vec<String>) {
    let (mut exported, mut imported) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.unwrap() {
            Payload::ExportSection(exports) => {
                let exports = exports.into_iter().map(Result::unwrap);
                let functions = exports.filter(|export| export.kind == wasmparser::ExternalKind::Func);
                exported.extend(functions.map(|export| (export.name.to_owned(), export.index)));
            }
            Payload::ImportSection(imports) => {
                let imports = imports.into_imports().map(Result::unwrap);
                let functions = imports.filter(|import| matches!(import.ty, TypeRef::Func(_)));
                imported.extend(functions.map(|import| import.name.to_owned()));
            }
            _ => {}
        }
    }
    (exported, imported)
}

#[test]
fn what_is_not_used_is_in_the_rest_and_reached_by_stubs() {
    let module = module();
    validate(&module);
    let facts = Facts::read(&module).unwrap();
    let plan = Plan::new(&facts, &BTreeSet::from([1, 5]), &noted(&[3])).unwrap();
    assert_eq!(plan.rest, BTreeSet::from([2, 3, 4]));
    // What stands in the table keeps its slot; nobody outside calls 4.
    assert_eq!(plan.stubs.into_iter().collect::<Vec<_>>(), [(2, 3), (3, 1)]);
    assert_eq!((plan.added, plan.shared, plan.bring), (2..5, BTreeMap::from([(5, 2)]), 0));
}

#[test]
fn what_nothing_names_that_is_kept_needs_no_stub() {
    let module = module();
    let facts = Facts::read(&module).unwrap();
    let plan = Plan::new(&facts, &BTreeSet::from([1, 5]), &Objects::default()).unwrap();
    assert_eq!(plan.stubs.into_iter().collect::<Vec<_>>(), [(2, 3)]);
    let (first, rest) = halves(&module, &BTreeSet::from([1, 5]), &Objects::default()).unwrap();
    validate(&first);
    let (first, rest) = (Facts::read(&first).unwrap(), elements(&rest));
    // The slot of 3 is filled by the rest alone; that of 5, which it calls, by the first module.
    assert_eq!(first.slots, BTreeMap::from([(2, 5)]));
    assert_eq!(rest, [1, 3, 4]);
}

#[test]
fn both_modules_are_valid_and_fit() {
    let (first, rest) = halves(&module(), &BTreeSet::from([1, 5]), &noted(&[3])).unwrap();
    validate(&first);
    validate(&rest);
    let (exported, _) = functions(&first);
    let (_, imported) = functions(&rest);
    // By the slot of the table.
    assert_eq!(imported, ["2"]);
    assert_eq!(exported, [("bring".to_owned(), 0), ("run".to_owned(), 1)]);
    assert_eq!(Facts::read(&first).unwrap().slots, BTreeMap::from([(1, 3), (2, 5)]));
    let slots = Facts::read(&rest);
    assert!(slots.is_err(), "a rest is not split again: it imports a memory");
}

#[test]
fn what_only_the_rest_reads_comes_with_it() {
    let later = Objects::of(vec![100..108, 109..119], &[]);
    let (first, rest) = halves(&module(), &BTreeSet::from([1, 5]), &later).unwrap();
    let data = |module: &[u8]| {
        let payloads = Parser::new(0).parse_all(module).map(Result::unwrap);
        let sections = payloads.filter_map(|payload| match payload {
            Payload::DataSection(section) => Some(section),
            _ => None,
        });
        sections.flatten().flat_map(|segment| segment.unwrap().data.to_vec()).collect::<Vec<u8>>()
    };
    assert_eq!(data(&first), *b"\0\0\0\0\0\0\0\0 \0\0\0\0\0\0\0\0\0\0");
    assert_eq!(data(&rest), *b"at once, read later");

    // Functions add 9, so 9 as an address is one that the first module may read.
    let module = module();
    let facts = Facts { data: vec![(9, &b"read now"[..])], ..Facts::read(&module).unwrap() };
    assert_eq!(
        Plan::new(&facts, &BTreeSet::from([1]), &Objects::of(std::iter::once(9..17).collect(), &[])).unwrap().spare,
        []
    );
}

#[test]
fn what_brings_the_rest_is_kept_though_it_was_not_used() {
    let plan = Plan::new(&Facts::read(&module()).unwrap(), &BTreeSet::new(), &Objects::default()).unwrap();
    assert_eq!(plan.rest, BTreeSet::from([1, 2, 3, 4, 5]));
}

#[test]
fn a_module_that_nothing_can_bring_the_rest_of_is_not_split() {
    let mut module = module();
    let name = module.windows(5).position(|bytes| bytes == b"bring").unwrap();
    module[name] = b'x';
    assert!(halves(&module, &BTreeSet::from([1]), &Objects::default()).is_err());
}

#[test]
fn a_marked_module_has_a_mark_for_each_function() {
    let marked = marks::marked(&module()).unwrap();
    validate(&marked);
    let mut marks = 0;
    for payload in Parser::new(0).parse_all(&marked) {
        if let Payload::ExportSection(exports) = payload.unwrap() {
            marks += exports.into_iter().filter(|export| export.as_ref().unwrap().name.starts_with("mark")).count();
        }
    }
    assert_eq!(marks, 6);
}
