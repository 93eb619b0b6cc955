//! Runs the YAML scanner over a part of a file. With `blocks.rs` the only module that knows the scanner.

use granit_parser::{Event, Parser, ScalarStyle};
use mesh_words::say;

use super::builder::{Builder, Collection};
use super::syntax_error::{explain, is_lone_star};
use super::{Chunk, MAX_DEPTH, Node};
use crate::{Diagnostic, Severity, Span, TextEdit, codes};

/// The documents of a part of a file; what cannot be read is reported and left out.
pub(crate) fn read_chunk(chunk: Chunk<'_>, file: u32, diagnostics: &mut Vec<Diagnostic>) -> Vec<Node> {
    if chunk.is_blank() {
        return Vec::new();
    }
    let place = Place { file, base: chunk.start, text: chunk.text };
    let mut parser = Parser::new_from_str_with_options(chunk.text, options());
    let mut documents = Vec::new();
    let mut builder = Builder::new(chunk, diagnostics);
    loop {
        match parser.next_event() {
            None | Some(Ok((Event::StreamEnd, _))) => break,
            Some(Ok((Event::DocumentEnd, _))) => documents.extend(builder.finish()),
            Some(Ok((event, span))) => {
                if !feed(&mut builder, event, place.span(span)) && parser.proceed_next_document().ok() != Some(true) {
                    break;
                }
            }
            Some(Err(error)) => {
                builder.abandon();
                let start = error.marker().byte_offset().unwrap_or(chunk.text.len());
                let (message, span) = explain(error.kind(), chunk.text, start);
                let span = place.range(span.start, span.end);
                let mut diagnostic = Diagnostic::new(codes::SYNTAX, Severity::Error, message, span);
                if is_lone_star(error.kind(), chunk.text, start) {
                    let text = "\"*\"".to_owned();
                    diagnostic =
                        diagnostic.fix(say!("config-fix-change-to", text = &text), vec![TextEdit { span, text }]);
                }
                builder.report(diagnostic);
                if parser.proceed_next_document().ok() != Some(true) {
                    break;
                }
            }
        }
    }
    documents
}

/// How the scanner is set: as libyaml and Go read, within our limits.
pub(super) fn options() -> granit_parser::Options {
    granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    }
}

/// Hands an event on; false when the document is given up.
fn feed(builder: &mut Builder<'_>, event: Event<'_>, span: Span) -> bool {
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            let text_tag = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
            builder.scalar(&text, style == ScalarStyle::Plain && !text_tag, anchor, span)
        }
        Event::SequenceStart(_, anchor, _) => builder.open(Collection::Sequence, anchor, span),
        Event::MappingStart(_, anchor, _) => builder.open(Collection::Mapping, anchor, span),
        Event::SequenceEnd | Event::MappingEnd => builder.close(span),
        Event::Alias(anchor) => builder.alias(anchor, span),
        Event::UnresolvedAlias(name) => builder.unknown_alias(&name, span),
        _ => true,
    }
}

/// Where a part stands in its file.
struct Place<'a> {
    file: u32,
    base: u32,
    text: &'a str,
}

impl Place<'_> {
    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        self.range(range.start, range.end)
    }

    /// A span without the line breaks at its end, which block texts include.
    fn range(&self, start: usize, end: usize) -> Span {
        let text = self.text.get(start..end).unwrap_or_default();
        let end = start + text.trim_end_matches(['\n', '\r', ' ']).len();
        Span { file: self.file, start: self.base + start as u32, end: self.base + end as u32 }
    }
}
