//! What the linker put into the memory, thing by thing, and what names it: only what was linked with `--emit-relocs` tells.
//!
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use wasmparser::{
    ElementItems, ElementKind, KnownCustom, Linking, Parser, Payload, RelocSectionReader, RelocationEntry,
    RelocationType, SymbolInfo, TypeRef,
};

use super::facts::{constant, function_names};

/// The section of what is never written to.
const READ_ONLY: &str = ".rodata";

/// Something that is only read.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// Its addresses.
    place: Range<u32>,
    /// What it names, by their places in the list of all.
    names: Named,
}

/// What is only read, and who names it.
#[derive(Debug, Default)]
pub(super) struct Objects {
    /// By address; none overlaps another one.
    all: Vec<Object>,
    /// What each function names, by its name.
    by_code: BTreeMap<String, Named>,
    /// What data names that is always there.
    always: Named,
}

/// What something names.
#[derive(Debug, Default)]
struct Named {
    objects: BTreeSet<usize>,
    /// Slots of the function table.
    slots: BTreeSet<u32>,
}

/// What of all that is needed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Needed {
    /// Addresses that are not, in order.
    pub(super) spare: Vec<Range<u32>>,
    /// The slots that something names which is.
    pub(super) slots: BTreeSet<u32>,
}

/// Where something is named: in the code of a function, or at an address.
#[derive(Clone, Copy)]
enum Place {
    Code(u32),
    Data(u32),
}

/// A module as the linker wrote it.
#[derive(Default)]
struct Linked<'a> {
    /// What each segment is called.
    names: Vec<&'a str>,
    /// Where each segment is in the file, and its address.
    segments: Vec<(Range<usize>, u32)>,
    symbols: Vec<SymbolInfo<'a>>,
    slots: BTreeMap<u32, u32>,
    /// How many functions are imported.
    imported: u32,
    /// Where the code of each function is in the file.
    bodies: Vec<(Range<usize>, u32)>,
    /// What the functions are called.
    functions: BTreeMap<u32, &'a str>,
    /// Where code and data begin in the file, by the index of their section.
    sections: BTreeMap<u32, (usize, bool)>,
    relocations: Vec<RelocSectionReader<'a>>,
}

impl Objects {
    /// Reads them from what the linker wrote.
    pub(super) fn read(module: &[u8]) -> Result<Self> {
        let mut linked = Linked::default();
        let mut section = 0;
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            linked.take(&payload, section)?;
            section += u32::from(payload.as_section().is_some());
        }
        ensure!(!linked.symbols.is_empty() && !linked.relocations.is_empty(), "it was linked without `--emit-relocs`");
        let mut objects = Self { all: linked.objects(), ..Self::default() };
        // Most name nothing, and that is known.
        objects.by_code = linked.functions.values().map(|name| ((*name).to_owned(), Named::default())).collect();
        for relocations in &linked.relocations {
            let Some((begin, is_data)) = linked.sections.get(&relocations.section_index()) else { continue };
            let mut bodies = linked.bodies.iter().peekable();
            for entry in relocations.entries() {
                let entry = entry?;
                let at = begin + entry.offset as usize;
                let place = if *is_data {
                    Place::Data(linked.address_of(at).context("data that is in no segment")?)
                } else {
                    // They are noted in the order of the code.
                    while bodies.next_if(|(range, _)| range.end <= at).is_some() {}
                    let body = bodies.peek().filter(|(range, _)| range.contains(&at));
                    Place::Code(body.context("code that is in no function")?.1)
                };
                objects.take(&linked, &entry, place);
                let bytes = module.get(at..at + entry.ty.extent()).context("a place outside of the module")?;
                let number = linked.number(&entry);
                ensure!(
                    number.is_none_or(|number| is_written(bytes, number)),
                    "a place does not hold what is noted of it"
                );
            }
        }
        Ok(objects)
    }

    /// Objects at these places, and slots that are always named.
    #[cfg(test)]
    pub(super) fn of(places: Vec<Range<u32>>, slots: &[u32]) -> Self {
        let always = Named { slots: slots.iter().copied().collect(), ..Named::default() };
        let all = places.into_iter().map(|place| Object { place, ..Object::default() }).collect();
        Self { all, always, ..Self::default() }
    }

    fn take(&mut self, linked: &Linked<'_>, entry: &RelocationEntry, place: Place) {
        let symbol = linked.symbols.get(entry.index as usize);
        let named = symbol.and_then(|symbol| self.at(linked.address(symbol)?.start));
        let slot = match symbol {
            Some(SymbolInfo::Func { index, .. }) => linked.slots.get(index).copied(),
            _ => None,
        };
        let from = match place {
            Place::Code(function) => {
                self.by_code.entry(linked.functions.get(&function).copied().unwrap_or_default().to_owned()).or_default()
            }
            Place::Data(address) => match self.at(address) {
                Some(object) => &mut self.all[object].names,
                None => &mut self.always,
            },
        };
        match entry.ty {
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32 => {
                from.objects.extend(named);
            }
            RelocationType::TableIndexSleb | RelocationType::TableIndexI32 => from.slots.extend(slot),
            _ => {}
        }
    }

    /// What is at an address.
    fn at(&self, address: u32) -> Option<usize> {
        let behind = self.all.partition_point(|object| object.place.start <= address);
        let index = behind.checked_sub(1)?;
        self.all[index].place.contains(&address).then_some(index)
    }

    /// What functions need, by their names. Where one was not there when it was linked, the numbers in it tell.
    pub(super) fn needed<'a>(&self, functions: impl Iterator<Item = (Option<&'a str>, &'a BTreeSet<u32>)>) -> Needed {
        let mut open: Vec<usize> = self.always.objects.iter().copied().collect();
        let mut slots = self.always.slots.clone();
        for (name, numbers) in functions {
            match name.and_then(|name| self.by_code.get(name)) {
                Some(named) => {
                    open.extend(&named.objects);
                    slots.extend(&named.slots);
                }
                None => {
                    open.extend(numbers.iter().filter_map(|number| self.at(*number)));
                    slots.extend(numbers);
                }
            }
        }
        let mut needed = BTreeSet::new();
        while let Some(index) = open.pop() {
            if needed.insert(index) {
                open.extend(&self.all[index].names.objects);
                slots.extend(&self.all[index].names.slots);
            }
        }
        let spare = self.all.iter().enumerate().filter(|(index, _)| !needed.contains(index));
        Needed { spare: spare.map(|(_, object)| object.place.clone()).collect(), slots }
    }
}

