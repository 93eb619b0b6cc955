//! Formats YAML: two spaces for each level, dashes under their key, no blanks at the end of lines. Comments and meaning stay.

use crate::yaml::{Block, Chunk, blocks, chunks, read_chunk};
use crate::{Diagnostic, Node, Severity, Value};

/// A text that has not come to rest after so many rounds stays as it was written.
const MAX_ROUNDS: usize = 4;

/// The formatted text. What is inside braces, brackets, quotes and block texts stays as it was written.
///
/// # Errors
/// The findings of a text that is no YAML; it cannot be formatted before they are mended.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let mut before = format_once(text)?;
    // What one round tidies may let the next one tidy more, so that formatting again would change the text.
    for _ in 0..MAX_ROUNDS {
        let after = format_once(&before)?;
        if after == before {
            return Ok(after);
        }
        before = after;
    }
    Ok(text.to_owned())
}

fn format_once(text: &str) -> Result<String, Vec<Diagnostic>> {
    let mut formatted = String::with_capacity(text.len());
    for chunk in chunks(text) {
        let mut findings = Vec::new();
        let before = read_chunk(chunk, 0, &mut findings);
        findings.retain(|finding| finding.severity == Severity::Error);
        if !findings.is_empty() {
            return Err(findings);
        }
        let after = format_part(chunk.text);
        let same = after.as_ref().is_some_and(|after| {
            let trees = read_chunk(Chunk { start: 0, text: after }, 0, &mut findings);
            findings.is_empty()
                && trees.len() == before.len()
                && trees.iter().zip(&before).all(|(one, other)| same(one, other))
        });
        // Whatever the rules below do not foresee is left as it is rather than changed in meaning.
        match after {
            Some(after) if same => formatted.push_str(&after),
            _ => formatted.push_str(chunk.text),
        }
    }
    if !formatted.is_empty() && !formatted.ends_with('\n') {
        let ended = format!("{formatted}\n");
        return Ok(if same_documents(&formatted, &ended) { ended } else { formatted });
    }
    Ok(formatted)
}

fn same_documents(one: &str, other: &str) -> bool {
    let read = |text| -> Vec<Node> { chunks(text).flat_map(|chunk| read_chunk(chunk, 0, &mut Vec::new())).collect() };
    let (one, other) = (read(one), read(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| same(one, other))
}

/// Whether two trees say the same, wherever it stands.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(one), Value::Scalar(other)) => one == other,
        (Value::Sequence(one), Value::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Mapping(one), Value::Mapping(other)) => {
            let entry_same = |(one, other): (&crate::Entry, &crate::Entry)| {
                one.key.value == other.key.value && same(&one.value, &other.value)
            };
            one.len() == other.len() && one.iter().zip(other).all(entry_same)
        }
        _ => false,
    }
}

/// A line of the text with what is to become of it.
enum Line<'a> {
    Blank,
    /// A comment alone on its line, at this column.
    Comment(usize, &'a str),
    /// Begins with a key or a dash of a block: its column, its new text, and how far its last token moves.
    Structure {
        column: usize,
        indent: usize,
        text: String,
        shift: isize,
    },
    /// Goes on with a value of the lines above: its column.
    Continued(usize, &'a str),
    /// A `---` line, a directive, or a lone value.
    Other(&'a str),
}

fn format_part(text: &str) -> Option<String> {
    let found = blocks(text)?;
    let mut open = OpenBlocks { all: &found.blocks, next: 0, open: Vec::new() };
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let before = found.opaque.partition_point(|range| range.start < start);
        let within =
            before.checked_sub(1).and_then(|last| found.opaque.get(last)).is_some_and(|range| start < range.end);
        lines.push(classify(text, content, start, within, &mut open));
        start += line.len();
    }
    Some(write(&lines))
}

/// The blocks that a place is in, for places in the order of the text.
struct OpenBlocks<'a> {
    all: &'a [Block],
    next: usize,
    open: Vec<&'a Block>,
}

impl<'a> OpenBlocks<'a> {
    /// The innermost block that has a key or dash at a place.
    fn at(&mut self, at: usize, column: usize) -> Option<&'a Block> {
        while let Some(block) = self.all.get(self.next).filter(|block| block.range.start <= at) {
            self.open.push(block);
            self.next += 1;
        }
        while self.open.last().is_some_and(|block| block.range.end <= at) {
            self.open.pop();
        }
        self.open.iter().rev().find(|block| block.column == column && at < block.range.end).copied()
    }
}

