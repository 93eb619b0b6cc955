//! The order of a module's functions: like beside like.
//!
//! A generic function is compiled for each of its types, and the copies differ in a few bytes. What compresses the
//! module finds a copy the cheaper the nearer it is, and the linker leaves them far apart, each with its crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use wasm_encoder::{Encode, NameMap, NameSection, Section};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::likeness::{self, Sketch};

/// With fewer numbers in common two bodies are not alike.
const ALIKE: usize = 4;
/// Of more bodies with the same number only so many are looked at.
const CANDIDATES: usize = 300;

/// A function as far as its order depends on it.
struct Function {
    /// Its name without the hash behind it.
    name: String,
    length: usize,
    sketch: Sketch,
}

/// Writes the module of `from` to `to` with names of functions that tell their order: what sorts functions by name
/// (wasm-opt's `--reorder-functions-by-name`) puts like beside like.
pub(crate) fn name_by_likeness(from: &Path, to: &Path) -> Result<()> {
    let module = std::fs::read(from).with_context(|| format!("the module {}", from.display()))?;
    let named = renamed(&module).with_context(|| format!("the module {}", from.display()))?;
    std::fs::write(to, named).with_context(|| format!("cannot write {}", to.display()))
}

fn renamed(module: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
    let mut written = wasm_encoder::Module::HEADER.to_vec();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::CustomSection(custom) => {
                names.extend(function_names(custom.as_known())?);
                continue;
            }
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(&module[body.range()]),
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            written.push(id);
            module[range].encode(&mut written);
        }
    }
    let functions: Vec<Function> = (imported..)
        .zip(bodies)
        .map(|(index, body)| Function {
            name: names.get(&index).map(|name| without_hash(name).to_owned()).unwrap_or_default(),
            length: body.len(),
            sketch: likeness::sketch(body),
        })
        .collect();

    let mut places = vec![0; functions.len()];
    for (place, function) in order(&functions).into_iter().enumerate() {
        places[function] = place;
    }
    let mut told = NameMap::new();
    for (index, place) in (imported..).zip(places) {
        told.append(index, &format!("{place:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&told);
    section.append_to(&mut written);
    Ok(written)
}

fn function_names(section: KnownCustom<'_>) -> Result<Vec<(u32, &str)>> {
    let mut names = Vec::new();
    if let KnownCustom::Name(section) = section {
        for part in section {
            if let Name::Function(map) = part? {
                for naming in map {
                    let naming = naming?;
                    names.push((naming.index, naming.name));
                }
            }
        }
    }
    Ok(names)
}

/// A mangled name without what differs between the copies of a generic function.
fn without_hash(name: &str) -> &str {
    name.rfind("17h").map_or(name, |hash| &name[..hash])
}

/// The functions: after each the one that is most like it; where none is alike, the next by name.
fn order(functions: &[Function]) -> Vec<usize> {
    let mut by_name: Vec<usize> = (0..functions.len()).collect();
    by_name.sort_by_key(|index| (&functions[*index].name, functions[*index].length));

    let mut sharing: BTreeMap<(usize, u32), BTreeSet<usize>> = BTreeMap::new();
    for (index, function) in functions.iter().enumerate() {
        for number in function.sketch.into_iter().enumerate() {
            sharing.entry(number).or_default().insert(index);
        }
    }
    let mut ordered = Vec::with_capacity(functions.len());
    let mut taken = vec![false; functions.len()];
    for first in by_name {
        let mut next = Some(first).filter(|first| !taken[*first]);
        while let Some(index) = next {
            taken[index] = true;
            ordered.push(index);
            for number in functions[index].sketch.into_iter().enumerate() {
                sharing.entry(number).or_default().remove(&index);
            }
            next = most_alike(functions, index, &sharing);
        }
    }
    ordered
}

/// What is most like a function, of what has no place yet; of equals the one of the nearest length.
fn most_alike(
    functions: &[Function],
    index: usize,
    sharing: &BTreeMap<(usize, u32), BTreeSet<usize>>,
) -> Option<usize> {
    let Function { sketch, length, .. } = &functions[index];
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for number in sketch.iter().copied().enumerate() {
        for other in sharing.get(&number).into_iter().flatten().take(CANDIDATES) {
            *shared.entry(*other).or_default() += 1;
        }
    }
    let alike = shared.into_iter().filter(|(_, count)| *count >= ALIKE);
    alike
        .min_by_key(|(other, count)| (std::cmp::Reverse(*count), functions[*other].length.abs_diff(*length)))
        .map(|(other, _)| other)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, FunctionSection, Instruction, Module, TypeSection};

    use super::*;

    fn function(name: &str, body: &[u8]) -> Function {
        Function { name: name.to_owned(), length: body.len(), sketch: likeness::sketch(body) }
    }

    #[test]
    fn like_follows_like_wherever_it_is_named() {
        let one: Vec<u8> = (0..200).collect();
        let mut copy = one.clone();
        copy[100] = 0;
        let other: Vec<u8> = (0..200_u8).map(|byte| byte.wrapping_mul(7).rotate_left(3)).collect();
        let functions = [function("a", &one), function("b", &other), function("c", &copy)];
        assert_eq!(order(&functions), [0, 2, 1]);
    }

    #[test]
    fn unlike_functions_stand_by_name() {
        let bodies: Vec<Vec<u8>> = (1..4_u8)
            .map(|step| (0..100).map(|byte: u8| byte.wrapping_mul(step).rotate_left(step.into())).collect())
            .collect();
        let functions: Vec<Function> =
            ["c", "a", "b"].into_iter().zip(&bodies).map(|(name, body)| function(name, body)).collect();
        assert_eq!(order(&functions), [1, 2, 0]);
    }

    #[test]
    fn a_name_loses_its_hash_alone() {
        assert_eq!(without_hash("_ZN4core3ptr4read17h0123456789abcdefE"), "_ZN4core3ptr4read");
        assert_eq!(without_hash("__rust_alloc"), "__rust_alloc");
    }

    #[test]
    fn a_renamed_module_keeps_its_sections() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for instructions in [1, 2] {
            functions.function(0);
            let mut body = wasm_encoder::Function::new([]);
            (0..instructions).for_each(|_| {
                body.instruction(&Instruction::Nop);
            });
            code.function(body.instruction(&Instruction::End));
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        let renamed = renamed(&module.finish()).unwrap();

        let (mut names, mut bodies) = (Vec::new(), 0);
        for payload in Parser::new(0).parse_all(&renamed) {
            match payload.unwrap() {
                Payload::CustomSection(custom) => names = function_names(custom.as_known()).unwrap(),
                Payload::CodeSectionEntry(_) => bodies += 1,
                _ => {}
            }
        }
        assert_eq!(bodies, 2);
        assert_eq!(names, [(0, "000000"), (1, "000001")]);
    }
}
