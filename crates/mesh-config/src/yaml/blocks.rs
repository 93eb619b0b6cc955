//! Where the block collections of a text stand and where they belong: what formatting goes by.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use super::reader::options;

/// A mapping or sequence written on lines of its own.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// From its first key or dash to its end, in bytes.
    pub(crate) range: Range<usize>,
    /// The column of its keys or dashes.
    pub(crate) column: usize,
    /// The column where they belong.
    pub(crate) indent: usize,
}

/// The blocks of a text in document order, and the texts and flow collections that may take several lines.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    pub(crate) blocks: Vec<Block>,
    pub(crate) opaque: Vec<Range<usize>>,
}

struct Open {
    /// Index in `blocks`; none of a flow collection.
    block: Option<usize>,
    mapping: bool,
}

/// Finds the blocks; `None` where the text is broken.
pub(crate) fn blocks(text: &str) -> Option<Blocks> {
    let mut parser = Parser::new_from_str_with_options(text, options());
    let mut found = Blocks::default();
    let mut open: Vec<Open> = Vec::new();
    let mut flow_depth = 0_usize;
    let mut flow_start = 0;
    loop {
        let (event, span) = parser.next_event()?.ok()?;
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::StreamEnd => return Some(found),
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                let header_end = text.get(..range.start)?.trim_end().len();
                // Its span goes on to the next word.
                let end = text.get(..range.end)?.trim_end().len();
                found.opaque.push(header_end..end.max(header_end));
            }
            Event::Scalar(..) if flow_depth == 0 => found.opaque.push(range),
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) if style == StructureStyle::Flow => {
                if flow_depth == 0 {
                    flow_start = range.start;
                }
                flow_depth += 1;
                open.push(Open { block: None, mapping: false });
            }
            Event::SequenceStart(..) => found.begin(&mut open, false, range.start, text),
            Event::MappingStart(..) => found.begin(&mut open, true, range.start, text),
            Event::SequenceEnd | Event::MappingEnd => match open.pop()?.block {
                Some(index) => found.blocks.get_mut(index)?.range.end = range.end,
                None => {
                    flow_depth -= 1;
                    if flow_depth == 0 {
                        found.opaque.push(flow_start..range.end);
                    }
                }
            },
            _ => {}
        }
    }
}

impl Blocks {
    fn begin(&mut self, open: &mut Vec<Open>, mapping: bool, start: usize, text: &str) {
        let parent = open.last().and_then(|parent| Some((self.blocks.get(parent.block?)?.indent, parent.mapping)));
        let indent = match parent {
            None => 0,
            Some((indent, true)) if !mapping => indent,
            Some((indent, _)) => indent + 2,
        };
        let line = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        self.blocks.push(Block { range: start..text.len(), column: start - line, indent });
        open.push(Open { block: Some(self.blocks.len() - 1), mapping });
    }
}
