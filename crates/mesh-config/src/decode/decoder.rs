//! Walks the fields of messages and collects what is wrong with them.

use std::sync::Arc;

use mesh_words::{Argument, Words, say};

use super::Refusal;
use crate::schema::{Field, Message, Support};
use crate::yaml::{Chunk, push_index, push_key};
use crate::{Diagnostic, Entry, Fix, Kind, Node, Severity, Span, Spanned, TextEdit, Value, codes};

/// So many findings of one object are told; a text that is wrong all over is not mended by a longer list.
const MOST_FINDINGS: usize = 200;

/// The state of decoding one object.
pub(crate) struct Decoder<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    path: String,
    readable: bool,
    findings: usize,
    levels: Vec<Level>,
    source: Option<Source<'a>>,
}

/// A message on the way to what is being read.
struct Level {
    message: &'static Message,
    /// The length of its path.
    path: usize,
}

/// The object that is being read and the text that holds it.
#[derive(Clone)]
struct Source<'a> {
    root: Arc<Node>,
    chunk: Chunk<'a>,
    kind: Option<&'static Kind>,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { diagnostics, path: String::new(), readable: true, findings: 0, levels: Vec::new(), source: None }
    }

    /// The same, of an object whose text is at hand: what is wrong with it can be mended.
    pub(crate) fn of(mut self, root: &Arc<Node>, chunk: Chunk<'a>, kind: Option<&'static Kind>) -> Self {
        self.source = Some(Source { root: Arc::clone(root), chunk, kind });
        self
    }

    /// Whether every value so far had the type that its place needs.
    pub(crate) fn readable(&self) -> bool {
        self.readable
    }

    /// Hands the value of each known key of a mapping to `read`, with the field's place in the table; reports the others.
    /// `None` when it is no mapping.
    pub(crate) fn message(
        &mut self,
        node: &Node,
        message: &'static Message,
        read: &mut dyn FnMut(&mut Self, usize, &Node),
    ) -> Option<()> {
        match &node.value {
            Value::Mapping(entries) => {
                self.within(message, |decoder| decoder.fields(entries, message, read));
                Some(())
            }
            _ if node.is_null() => Some(()),
            _ => {
                self.wrong_type(
                    node,
                    say!("config-expected-mapping-of", name = name_of(message)),
                    say!("config-cure-lines"),
                );
                None
            }
        }
    }

    fn fields(&mut self, entries: &[Entry], message: &'static Message, read: &mut dyn FnMut(&mut Self, usize, &Node)) {
        let passed_over = self.passed_over(entries, message);
        for entry in entries {
            let place = message.place_of(&entry.key);
            match place.and_then(|place| Some((place, message.fields.get(place)?))) {
                Some((place, field)) => {
                    self.known(field, &entry.key, &entry.value, |decoder| read(decoder, place, &entry.value));
                    if passed_over.contains(&field.name) {
                        // It does not count, but had to be readable.
                        read(self, place, &Node { span: entry.value.span, ..Node::default() });
                    }
                }
                None if message.is_other(&entry.key) => {}
                None => self.unknown(entry, message),
            }
        }
    }

    /// The keys that another one of their group overrides; reports them.
    fn passed_over(&mut self, entries: &[Entry], message: &'static Message) -> Vec<&'static str> {
        let mut passed_over = Vec::new();
        for group in message.oneofs {
            let written = |name: &&str| {
                let is_it = |entry: &&Entry| message.field(&entry.key).is_some_and(|field| field.name == *name);
                entries.iter().find(is_it).filter(|entry| !entry.value.is_null())
            };
            let mut set: Vec<_> = group.iter().filter_map(|name| Some((*name, written(name)?))).collect();
            let Some((last, _)) = set.pop() else { continue };
            for (name, entry) in set {
                let message = say!("config-field-one-of", fields = group.to_vec(), field = name, last);
                let diagnostic = Diagnostic::new(codes::ONE_OF, Severity::Error, message, entry.key.span);
                self.inside_key(name, |decoder| decoder.report(diagnostic));
                passed_over.push(name);
            }
        }
        passed_over
    }

    fn known(&mut self, field: &'static Field, key: &Spanned<String>, value: &Node, read: impl FnOnce(&mut Self)) {
        self.inside_key(key, |decoder| {
            if field.support == Support::NotSimulated && !value.is_null() {
                let message = say!("config-field-not-simulated", field = field.name);
                decoder.report(Diagnostic::new(codes::NOT_SIMULATED, Severity::Info, message, key.span));
            }
            read(decoder);
        });
    }

    /// Whether so much has been told of the object that no more is.
    pub(super) fn is_full(&self) -> bool {
        self.findings >= MOST_FINDINGS
    }

    /// The messages around what is being read, the outermost first.
    pub(super) fn messages(&self) -> Vec<&'static Message> {
        self.levels.iter().map(|level| level.message).collect()
    }

    pub(super) fn kind(&self) -> Option<&'static Kind> {
        self.source.as_ref()?.kind.filter(|kind| kind.has_spec())
    }

    pub(super) fn chunk(&self) -> Option<Chunk<'a>> {
        self.source.as_ref().map(|source| source.chunk)
    }

    /// The path of the message so many levels up.
    pub(super) fn path_above(&self, up: usize) -> &str {
        let level = self.levels.iter().rev().nth(up);
        level.and_then(|level| self.path.get(..level.path)).unwrap_or_default()
    }

    /// The key of the message so many levels up in which all this stands.
    pub(super) fn key_within(&self, up: usize) -> Option<&str> {
        let rest = self.path.get(self.path_above(up).len()..)?.trim_start_matches('.');
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        rest.get(..end).filter(|key| !key.is_empty())
    }

    /// The mappings around what is being read, from the one so many levels up to the innermost.
    pub(super) fn nodes_around(&self, up: usize) -> Option<Vec<&Node>> {
        let root = &self.source.as_ref()?.root;
        (0..=up).rev().map(|up| root.at(self.path_above(up))).collect()
    }

    /// Reads within a message, for what is told of fields that belong elsewhere.
    pub(crate) fn within<T>(&mut self, message: &'static Message, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.levels.push(Level { message, path: self.path.len() });
        let result = inner(self);
        self.levels.pop();
        result
    }

    pub(crate) fn inside_key<T>(&mut self, key: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        push_key(&mut self.path, key);
        let result = inner(self);
        self.path.truncate(length);
        result
    }

    pub(crate) fn inside_item<T>(&mut self, index: usize, inner: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        push_index(&mut self.path, index);
        let result = inner(self);
        self.path.truncate(length);
        result
    }

    /// Hands each item of a list to `read`; what is no list is reported.
    pub(super) fn items(&mut self, node: &Node, read: &mut dyn FnMut(&mut Self, &Node)) {
        match &node.value {
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.inside_item(index, |decoder| read(decoder, item));
                }
            }
            _ if node.is_null() => {}
            _ => self.no_list(node),
        }
    }

    /// Reports that a node has the wrong shape.
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: Words, cure: Words) {
        self.refuse(node, Refusal::new(expected, cure));
    }

    /// Reports that a node is not what its place needs; the object then counts as unreadable.
    pub(crate) fn refuse(&mut self, node: &Node, refusal: Refusal) {
        self.readable = false;
        let message =
            say!("config-value-expected", expected = refusal.expected, found = found(node), cure = refusal.cure);
        let mut diagnostic = Diagnostic::new(codes::WRONG_TYPE, Severity::Error, message, node.span);
        if let Some(text) = refusal.replacement {
            let title = say!("config-fix-change-to", text = shortened(&text));
            diagnostic = diagnostic.fix(title, vec![TextEdit { span: node.span, text }]);
        }
        self.report(diagnostic);
    }

    /// Reports why the object as it is cannot be read.
    pub(super) fn refuse_with(&mut self, diagnostic: Diagnostic) {
        self.readable = false;
        self.report(diagnostic);
    }

    /// Adds a way to mend what was told last.
    pub(super) fn mend_last(&mut self, title: Words, edits: Vec<TextEdit>) {
        if self.findings < MOST_FINDINGS
            && let Some(last) = self.diagnostics.last_mut()
        {
            last.fixes.push(Fix { title, edits });
        }
    }

    /// Reports why the object as a whole is left out; it counts as unreadable.
    pub(crate) fn leave_out(&mut self, diagnostic: Diagnostic) {
        self.readable = false;
        self.diagnostics.push(diagnostic);
    }

    /// Reports that a name or a label is longer than it may be; the object then counts as unreadable.
    pub(crate) fn too_long(&mut self, span: Span, message: Words) {
        self.readable = false;
        self.report(Diagnostic::new(codes::TOO_LONG, Severity::Error, message, span));
    }

    /// Reports that a value of the right type is outside what its place takes.
    pub(crate) fn out_of_range(&mut self, span: Span, message: Words) {
        self.report(Diagnostic::new(codes::OUT_OF_BOUNDS, Severity::Error, message, span));
    }

    /// Decodes an object inside this one, with paths of its own.
    pub(crate) fn nested<T>(&mut self, inner: impl FnOnce(&mut Vec<Diagnostic>, Option<Chunk<'a>>) -> T) -> T {
        let chunk = self.chunk();
        inner(self.diagnostics, chunk)
    }

    /// Adds a finding at the current path.
    pub(crate) fn report(&mut self, mut diagnostic: Diagnostic) {
        self.findings += 1;
        match self.findings.cmp(&MOST_FINDINGS) {
            std::cmp::Ordering::Less => {
                diagnostic.path.clone_from(&self.path);
                self.diagnostics.push(diagnostic);
            }
            std::cmp::Ordering::Equal => {
                let message = say!("config-limit-findings", most = MOST_FINDINGS);
                self.diagnostics.push(Diagnostic::new(codes::LIMIT, Severity::Warning, message, diagnostic.span));
            }
            std::cmp::Ordering::Greater => {}
        }
    }
}

fn found(node: &Node) -> Argument {
    match node.text() {
        Some(text) if !node.is_null() => format!("`{}`", shortened(text)).into(),
        _ => node.describe().into(),
    }
}

/// A message by its name in the reference; what every object is has none there.
pub(super) fn name_of(message: &Message) -> Words {
    if message.name == "the object" { say!("config-object") } else { Words::theirs(message.name) }
}

/// A text as a message quotes it.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
