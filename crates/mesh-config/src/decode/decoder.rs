//! Walks the fields of messages and collects what is wrong with them.

use super::Refusal;
use crate::schema::{Field, Message, Support, closest};
use crate::yaml::{push_index, push_key};
use crate::{Diagnostic, Entry, Node, Severity, Span, Spanned, TextEdit, Value, codes};

/// So many findings of one object are told; a text that is wrong all over is not mended by a longer list.
const MOST_FINDINGS: usize = 200;

/// The state of decoding one object.
pub(crate) struct Decoder<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    path: String,
    readable: bool,
    findings: usize,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { diagnostics, path: String::new(), readable: true, findings: 0 }
    }

    /// Whether every value so far had the type that its place needs.
    pub(crate) fn readable(&self) -> bool {
        self.readable
    }

    /// Hands the value of each known key of a mapping to `read`; reports the others. `None` when it is no mapping.
    pub(crate) fn message(
        &mut self,
        node: &Node,
        message: &'static Message,
        read: &mut dyn FnMut(&mut Self, &'static str, &Node),
    ) -> Option<()> {
        match &node.value {
            Value::Mapping(entries) => {
                let passed_over = self.passed_over(entries, message);
                for entry in entries {
                    match message.field(&entry.key) {
                        Some(field) if passed_over.contains(&field.name) => {
                            // It does not count, but has to be readable.
                            self.known(field, &entry.key, &entry.value, read);
                            read(self, field.name, &Node { span: entry.value.span, ..Node::default() });
                        }
                        Some(field) => self.known(field, &entry.key, &entry.value, read),
                        None if message.is_other(&entry.key) => {}
                        None => self.unknown(&entry.key, message),
                    }
                }
                Some(())
            }
            _ if node.is_null() => Some(()),
            _ => {
                self.wrong_type(node, &format!("a mapping ({})", message.name), "write `key: value` lines");
                None
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
                let message = format!("only one of {} may be set; remove `{name}` (`{last}` counts)", group.join(", "));
                let diagnostic = Diagnostic::new(codes::ONE_OF, Severity::Error, message, entry.key.span);
                self.inside_key(name, |decoder| decoder.report(diagnostic));
                passed_over.push(name);
            }
        }
        passed_over
    }

    fn known(
        &mut self,
        field: &'static Field,
        key: &Spanned<String>,
        value: &Node,
        read: &mut dyn FnMut(&mut Self, &'static str, &Node),
    ) {
        self.inside_key(key, |decoder| {
            if field.support == Support::NotSimulated && !value.is_null() {
                let message = format!("`{}` is valid, but the playground does not simulate it", field.name);
                decoder.report(Diagnostic::new(codes::NOT_SIMULATED, Severity::Info, message, key.span));
            }
            read(decoder, field.name, value);
        });
    }

    /// Reports a key that a message does not have.
    pub(crate) fn unknown(&mut self, key: &Spanned<String>, message: &'static Message) {
        if self.findings >= MOST_FINDINGS {
            return self.report(Diagnostic::new(codes::UNKNOWN_FIELD, Severity::Warning, "", key.span));
        }
        let known = message.fields.iter().map(|field| field.name).chain(message.others.iter().copied());
        let near = closest(key, known);
        let name = shortened(key);
        let text = match near {
            Some(near) => format!("{} has no field `{name}`; did you mean `{near}`?", message.name),
            None => format!("{} has no field `{name}`; it has no effect: remove it", message.name),
        };
        let mut diagnostic = Diagnostic::new(codes::UNKNOWN_FIELD, Severity::Warning, text, key.span);
        if let Some(near) = near {
            let edit = TextEdit { span: key.span, text: near.to_owned() };
            diagnostic = diagnostic.fix(format!("Change to `{near}`"), vec![edit]);
        }
        self.inside_key(key, |decoder| decoder.report(diagnostic));
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

    /// Reports that a node has the wrong shape.
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: &str, cure: &str) {
        self.refuse(node, Refusal::new(expected, cure));
    }

    /// Reports that a node is not what its place needs; the object then counts as unreadable.
    pub(crate) fn refuse(&mut self, node: &Node, refusal: Refusal) {
        self.readable = false;
        let message = format!("expected {}, found {}; {}", refusal.expected, found(node), refusal.cure);
        let mut diagnostic = Diagnostic::new(codes::WRONG_TYPE, Severity::Error, message, node.span);
        if let Some(text) = refusal.replacement {
            let title = format!("Change to `{}`", shortened(&text));
            diagnostic = diagnostic.fix(title, vec![TextEdit { span: node.span, text }]);
        }
        self.report(diagnostic);
    }

    /// Reports that a name or a label is longer than it may be; the object then counts as unreadable.
    pub(crate) fn too_long(&mut self, span: Span, message: impl Into<String>) {
        self.readable = false;
        self.report(Diagnostic::new(codes::TOO_LONG, Severity::Error, message, span));
    }

    /// Reports that a value of the right type is outside what its place takes.
    pub(crate) fn out_of_range(&mut self, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::new(codes::OUT_OF_BOUNDS, Severity::Error, message, span));
    }

    /// Decodes an object inside this one, with paths of its own.
    pub(crate) fn nested<T>(&mut self, inner: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> T {
        inner(self.diagnostics)
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
                let message = format!("more than {MOST_FINDINGS} findings in this object; the rest is not listed");
                self.diagnostics.push(Diagnostic::new(codes::LIMIT, Severity::Warning, message, diagnostic.span));
            }
            std::cmp::Ordering::Greater => {}
        }
    }
}

fn found(node: &Node) -> String {
    match node.text() {
        Some(text) if !node.is_null() => format!("`{}`", shortened(text)),
        _ => node.describe().to_owned(),
    }
}

/// A text as a message quotes it.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
