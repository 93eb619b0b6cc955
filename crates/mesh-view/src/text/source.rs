//! Files, spans and positions.

use serde::{Deserialize, Serialize};

/// A named file of a scenario, its text as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The name shown in the file tab, unique in a scenario.
    pub name: String,
    /// The text, UTF-8.
    pub text: String,
}

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Index of the file in the scenario's list of files.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place as editors and `lint` state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in UTF-16 code units.
    pub column: u32,
}

/// Converts byte offsets of one text to positions and UTF-16 offsets, and back.
#[derive(Clone, Debug)]
pub struct LineIndex {
    line_starts: Vec<u32>,
    /// UTF-16 units before every [`STRIDE`]th byte, or before the character that it is in: a text may be one long line. Empty
    /// where each byte is one.
    units: Vec<u32>,
}

const STRIDE: usize = 1024;

impl LineIndex {
    /// Reads the line starts of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        let line_starts = std::iter::once(0).chain(starts).collect();
        if text.is_ascii() {
            return Self { line_starts, units: Vec::new() };
        }
        let (mut units, mut seen) = (vec![0], 0);
        for (at, character) in text.char_indices() {
            if at + character.len_utf8() > units.len() * STRIDE {
                units.push(seen);
            }
            seen += character.len_utf16() as u32;
        }
        Self { line_starts, units }
    }

    /// The UTF-16 units before a byte that begins a character.
    fn units_before(&self, text: &str, offset: usize) -> u32 {
        let stride = (offset / STRIDE).min(self.units.len() - 1);
        let start = floor_char(text, (stride * STRIDE) as u32);
        self.units[stride] + text[start..offset].encode_utf16().count() as u32
    }

    /// The position of a byte offset; an offset inside a character or past the end counts as the nearest before.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = floor_char(text, offset);
        let line = self.line_starts.partition_point(|start| *start as usize <= offset) - 1;
        let start = self.line_starts[line] as usize;
        // Nearly always the line is short: then it is counted.
        let column = if self.units.is_empty() {
            (offset - start) as u32
        } else if offset - start <= STRIDE {
            text[start..offset].encode_utf16().count() as u32
        } else {
            self.units_before(text, offset) - self.units_before(text, start)
        };
        Position { line: line as u32 + 1, column: column + 1 }
    }

    /// The byte offset of a position; a place past the end of a line counts as its end.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position) -> u32 {
        let line = (position.line.max(1) as usize - 1).min(self.line_starts.len() - 1);
        let start = self.line_starts[line] as usize;
        let rest = text[start..].split('\n').next().unwrap_or_default();
        start as u32 + utf16_to_byte(rest, position.column.max(1) - 1)
    }
}

fn floor_char(text: &str, offset: u32) -> usize {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn utf16_to_byte(text: &str, units: u32) -> u32 {
    let mut seen = 0;
    for (byte, character) in text.char_indices() {
        if seen >= units {
            return byte as u32;
        }
        seen += character.len_utf16() as u32;
    }
    text.len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16_units_in_korean_and_emoji() {
        let text = "a: 카나리\nb: 🚀x\n";
        let index = LineIndex::new(text);
        let rocket_end = text.find('x').unwrap() as u32;
        let position = index.position(text, rocket_end);
        assert_eq!(position, Position { line: 2, column: 6 });
        assert_eq!(index.offset(text, position), rocket_end);
        let korean_end = text.find('\n').unwrap() as u32;
        assert_eq!(index.position(text, korean_end), Position { line: 1, column: 7 });
        assert_eq!(index.position(text, 9_999).line, 3);
    }

    #[test]
    fn a_long_line_is_counted_the_same_from_its_middle() {
        let text = format!("x\n{}", "aé카🚀".repeat(900));
        let index = LineIndex::new(&text);
        for (at, _) in text.char_indices().filter(|(at, _)| at % 7 < 3 && *at > 1) {
            let column = text[2..at].encode_utf16().count() as u32 + 1;
            assert_eq!(index.position(&text, at as u32), Position { line: 2, column }, "{at}");
        }
    }
}
