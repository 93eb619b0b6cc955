//! A module that notes which of its functions are called.

use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction, Module, ValType,
};
use wasmparser::{CodeSectionReader, ExportSectionReader, GlobalSectionReader, Parser};

use super::facts::Facts;

struct Marks {
    /// The first function that is not imported.
    first: u32,
    count: u32,
    /// The first global that is a mark.
    global: u32,
}

/// The module with an exported global for each function, `mark` and its index: 1 once it was called.
pub(super) fn marked(module: &[u8]) -> Result<Vec<u8>> {
    let facts = Facts::read(module)?;
    let mut marks =
        Marks { first: facts.imported, count: facts.bodies.len() as u32, global: facts.globals.len() as u32 };
    let mut written = Module::new();
    marks.parse_core_module(&mut written, Parser::new(0), module)?;
    Ok(written.finish())
}

impl Reencode for Marks {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_global_section(self, globals, section)?;
        for _ in 0..self.count {
            let number = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
            globals.global(number, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_export_section(self, exports, section)?;
        for index in 0..self.count {
            exports.export(&format!("mark{}", self.first + index), ExportKind::Global, self.global + index);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (mark, body) in (self.global..).zip(section) {
            let body = body?;
            let mut function = self.new_function_with_parsed_locals(&body)?;
            function.instruction(&Instruction::I32Const(1)).instruction(&Instruction::GlobalSet(mark));
            let mut operators = body.get_operators_reader()?;
            while !operators.eof() {
                function.instruction(&self.parse_instruction(&mut operators)?);
            }
            code.function(&function);
        }
        Ok(())
    }
}
