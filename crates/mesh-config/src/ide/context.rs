//! What the field table has to say about the place of the cursor.

use std::ops::Range;

use super::place::{object_shape, shape_at};
use super::scanner::{Level, Scanner, Step};
use crate::kinds::KINDS;
use crate::schema::{Field, Message, Shape};
use crate::yaml::chunks;
use crate::{Kind, find_kind};

/// The place of the cursor in an object.
pub(super) struct Context {
    /// The object's kind, once it is written.
    pub(super) kind: Option<&'static Kind>,
    /// The steps from the object to the mapping, list or key that the cursor is in.
    pub(super) path: Vec<Step>,
    /// The mappings and sequences around it, outermost first, from the object on.
    pub(super) levels: Vec<Level>,
    /// The bytes of the word at the cursor, in the whole text.
    pub(super) word: Range<usize>,
    /// Whether the word is the value of the last step; else a key or an item.
    pub(super) value: bool,
    /// The column at which keys of the mapping stand.
    pub(super) indent: usize,
    /// Whether it is inside braces or brackets.
    pub(super) flow: bool,
}

impl Context {
    /// Looks at a place of a text.
    pub(super) fn at(text: &str, offset: usize) -> Option<Self> {
        let chunk = chunks(text).take_while(|chunk| chunk.start as usize <= offset).last()?;
        let base = chunk.start as usize;
        let scanner = Scanner::scan(chunk.text, offset.checked_sub(base)?);
        let found = scanner.found?;
        let arena = scanner.arena;
        let (start, kind) = object_of(&arena, &found.levels);
        let own = found.levels.get(start..).unwrap_or_default();
        let path = own.iter().filter_map(|(_, step)| step.clone()).collect();
        let levels: Vec<Level> = own.iter().filter_map(|(index, _)| arena.get(*index)).cloned().collect();
        let line = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let within = own.last().is_some_and(|(_, step)| step.is_none());
        let indent = match levels.last() {
            Some(level) if within => level.indent,
            _ => (base + found.word.start).saturating_sub(line),
        };
        let flow = levels.last().is_some_and(|level| level.flow);
        let word = base + found.word.start..base + found.word.end;
        Some(Self { kind, path, levels, word, value: found.value, indent, flow })
    }

    /// What may stand at the end of the path.
    pub(super) fn shape(&self) -> Option<Shape> {
        shape_at(self.kind, &self.path)
    }

    /// The message and the field that the last key of the path names.
    pub(super) fn field(&self) -> Option<(&'static Message, &'static Field)> {
        let last = self.path.iter().rposition(|step| matches!(step, Step::Key(_)))?;
        let Some(Step::Key(key)) = self.path.get(last) else { return None };
        let Shape::Message(message) = shape_at(self.kind, self.path.get(..last)?)? else { return None };
        Some((message, message.field(key)?))
    }

    /// The keys that the mapping around the cursor has.
    pub(super) fn siblings(&self) -> &[(String, String)] {
        match self.levels.last() {
            Some(level) if !level.sequence => &level.entries,
            _ => &[],
        }
    }

    /// The value of a key in the nearest mapping around that has it.
    pub(super) fn nearest(&self, key: &str) -> Option<&str> {
        let entries = self.levels.iter().rev().flat_map(|level| level.entries.iter());
        entries.filter(|(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.as_str()).next()
    }
}

/// The level where the innermost object begins, and its kind.
fn object_of(arena: &[Level], levels: &[(usize, Option<Step>)]) -> (usize, Option<&'static Kind>) {
    let text = |index: usize, key: &str| {
        let entries = arena.get(index).map(|level| level.entries.as_slice()).unwrap_or_default();
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    };
    let whole =
        levels.iter().rposition(|(index, _)| text(*index, "kind").is_some() && text(*index, "apiVersion").is_some());
    let start = whole.unwrap_or(0);
    let Some((index, _)) = levels.get(start) else { return (0, None) };
    let name = text(*index, "kind").unwrap_or_default();
    let known = find_kind(text(*index, "apiVersion").unwrap_or_default(), name);
    (start, known.or_else(|| KINDS.iter().find(|kind| kind.name == name)))
}

/// Whether a shape is a mapping with fixed keys.
pub(super) fn message_of(shape: Option<Shape>) -> Option<&'static Message> {
    match shape {
        Some(Shape::Message(message)) => Some(message),
        _ => None,
    }
}

impl Context {
    /// The message whose keys may stand at the cursor.
    pub(super) fn keys(&self) -> Option<&'static Message> {
        if self.value {
            return None;
        }
        if self.path.is_empty() { Some(object_shape()) } else { message_of(self.shape()) }
    }
}
