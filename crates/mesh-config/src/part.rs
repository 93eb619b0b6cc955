//! A part of a file with all that was read from it: what an edit elsewhere leaves as it is.

use std::sync::Arc;

use crate::content::Content;
use crate::object::decode_object;
use crate::unfold::unfold;
use crate::yaml::{Chunk, read_chunk};
use crate::{Diagnostic, Node, Resource, Span, Value, codes, template};

/// Whole documents, nearly always one, and what they say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    file: u32,
    start: u32,
    text: Arc<str>,
    /// The objects of its documents.
    nodes: Vec<Arc<Node>>,
    /// What the scanner found.
    syntax: usize,
    resources: Vec<Arc<Resource>>,
    /// What the scanner found, then what decoding found.
    diagnostics: Vec<Diagnostic>,
}

impl Part {
    /// Reads a part of a file.
    pub(crate) fn read(file: u32, chunk: Chunk<'_>) -> Self {
        let mut diagnostics = Vec::new();
        let mut objects = Vec::new();
        let documents = read_chunk(chunk, file, &mut diagnostics);
        let errors: Vec<Span> =
            diagnostics.iter().filter(|one| one.code == codes::SYNTAX).map(|one| one.span).collect();
        match template::in_broken_text(chunk.text, chunk.start, &errors) {
            // What the scanner says of a template helps nobody, and what it makes of it is not what is meant.
            Some(found) => diagnostics = vec![found],
            None => documents.into_iter().for_each(|document| unfold(document, &mut objects)),
        }
        Self::decode(file, chunk, chunk.text.into(), objects.into_iter().map(Arc::new).collect(), diagnostics)
    }

    fn decode(
        file: u32,
        chunk: Chunk<'_>,
        text: Arc<str>,
        nodes: Vec<Arc<Node>>,
        mut diagnostics: Vec<Diagnostic>,
    ) -> Self {
        let syntax = diagnostics.len();
        let decode = |(index, node): (usize, &Arc<Node>)| {
            let mut resource = decode_object(Arc::clone(node), chunk, &mut diagnostics)?;
            resource.content = Content { text: Arc::clone(&text), index };
            Some(Arc::new(resource))
        };
        let resources = nodes.iter().enumerate().filter_map(decode).collect();
        diagnostics.shrink_to_fit();
        Self { file, start: chunk.start, text, nodes, syntax, resources, diagnostics }
    }

    /// The same part at another place: nothing is scanned again.
    pub(crate) fn moved_to(self: &Arc<Self>, file: u32, chunk: Chunk<'_>) -> Arc<Self> {
        if (self.file, self.start) == (file, chunk.start) {
            return Arc::clone(self);
        }
        let place = |span: Span| Span {
            file,
            start: span.start - self.start + chunk.start,
            end: span.end - self.start + chunk.start,
        };
        let mut diagnostics = self.diagnostics.clone();
        diagnostics.truncate(self.syntax);
        for diagnostic in &mut diagnostics {
            diagnostic.relocate(place);
        }
        let mut nodes = self.nodes.clone();
        for node in &mut nodes {
            relocate(Arc::make_mut(node), &place);
        }
        Arc::new(Self::decode(file, chunk, Arc::clone(&self.text), nodes, diagnostics))
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The file and the byte at which it begins.
    pub(crate) fn place(&self) -> (u32, u32) {
        (self.file, self.start)
    }

    /// The text between two bytes of its file; none where it does not hold it all.
    pub(crate) fn between(&self, start: u32, end: u32) -> Option<&str> {
        let inside = |byte: u32| byte.checked_sub(self.start).map(|byte| byte as usize);
        self.text.get(inside(start)?..inside(end)?)
    }

    /// The objects of its documents, as they are written.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().map(AsRef::as_ref)
    }

    pub(crate) fn resources(&self) -> &[Arc<Resource>] {
        &self.resources
    }

    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Changes every span of a tree.
fn relocate(node: &mut Node, place: &impl Fn(Span) -> Span) {
    node.span = place(node.span);
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::Sequence(items) => items.iter_mut().for_each(|item| relocate(item, place)),
        Value::Mapping(entries) => {
            for entry in entries {
                entry.key.span = place(entry.key.span);
                relocate(&mut entry.value, place);
            }
        }
    }
}
