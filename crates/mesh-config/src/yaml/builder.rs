//! Puts the scanner's events together to a tree: aliases, merge keys, duplicates and limits.

use std::collections::HashSet;

use mesh_ordered::OrderedMap;
use mesh_words::say;

use super::limits::{MAX_DEPTH, alias_budget};
use super::{Chunk, Entry, Node, Scalar, Value};
use crate::{Diagnostic, Severity, Span, Spanned, TextEdit, codes};

/// So many duplicate keys are told of each part of a file.
const MOST_DUPLICATES: usize = 100;

pub(super) enum Collection {
    Sequence,
    Mapping,
}

/// A collection whose end has not come yet.
struct Open {
    node: Node,
    anchor: usize,
    /// Of a mapping: the key whose value comes next.
    key: Option<Spanned<String>>,
    /// Of a long mapping: the keys so far. Looked up only, never walked.
    keys: HashSet<String>,
    /// A value that stands where a key should.
    bad_key: bool,
}

pub(super) struct Builder<'a> {
    chunk: Chunk<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: OrderedMap<usize, Node>,
    alias_budget: usize,
    duplicates: usize,
}

impl<'a> Builder<'a> {
    /// Takes in the documents of a part of a file.
    pub(super) fn new(chunk: Chunk<'a>, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        let alias_budget = alias_budget(chunk.text.len());
        Self {
            chunk,
            diagnostics,
            open: Vec::new(),
            root: None,
            anchors: OrderedMap::new(),
            alias_budget,
            duplicates: 0,
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The document that has ended.
    pub(super) fn finish(&mut self) -> Option<Node> {
        let root = self.root.take();
        self.abandon();
        root.filter(|node| !node.is_null())
    }

    /// Forgets the document that is being read.
    pub(super) fn abandon(&mut self) {
        self.open.clear();
        self.root = None;
        self.anchors.clear();
    }

    pub(super) fn scalar(&mut self, text: &str, plain: bool, anchor: usize, mut span: Span) -> bool {
        let nothing = plain && span.start == span.end;
        if nothing {
            // Nothing was written: its place is right behind the key's colon, not where the next token begins.
            if let Some(key) = self.open.last().and_then(|open| open.key.as_ref()) {
                // A key that is marked by `?` alone has no colon.
                let behind = (key.span.end - self.chunk.start) as usize;
                let colon = self.chunk.text.get(behind..).is_some_and(|rest| rest.starts_with(':'));
                let place = key.span.end + u32::from(colon);
                span = Span { start: place, end: place, ..key.span };
            }
        }
        let text = if nothing { "" } else { text };
        let value = Value::Scalar(Scalar { text: text.into(), plain });
        self.value(Node { span, value }, anchor)
    }

    pub(super) fn open(&mut self, collection: Collection, anchor: usize, span: Span) -> bool {
        if self.open.len() >= MAX_DEPTH {
            let message = say!("config-yaml-too-deep", most = MAX_DEPTH);
            self.report(Diagnostic::new(codes::LIMIT, Severity::Error, message, span));
            self.abandon();
            return false;
        }
        let value = match collection {
            Collection::Sequence => Value::Sequence(Vec::new()),
            Collection::Mapping => Value::Mapping(Vec::new()),
        };
        self.open.push(Open { node: Node { span, value }, anchor, key: None, keys: HashSet::new(), bad_key: false });
        true
    }

    pub(super) fn close(&mut self, span: Span) -> bool {
        let Some(mut open) = self.open.pop() else { return true };
        let last = match &open.node.value {
            Value::Sequence(items) => items.last().map(|item| item.span.end),
            Value::Mapping(entries) => entries.last().map(|entry| entry.value.span.end.max(entry.key.span.end)),
            Value::Scalar(_) => None,
        };
        // A block collection ends where the next token begins, a flow collection at its bracket.
        let end = if span.end > span.start { span.end } else { last.unwrap_or(open.node.span.end) };
        open.node.span.end = end.max(open.node.span.start);
        // Kept as long as the text: room for more entries would be a third of its memory.
        match &mut open.node.value {
            Value::Mapping(entries) => {
                merge(entries);
                entries.shrink_to_fit();
            }
            Value::Sequence(items) => items.shrink_to_fit(),
            Value::Scalar(_) => {}
        }
        self.value(open.node, open.anchor)
    }

    pub(super) fn alias(&mut self, anchor: usize, span: Span) -> bool {
        match self.anchors.get(&anchor) {
            Some(node) => {
                let node = node.clone();
                self.spend(&node, span) && self.value(node, 0)
            }
            None => {
                let message = say!("config-yaml-alias-of-itself");
                self.report(Diagnostic::new(codes::SYNTAX, Severity::Error, message, span));
                self.value(Node { span, ..Node::default() }, 0)
            }
        }
    }

    pub(super) fn unknown_alias(&mut self, name: &str, span: Span) -> bool {
        if is_of_a_host(name) {
            return self.unquoted_star(name, span);
        }
        let message = say!("config-yaml-no-anchor", name);
        self.report(Diagnostic::new(codes::SYNTAX, Severity::Error, message, span));
        self.value(Node { span, ..Node::default() }, 0)
    }

    /// A text that begins with a star: what is meant is plain, so the rest is judged as if it were quoted.
    fn unquoted_star(&mut self, name: &str, span: Span) -> bool {
        let (text, quoted) = (format!("*{name}"), format!("\"*{name}\""));
        let message = say!("config-yaml-unquoted-star", text = &text, quoted = &quoted);
        let diagnostic = Diagnostic::new(codes::SYNTAX, Severity::Error, message, span)
            .fix(say!("config-fix-change-to", text = &quoted), vec![TextEdit { span, text: quoted }]);
        self.report(diagnostic);
        let value = Value::Scalar(Scalar { text: text.into(), plain: false });
        self.value(Node { span, value }, 0)
    }

    /// Counts the values of a copy; false, and the document is given up, when they are too many.
    fn spend(&mut self, node: &Node, span: Span) -> bool {
        match self.alias_budget.checked_sub(count(node, self.alias_budget)) {
            Some(rest) => {
                self.alias_budget = rest;
                true
            }
            None => {
                let message = say!("config-yaml-too-many-copies");
                self.report(Diagnostic::new(codes::LIMIT, Severity::Error, message, span));
                self.abandon();
                false
            }
        }
    }

    fn value(&mut self, node: Node, anchor: usize) -> bool {
        if anchor != 0 {
            if !self.spend(&node, node.span) {
                return false;
            }
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return true;
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::Sequence(items), _) => items.push(node),
            (Value::Mapping(entries), Some(key)) => {
                let duplicate = is_duplicate(entries, &mut open.keys, &key.value);
                if std::mem::take(&mut open.bad_key) {
                    let message = say!("config-yaml-bad-key");
                    self.diagnostics.push(Diagnostic::new(codes::SYNTAX, Severity::Error, message, key.span));
                } else if duplicate {
                    self.duplicates += 1;
                    if self.duplicates > MOST_DUPLICATES {
                        return true;
                    }
                    let message = say!("config-yaml-duplicate-key", key = &key.value);
                    self.diagnostics.push(Diagnostic::new(codes::DUPLICATE_KEY, Severity::Error, message, key.span));
                    entries.retain(|entry| entry.key.value != key.value);
                    entries.push(Entry { key, value: node });
                } else {
                    entries.push(Entry { key, value: node });
                }
            }
            (Value::Mapping(_), None) => match node.value {
                Value::Scalar(scalar) => {
                    // Kubernetes' reader makes JSON of it, where keys are text: `y` and `on` become `true`.
                    let key = scalar.as_bool().map(|value| value.to_string());
                    open.key = Some(Spanned::new(key.unwrap_or_else(|| scalar.text.into_string()), node.span));
                }
                _ => {
                    open.bad_key = true;
                    open.key = Some(Spanned::new(String::new(), node.span));
                }
            },
            (Value::Scalar(_), _) => {}
        }
        true
    }
}

/// Whether the name of an alias that nobody defined is the rest of a host with a star, or of a namespace and a host.
fn is_of_a_host(name: &str) -> bool {
    name.contains(['.', '/']) && !name.contains(['"', '\\'])
}

/// Whether a mapping has the key already. Merge keys may be there several times, as in practice they are.
fn is_duplicate(entries: &[Entry], keys: &mut HashSet<String>, key: &str) -> bool {
    const SHORT: usize = 16;
    if key == "<<" {
        return false;
    }
    if entries.len() < SHORT {
        return entries.iter().any(|entry| entry.key.value == key);
    }
    if keys.is_empty() {
        keys.extend(entries.iter().map(|entry| entry.key.value.clone()));
    }
    !keys.insert(key.to_owned())
}

/// How many values a tree has, but not counted further than one past `limit`.
fn count(node: &Node, limit: usize) -> usize {
    let children: &mut dyn Iterator<Item = (usize, &Node)> = match &node.value {
        Value::Scalar(scalar) => return 1 + scalar.text.len() / BYTES_OF_ONE,
        Value::Sequence(items) => &mut items.iter().map(|item| (0, item)),
        Value::Mapping(entries) => {
            &mut entries.iter().map(|entry| (entry.key.value.len() / BYTES_OF_ONE, &entry.value))
        }
    };
    let mut total = 1;
    for (key, child) in children {
        if total > limit {
            break;
        }
        total += key + count(child, limit.saturating_sub(total));
    }
    total
}

/// Text that a copied value may have; longer ones count as several.
const BYTES_OF_ONE: usize = 32;

/// Replaces `<<` keys by the entries of their mappings; what is written beside them goes first.
fn merge(entries: &mut Vec<Entry>) {
    if !entries.iter().any(|entry| entry.key.value == "<<") {
        return;
    }
    let (merges, mut kept): (Vec<Entry>, Vec<Entry>) =
        std::mem::take(entries).into_iter().partition(|entry| entry.key.value == "<<" && is_mergeable(&entry.value));
    for source in merges {
        let mappings = match source.value.value {
            Value::Sequence(items) => items,
            _ => vec![source.value],
        };
        for mapping in mappings {
            let Value::Mapping(merged) = mapping.value else { continue };
            for entry in merged {
                if !kept.iter().any(|one| one.key.value == entry.key.value) {
                    kept.push(entry);
                }
            }
        }
    }
    *entries = kept;
}

fn is_mergeable(node: &Node) -> bool {
    match &node.value {
        Value::Mapping(_) => true,
        Value::Sequence(items) => items.iter().all(|item| matches!(item.value, Value::Mapping(_))),
        Value::Scalar(_) => false,
    }
}
