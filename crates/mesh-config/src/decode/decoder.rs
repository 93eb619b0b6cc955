//! Walks the fields of messages and collects what is wrong with them.

use super::Refusal;
use crate::schema::{Field, Message, Support, closest};
use crate::{Diagnostic, Node, Severity, Spanned, TextEdit, Value};

/// The state of decoding one resource.
pub(crate) struct Decoder<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    path: String,
    readable: bool,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { diagnostics, path: String::new(), readable: true }
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
                for entry in entries {
                    match message.field(&entry.key) {
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
                decoder.report(Diagnostic::new("MP0005", Severity::Info, message, key.span));
            }
            read(decoder, field.name, value);
        });
    }

    fn unknown(&mut self, key: &Spanned<String>, message: &'static Message) {
        let known = message.fields.iter().map(|field| field.name).chain(message.others.iter().copied());
        let near = closest(key, known);
        let text = match near {
            Some(near) => format!("{} has no field `{}`; did you mean `{near}`?", message.name, key.value),
            None => format!("{} has no field `{}`; it has no effect", message.name, key.value),
        };
        let mut diagnostic = Diagnostic::new("MP0004", Severity::Warning, text, key.span);
        if let Some(near) = near {
            let edit = TextEdit { span: key.span, text: near.to_owned() };
            diagnostic = diagnostic.fix(format!("Change to `{near}`"), vec![edit]);
        }
        self.inside_key(key, |decoder| decoder.report(diagnostic));
    }

    pub(crate) fn inside_key<T>(&mut self, key: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(key);
        let result = inner(self);
        self.path.truncate(length);
        result
    }

    pub(crate) fn inside_item<T>(&mut self, index: usize, inner: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(&format!("[{index}]"));
        let result = inner(self);
        self.path.truncate(length);
        result
    }

    /// Reports that a node has the wrong shape.
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: &str, cure: &str) {
        self.refuse(node, Refusal::new(expected, cure));
    }

    /// Reports that a node is not what its place needs; the resource then counts as unreadable.
    pub(crate) fn refuse(&mut self, node: &Node, refusal: Refusal) {
        self.readable = false;
        let message = format!("expected {}, found {}; {}", refusal.expected, found(node), refusal.cure);
        let mut diagnostic = Diagnostic::new("MP0003", Severity::Error, message, node.span);
        if let Some(text) = refusal.replacement {
            let title = format!("Change to `{text}`");
            diagnostic = diagnostic.fix(title, vec![TextEdit { span: node.span, text }]);
        }
        self.report(diagnostic);
    }

    /// Decodes an object inside this one, with paths of its own.
    pub(crate) fn nested<T>(&mut self, inner: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> T {
        inner(self.diagnostics)
    }

    /// Adds a finding at the current path.
    pub(crate) fn report(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.path.clone_from(&self.path);
        self.diagnostics.push(diagnostic);
    }
}

fn found(node: &Node) -> String {
    match node.text() {
        Some(text) if !node.is_null() => {
            let short: String = text.chars().take(40).collect();
            let dots = if short.len() < text.len() { "…" } else { "" };
            format!("`{short}{dots}`")
        }
        _ => node.describe().to_owned(),
    }
}