fn classify<'a>(text: &str, line: &'a str, start: usize, within: bool, blocks: &mut OpenBlocks<'_>) -> Line<'a> {
    let trimmed = line.trim_start_matches(' ');
    let column = line.len() - trimmed.len();
    if within {
        return Line::Continued(column, trimmed);
    }
    if trimmed.trim().is_empty() {
        return Line::Blank;
    }
    if trimmed.starts_with('#') {
        return Line::Comment(column, trimmed.trim_end());
    }
    match structure(text, line, start, start + column, blocks) {
        Some(line) => line,
        None if column == 0 => Line::Other(line.trim_end()),
        None => Line::Continued(column, trimmed),
    }
}

fn structure<'a>(
    text: &str,
    line: &'a str,
    start: usize,
    mut at: usize,
    blocks: &mut OpenBlocks<'_>,
) -> Option<Line<'a>> {
    let column = at - start;
    let first = blocks.at(at, column)?;
    let mut block = first;
    let mut written = " ".repeat(first.indent);
    let end = start + line.len();
    let mut shift = first.indent as isize - column as isize;
    while text.get(at..end).is_some_and(|rest| rest == "-" || rest.starts_with("- ")) {
        let rest = text.get(at + 1..end).unwrap_or_default();
        let next = at + 1 + (rest.len() - rest.trim_start_matches(' ').len());
        if next == end || text.get(next..end).is_some_and(|rest| rest.starts_with('#')) {
            break;
        }
        written.push_str("- ");
        shift = block.indent as isize + 2 - (next - start) as isize;
        at = next;
        match blocks.at(at, at - start) {
            Some(inner) if inner.range.start == at => block = inner,
            _ => break,
        }
    }
    written.push_str(text.get(at..end)?);
    written.truncate(written.trim_end().len());
    Some(Line::Structure { column, indent: first.indent, text: written, shift })
}

fn write(lines: &[Line<'_>]) -> String {
    let mut out = String::new();
    let mut shift = 0;
    let mut blank = false;
    let mut last: Option<(usize, usize)> = None;
    let below = structure_below(lines);
    for (index, line) in lines.iter().enumerate() {
        let indent = match line {
            Line::Blank => {
                blank = true;
                continue;
            }
            Line::Comment(column, _) => comment_indent(*column, last, below.get(index).copied().flatten()),
            Line::Structure { column, indent, shift: own, .. } => {
                shift = *own;
                last = Some((*column, *indent));
                0
            }
            Line::Continued(column, _) => column.saturating_add_signed(shift),
            Line::Other(_) => 0,
        };
        let continued = matches!(line, Line::Continued(..));
        if blank && !out.is_empty() && !continued {
            out.push('\n');
        }
        blank = false;
        let content = match line {
            Line::Comment(_, text) | Line::Other(text) => text,
            Line::Continued(_, text) => *text,
            Line::Structure { text, .. } => text.as_str(),
            Line::Blank => "",
        };
        if !content.is_empty() {
            out.push_str(&" ".repeat(indent));
            out.push_str(content);
        }
        out.push('\n');
    }
    out
}

/// For each line the column and the indent of the next structure line.
fn structure_below(lines: &[Line<'_>]) -> Vec<Option<(usize, usize)>> {
    let mut next = None;
    let mut below = vec![None; lines.len()];
    for (line, place) in lines.iter().zip(&mut below).rev() {
        *place = next;
        if let Line::Structure { column, indent, .. } = line {
            next = Some((*column, *indent));
        }
    }
    below
}

/// A comment belongs to the line below, unless it stands deeper than that one, as the line above does: then to that.
fn comment_indent(column: usize, above: Option<(usize, usize)>, below: Option<(usize, usize)>) -> usize {
    match (below, above) {
        (Some((below, indent)), Some((above, deeper))) if column > below && column >= above && deeper > indent => {
            deeper
        }
        (Some((_, indent)), _) | (None, Some((_, indent))) => indent,
        (None, None) => 0,
    }
}
