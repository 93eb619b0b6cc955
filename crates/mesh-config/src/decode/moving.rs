//! The edits that move a field to the place where it belongs.

use super::places::{Place, Step};
use super::written::{Text, Written};
use crate::{Entry, Node, TextEdit};

/// A field that is to be moved.
pub(super) struct Move<'a> {
    pub(super) text: Text<'a>,
    pub(super) entry: &'a Entry,
    /// The mappings around it, the outermost first, the last the one that it stands in.
    pub(super) around: &'a [&'a Node],
    pub(super) place: &'a Place,
}

impl Move<'_> {
    /// The edits. None where it is not plain how they would look, or where the field is there already.
    pub(super) fn edits(&self) -> Option<Vec<TextEdit>> {
        let written = Written::read(self.text, self.entry)?;
        let own = self.around.len().checked_sub(1)?;
        let top = own.checked_sub(self.place.up)?;
        let (mut target, mut missing) = (*self.around.get(top)?, self.place.down.as_slice());
        let mut holder = None;
        while let [step, rest @ ..] = missing {
            let Some(entry) = target.entries().iter().find(|entry| is_named(entry, step)) else { break };
            (target, holder) = (inside(entry, step)?, Some(entry));
            missing = rest;
        }
        if missing.is_empty() && target.get(&self.place.name).is_some() {
            return None;
        }
        match holder {
            Some(holder) => self.into(&written, target, holder, missing),
            None if self.place.up == 0 => self.here(&written, missing),
            None => self.above(&written, target, self.around.get(top + 1)?, missing),
        }
    }

    /// Under a key that is not there yet, right where it stands.
    fn here(&self, written: &Written<'_>, missing: &[Step]) -> Option<Vec<TextEdit>> {
        let name = &self.place.name;
        let text = if written.block {
            written.lines_under(missing, name, self.text.column(written.range.start))
        } else {
            written.brackets_under(missing, name)?
        };
        Some(vec![self.text.edit(written.range.clone(), text)])
    }

    /// Into a mapping that is there, before its first key.
    fn into(&self, written: &Written<'_>, target: &Node, holder: &Entry, missing: &[Step]) -> Option<Vec<TextEdit>> {
        let removal = written.removal(self.text)?;
        let name = &self.place.name;
        let start = self.text.at(target.span.start)?;
        let opening = self.text.get(start..start + 1);
        let insertion = match target.entries().first() {
            Some(first) if opening != "{" => return self.before(written, first, missing),
            Some(_) => self.text.edit(start + 1..start + 1, written.brackets_under(missing, name)? + ", "),
            None if opening == "{" => self.text.edit(start + 1..start + 1, written.brackets_under(missing, name)?),
            None if target.is_null() => {
                let key = self.text.at(holder.key.span.start)?;
                let line_end = self.text.line_end(key);
                if !self.text.begins_line(key) || !self.text.get(key..line_end).trim_end().ends_with(':') {
                    return None;
                }
                let indent = self.text.column(key) + 2;
                let lines = written.lines_under(missing, name, indent);
                self.text.edit(line_end..line_end, format!("\n{}{lines}", " ".repeat(indent)))
            }
            None => return None,
        };
        self.both(insertion, removal)
    }

    /// Into a mapping around it: before the key in which it stands, or where it stands if it is the last there.
    fn above(&self, written: &Written<'_>, target: &Node, inner: &Node, missing: &[Step]) -> Option<Vec<TextEdit>> {
        let holds =
            |entry: &&Entry| entry.value.span.start <= inner.span.start && inner.span.end <= entry.value.span.end;
        let holder = target.entries().iter().find(holds)?;
        let key = self.text.at(holder.key.span.start)?;
        let line_start = self.text.line_start(written.range.start);
        let is_last = self.text.at(holder.value.span.end)? == written.range.end;
        let begins = self.text.get(line_start..written.range.start).trim().is_empty();
        if is_last && written.block && begins && self.text.begins_line(key) && self.text.line_start(key) < line_start {
            let column = self.text.column(key);
            let lines = written.lines_under(missing, &self.place.name, column);
            let edit = self.text.edit(line_start..written.range.end, " ".repeat(column) + &lines);
            return Some(vec![edit]);
        }
        self.before(written, holder, missing)
    }

    /// Before another key of the mapping that it belongs in.
    fn before(&self, written: &Written<'_>, other: &Entry, missing: &[Step]) -> Option<Vec<TextEdit>> {
        let key = self.text.at(other.key.span.start)?;
        let name = &self.place.name;
        let text = if self.text.begins_line(key) {
            let column = self.text.column(key);
            format!("{}\n{}", written.lines_under(missing, name, column), " ".repeat(column))
        } else {
            written.brackets_under(missing, name)? + ", "
        };
        self.both(self.text.edit(key..key, text), written.removal(self.text)?)
    }

    fn both(&self, insertion: TextEdit, removal: std::ops::Range<usize>) -> Option<Vec<TextEdit>> {
        let at = self.text.at(insertion.span.start)?;
        if (removal.start..=removal.end).contains(&at) {
            return None;
        }
        let removal = self.text.edit(removal, String::new());
        Some(if insertion.span.start < removal.span.start {
            vec![insertion, removal]
        } else {
            vec![removal, insertion]
        })
    }
}

fn is_named(entry: &Entry, step: &Step) -> bool {
    entry.key.value == step.key
}

/// The mapping that a step leads to; of a list its only item.
fn inside<'a>(entry: &'a Entry, step: &Step) -> Option<&'a Node> {
    match entry.value.items() {
        [only] if step.list => Some(only),
        _ if step.list => None,
        _ => Some(&entry.value),
    }
}

/// The edit that takes away a level: what it holds goes where it stands.
pub(super) fn without_level(text: Text<'_>, entry: &Entry) -> Option<Vec<TextEdit>> {
    let written = Written::read(text, entry)?;
    let first = text.at(entry.value.entries().first()?.key.span.start)?;
    let (column, inner) = (text.column(written.range.start), text.column(first));
    if !written.block || !text.begins_line(first) || inner <= column || text.line_start(first) <= written.range.start {
        return None;
    }
    let mut lines = String::new();
    for line in text.get(first..written.range.end).lines() {
        if lines.is_empty() {
            lines.push_str(line);
            continue;
        }
        let blanks = line.len() - line.trim_start_matches(' ').len();
        lines.push('\n');
        if !line.trim().is_empty() {
            lines.push_str(&" ".repeat(blanks.checked_sub(inner - column)?));
            lines.push_str(line.trim_start_matches(' '));
        }
    }
    Some(vec![text.edit(written.range.clone(), lines)])
}
