//! A field as it is written, and how it is written at another place.

use std::ops::Range;

use super::places::Step;
use crate::yaml::Chunk;
use crate::{Entry, Span, TextEdit};

/// A part of a file, to write changes of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) chunk: Chunk<'a>,
    pub(super) file: u32,
}

impl<'a> Text<'a> {
    pub(super) fn get(self, range: Range<usize>) -> &'a str {
        self.chunk.text.get(range).unwrap_or_default()
    }

    /// Where a byte of the file is in the part.
    pub(super) fn at(self, byte: u32) -> Option<usize> {
        let at = byte.checked_sub(self.chunk.start)? as usize;
        (at <= self.chunk.text.len()).then_some(at)
    }

    pub(super) fn edit(self, range: Range<usize>, text: String) -> TextEdit {
        let place = |at: usize| self.chunk.start + at as u32;
        TextEdit { span: Span { file: self.file, start: place(range.start), end: place(range.end) }, text }
    }

    pub(super) fn line_start(self, at: usize) -> usize {
        self.get(0..at).rfind('\n').map_or(0, |end| end + 1)
    }

    /// The end of the line, before its line break.
    pub(super) fn line_end(self, at: usize) -> usize {
        let rest = self.get(at..self.chunk.text.len());
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// Whether a key begins its line, but for blanks and the dash of a list item; inside brackets it does not count.
    pub(super) fn begins_line(self, key: usize) -> bool {
        let before = self.get(self.line_start(key)..key);
        before.chars().all(|each| matches!(each, ' ' | '-')) && !before.contains("--")
    }

    pub(super) fn column(self, at: usize) -> usize {
        at - self.line_start(at)
    }
}

/// A field with its value.
pub(super) struct Written<'a> {
    pub(super) range: Range<usize>,
    /// The lines from the colon on, without the indentation of the key.
    rest: Vec<&'a str>,
    /// Written on lines of its own rather than between brackets.
    pub(super) block: bool,
}

/// Whether a text has an anchor, an alias or a tag, which mean something where they stand, or a tab.
fn refers(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|each| {
        let begins = matches!(before, ' ' | '\n' | '[' | '{' | ',' | ':');
        before = each;
        each == '\t' || (begins && matches!(each, '&' | '*' | '!'))
    })
}

impl<'a> Written<'a> {
    /// Reads an entry. None where it cannot be moved as text: an alias, an anchor, a tag, odd indentation.
    pub(super) fn read(text: Text<'a>, entry: &Entry) -> Option<Self> {
        let (start, key_end) = (text.at(entry.key.span.start)?, text.at(entry.key.span.end)?);
        let (value_start, value_end) = (text.at(entry.value.span.start)?, text.at(entry.value.span.end)?);
        // A list in a block begins at its first item, behind the dash; a text in a block behind its mark.
        let between = text.get(key_end..value_start).strip_prefix(':')?.trim();
        if entry.key.span.file != text.file || !matches!(between, "" | "-" | "|" | ">" | "|-" | ">-") {
            return None;
        }
        let (end, block) = (value_end.max(key_end + 1), text.begins_line(start));
        let whole = text.get(key_end..end);
        let after = text.get(end..text.line_end(end)).trim_start();
        let is_alone = after.is_empty() || after.starts_with('#');
        if refers(whole) || (block && !is_alone) || (!block && whole.contains('\n')) {
            return None;
        }
        let column = text.column(start);
        let mut lines = whole.lines();
        let mut rest = vec![lines.next()?];
        for line in lines {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            rest.push(if line.trim().is_empty() { "" } else { line.get(column..).filter(|_| blanks >= column)? });
        }
        Some(Self { range: start..end, rest, block })
    }

    /// The field under keys that are not there yet, on lines of which all but the first are indented.
    pub(super) fn lines_under(&self, missing: &[Step], name: &str, indent: usize) -> String {
        let mut written = String::new();
        let mut column = indent;
        for step in missing {
            // A list under a key may stand as deep as the key; its items' keys are two deeper.
            let dash = if step.list { "- " } else { "" };
            let pad = if step.list { column } else { column + 2 };
            written.push_str(&format!("{}:\n{}{dash}", step.key, " ".repeat(pad)));
            column += 2;
        }
        written.push_str(name);
        for (index, line) in self.rest.iter().enumerate() {
            if index > 0 {
                written.push('\n');
                written.push_str(&" ".repeat(if line.is_empty() { 0 } else { column }));
            }
            written.push_str(line);
        }
        written
    }

    /// The same between brackets, if it is on one line.
    pub(super) fn brackets_under(&self, missing: &[Step], name: &str) -> Option<String> {
        let [only] = self.rest.as_slice() else { return None };
        if only.contains('#') {
            return None;
        }
        let mut written = String::new();
        let mut closing = Vec::new();
        for step in missing {
            let (open, close) = if step.list { ("[{", "}]") } else { ("{", "}") };
            written.push_str(&format!("{}: {open}", step.key));
            closing.push(close);
        }
        written.push_str(name);
        written.push_str(only.trim_end());
        written.extend(closing.into_iter().rev());
        Some(written)
    }

    /// What is to be taken away when the field goes elsewhere. None where nothing would be left of a list item.
    pub(super) fn removal(&self, text: Text<'a>) -> Option<Range<usize>> {
        let Range { start, end } = self.range.clone();
        if !self.block {
            let after = text.get(end..text.chunk.text.len());
            if let Some(rest) = after.trim_start_matches(' ').strip_prefix(',') {
                return Some(start..text.chunk.text.len() - rest.trim_start_matches(' ').len());
            }
            let before = text.get(0..start).trim_end();
            return Some(before.strip_suffix(',').map_or(start, str::len)..end);
        }
        let (line_start, line_end) = (text.line_start(start), text.line_end(end));
        let next_line = (line_end..text.chunk.text.len()).find(|at| text.get(*at..at + 1) == "\n").map(|at| at + 1);
        if text.get(line_start..start).trim().is_empty() {
            return Some(line_start..next_line.unwrap_or(line_end));
        }
        let next = next_line?;
        let next_key = next + text.column(start);
        let same_depth = text.get(next..next_key).trim().is_empty() && next_key <= text.line_end(next);
        let begins = text.get(next_key..text.line_end(next)).starts_with(|each: char| !matches!(each, ' ' | '-' | '#'));
        (same_depth && begins).then_some(start..next_key)
    }
}
