//! What is wrong with a lesson's files.

use std::ops::Range;

use mesh_view::{Diagnostic, Severity, Span};
use mesh_words::Words;

/// Something in the words: Markdown, front matter, fences.
pub(crate) const WORDS: &str = "ML0001";
/// Something in the machine's part of a step.
pub(crate) const MACHINE: &str = "ML0002";
/// Words and machine's part, or two languages, do not fit together.
pub(crate) const PARTS: &str = "ML0003";
/// Something that a lesson may not have: too long, too much, at the wrong place.
pub(crate) const RULE: &str = "ML0004";

/// More are not told.
const MOST: usize = 200;

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<Diagnostic>,
}

impl Faults {
    /// Takes note of something that is wrong at a place.
    pub(crate) fn at(&mut self, code: &'static str, span: Span, message: Words) {
        self.add(Diagnostic::new(code, Severity::Error, message, span));
    }

    /// Takes over what somebody else has found.
    pub(crate) fn add(&mut self, found: Diagnostic) {
        if self.found.len() < MOST {
            self.found.push(found);
        }
    }

    /// All of it, by place; what is so in each language is told once.
    pub(crate) fn into_found(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|found| found.span);
        self.found.dedup();
        self.found
    }
}

/// A range of a file.
pub(crate) fn span(file: u32, range: Range<usize>) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: byte(range.start), end: byte(range.end) }
}