/// Whether bytes are a number, as it is in memory or as a LEB128 of its full length.
fn is_written(bytes: &[u8], number: u32) -> bool {
    match bytes {
        [a, b, c, d] => u32::from_le_bytes([*a, *b, *c, *d]) == number,
        _ => {
            let sevens = bytes.iter().enumerate().map(|(at, byte)| u64::from(byte & 0x7f) << (7 * at.min(8)));
            sevens.sum::<u64>() as u32 == number
        }
    }
}

impl<'a> Linked<'a> {
    fn take(&mut self, payload: &Payload<'a>, section: u32) -> Result<()> {
        match payload {
            Payload::ElementSection(elements) => {
                for element in elements.clone() {
                    let element = element?;
                    if let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
                        (&element.kind, element.items)
                    {
                        for (slot, function) in (constant(offset_expr)?..).zip(functions) {
                            self.slots.insert(function?, slot);
                        }
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    self.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                self.bodies.push((body.range(), self.imported + self.bodies.len() as u32));
            }
            Payload::CodeSectionStart { range, .. } => {
                self.sections.insert(section, (range.start, false));
            }
            Payload::DataSection(segments) => {
                self.sections.insert(section, (segments.range().start, true));
                for segment in segments.clone() {
                    let segment = segment?;
                    let address = match &segment.kind {
                        wasmparser::DataKind::Active { offset_expr, .. } => constant(offset_expr)?,
                        wasmparser::DataKind::Passive => 0,
                    };
                    let begin = segment.range.end - segment.data.len();
                    self.segments.push((begin..segment.range.end, address));
                }
            }
            Payload::CustomSection(custom) => match custom.as_known() {
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        match part? {
                            Linking::SegmentInfo(segments) => {
                                for segment in segments {
                                    self.names.push(segment?.name);
                                }
                            }
                            Linking::SymbolTable(symbols) => {
                                for symbol in symbols {
                                    self.symbols.push(symbol?);
                                }
                            }
                            _ => {}
                        }
                    }
                }
                KnownCustom::Reloc(relocations) => self.relocations.push(relocations),
                KnownCustom::Name(parts) => self.functions.extend(function_names(parts)?),
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    /// The addresses of a symbol that is data.
    fn address(&self, symbol: &SymbolInfo<'_>) -> Option<Range<u32>> {
        let SymbolInfo::Data { symbol: Some(data), .. } = symbol else { return None };
        let (_, segment) = self.segments.get(data.index as usize)?;
        let begin = segment + data.offset;
        Some(begin..begin + data.size)
    }

    /// What stands where an address is noted.
    fn number(&self, entry: &RelocationEntry) -> Option<u32> {
        match entry.ty {
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32 => {
                let address = self.address(self.symbols.get(entry.index as usize)?)?.start;
                Some(address.wrapping_add(entry.addend as u32))
            }
            _ => None,
        }
    }

    /// Where a byte of the file will be.
    fn address_of(&self, place: usize) -> Option<u32> {
        let (range, address) = self.segments.iter().find(|(range, _)| range.contains(&place))?;
        Some(address + (place - range.start) as u32)
    }

    fn is_read_only(&self, symbol: &SymbolInfo<'_>) -> bool {
        let SymbolInfo::Data { symbol: Some(data), .. } = symbol else { return false };
        self.names.get(data.index as usize).is_some_and(|name| name.starts_with(READ_ONLY))
    }

    /// What is only read; what overlaps is one thing.
    fn objects(&self) -> Vec<Object> {
        let symbols = self.symbols.iter().filter(|symbol| self.is_read_only(symbol));
        let mut places: Vec<Range<u32>> = symbols.filter_map(|symbol| self.address(symbol)).collect();
        places.retain(|place| !place.is_empty());
        places.sort_by_key(|place| (place.start, place.end));
        let mut objects: Vec<Object> = Vec::new();
        for place in places {
            match objects.last_mut() {
                Some(last) if place.start < last.place.end => last.place.end = last.place.end.max(place.end),
                _ => objects.push(Object { place, ..Object::default() }),
            }
        }
        objects
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, Function, FunctionSection,
        Instruction, Module, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
    };

    use super::*;

    const FUNCTION: u8 = 0;
    const DATA: u8 = 1;

    /// Of what is only read: `a` at 100 names `b` at 104, `c` at 108 stands for itself, `d` at 112 names function 0. `b` has a name
    /// from what is written to, at 200, and code reads 2 bytes before `c`.
    fn linked(address: u32) -> Vec<u8> {
        let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([], []);
        functions.function(0);
        // As the linker writes it, in full length.
        code.function(
            Function::new([]).raw([0x41, 106 | 0x80, 0x80, 0x80, 0x80, 0, 0x1a]).instruction(&Instruction::End),
        );
        let mut tables = TableSection::new();
        let element_type = RefType::FUNCREF;
        tables.table(TableType { element_type, table64: false, minimum: 9, maximum: None, shared: false });
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(7), Elements::Functions([0][..].into()));
        let mut data = DataSection::new();
        let words = [address, 1, 2, 7].map(u32::to_le_bytes).concat();
        data.active(0, &ConstExpr::i32_const(100), words);
        data.active(0, &ConstExpr::i32_const(200), 104_u32.to_le_bytes());

        let mut linking = vec![2];
        let mut part = |kind: u8, content: &[u8]| {
            linking.extend([kind, content.len() as u8]);
            linking.extend(content);
        };
        part(5, &[&[2, 9][..], b".rodata.x", &[2, 0, 5], b".data", &[2, 0]].concat());
        let symbol = |name: u8, segment: u8, offset: u8| [DATA, 0, 1, name, segment, offset, 4];
        let symbols = [symbol(b'a', 0, 0), symbol(b'b', 0, 4), symbol(b'c', 0, 8), symbol(b'd', 0, 12)].concat();
        part(8, &[&[5][..], &symbols, &[FUNCTION, 0, 0, 1, b'f']].concat());

        let mut module = Module::new();
        module.section(&types).section(&functions).section(&tables).section(&elements).section(&code).section(&data);
        let mut note = |name: &str, content: &[u8]| {
            module.section(&CustomSection { name: name.into(), data: content.into() });
        };
        note("linking", &linking);
        // Each segment has a head of six bytes, and the section the count of them.
        note("reloc.CODE", &[4, 1, 4, 4, 2, 0x7e]);
        note("reloc.DATA", &[5, 3, 5, 7, 1, 0, 2, 19, 4, 5, 29, 1, 0]);
        let (mut names, mut section) = (NameMap::new(), NameSection::new());
        names.append(0, "f");
        section.functions(&names);
        module.section(&section);
        module.finish()
    }

    #[test]
    fn what_is_needed_brings_what_it_names() {
        let mut objects = Objects::read(&linked(104)).unwrap();
        let needed = |objects: &Objects, name, numbers: &[u32]| {
            objects.needed([(name, &numbers.iter().copied().collect())].into_iter())
        };
        // `b` is named by what is written to, `c` by the function.
        assert_eq!(needed(&objects, Some("f"), &[]).spare, [100..104, 112..116]);
        // Of another one only the numbers are known.
        assert_eq!(needed(&objects, None, &[1, 99, 116]).spare, [100..104, 108..112, 112..116]);
        assert_eq!(needed(&objects, Some("g"), &[110]).spare, [100..104, 112..116]);
        let with_slot = needed(&objects, None, &[112]);
        assert_eq!((with_slot.spare, with_slot.slots), (vec![100..104, 108..112], BTreeSet::from([7, 112])));
        objects.always.objects.clear();
        assert_eq!(needed(&objects, None, &[100]).spare, [108..112, 112..116]);
    }

    #[test]
    fn what_was_linked_without_notes_or_changed_since_is_refused() {
        assert!(Objects::read(&Module::new().finish()).is_err());
        assert!(Objects::read(&linked(105)).is_err());
    }
}
