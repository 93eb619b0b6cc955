//! Markdown to blocks: what a lesson may hold, and nothing else.

use std::ops::Range;

use mesh_view::{Block, Inline};
use mesh_words::say;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::part::{KINDS, Kind, LANGUAGES, plain};
use super::{TypedNumber, WrittenFigure};
use crate::fault::{Faults, WORDS, span};

/// Quotes and lists in one another, at most.
const DEEPEST: usize = 12;

/// Something that a text is made of.
#[derive(Debug)]
pub(super) enum Piece {
    Block(Block),
    Heading {
        level: u32,
        id: Option<String>,
        title: String,
    },
    /// A part of a step: how its fence begins, and where its text stands.
    Fence {
        info: String,
        body: Range<usize>,
    },
    /// What a check has seen, within a block.
    Figure(WrittenFigure),
    /// A number that is typed, within a block.
    Number(TypedNumber),
    /// A link to a step, within a block.
    Anchor(String),
}

/// Reads a range of a file.
pub(super) struct Reader<'a, 'f> {
    pub(super) text: &'a str,
    pub(super) base: usize,
    pub(super) file: u32,
    pub(super) faults: &'f mut Faults,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    depth: usize,
    pub(super) line_depth: usize,
    /// Figures and anchors of the block that is read.
    pub(super) within: Vec<(Piece, Range<usize>)>,
}

impl<'a, 'f> Reader<'a, 'f> {
    pub(super) fn new(text: &'a str, range: Range<usize>, file: u32, faults: &'f mut Faults) -> Self {
        let base = range.start;
        let slice = text.get(range).unwrap_or_default();
        let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
        let events = Parser::new_ext(slice, options).into_offset_iter().collect();
        Self { text, base, file, faults, events, at: 0, depth: 0, line_depth: 0, within: Vec::new() }
    }

    /// All of it, with where each piece stands in the file.
    pub(super) fn pieces(mut self) -> Vec<(Piece, Range<usize>)> {
        let mut pieces = Vec::new();
        while let Some((_, range)) = self.peek() {
            let range = self.place(range);
            if let Some(piece) = self.piece() {
                pieces.push((piece, range));
            }
            pieces.append(&mut self.within);
        }
        pieces
    }

    /// The next event, which stays.
    pub(super) fn peek(&self) -> Option<(&Event<'a>, Range<usize>)> {
        self.events.get(self.at).map(|(event, range)| (event, range.clone()))
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let next = self.events.get(self.at).cloned();
        self.at += 1;
        next
    }

    /// Where a range of what is read stands in the file.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        self.base + range.start..self.base + range.end
    }

    pub(super) fn fault(&mut self, range: Range<usize>, message: mesh_words::Words) {
        let place = self.place(range);
        self.faults.at(WORDS, span(self.file, place), message);
    }

    fn piece(&mut self) -> Option<Piece> {
        let (event, range) = self.next()?;
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let title = plain(&self.inlines(|end| matches!(end, TagEnd::Heading(_))));
                let level = if level == HeadingLevel::H2 { 2 } else { 1 };
                Some(Piece::Heading { level, id: id.map(|id| id.to_string()), title })
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => self.fence(&info, range),
            event => self.block(event, range).map(Piece::Block),
        }
    }

    /// Blocks up to an end, which is taken.
    pub(super) fn blocks(&mut self, is_end: fn(&TagEnd) -> bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.depth += 1;
        while let Some((event, _)) = self.peek() {
            match event {
                Event::End(end) if is_end(end) => {
                    self.next();
                    break;
                }
                // Of a list without blank lines: its words stand in no paragraph.
                event if is_inline(event) => {
                    let words = self.words_before_block();
                    if !words.is_empty() {
                        blocks.push(Block::Paragraph(words));
                    }
                }
                _ => {
                    let Some((event, range)) = self.next() else { break };
                    blocks.extend(self.block(event, range));
                }
            }
        }
        self.depth -= 1;
        blocks
    }

    fn block(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Block> {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) if self.depth >= DEEPEST => {
                self.fault(range, say!("lesson-deep"));
                self.skip();
                None
            }
            Event::Start(Tag::Paragraph) => {
                let words = self.inlines(|end| *end == TagEnd::Paragraph);
                (!words.is_empty()).then_some(Block::Paragraph(words))
            }
            Event::Start(Tag::BlockQuote(_)) => {
                Some(Block::Quote(self.blocks(|end| matches!(end, TagEnd::BlockQuote(_)))))
            }
            Event::Start(Tag::List(first)) => {
                let mut items = Vec::new();
                while let Some((Event::Start(Tag::Item), _)) = self.next() {
                    items.push(self.blocks(|end| *end == TagEnd::Item));
                }
                Some(Block::List { is_ordered: first.is_some(), items })
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.trim().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                if Kind::of(language.split_whitespace().next().unwrap_or_default()).is_some() {
                    self.fault(range, say!("lesson-fence-inside", fence = language));
                    self.skip();
                    return None;
                }
                self.known(&language, range);
                Some(self.code(language))
            }
            Event::Start(Tag::Table(_)) => Some(self.table()),
            Event::Start(Tag::Heading { .. }) => {
                self.fault(range, say!("lesson-heading-level"));
                self.skip();
                None
            }
            Event::Start(Tag::HtmlBlock) => {
                self.fault(range, say!("lesson-html"));
                self.skip();
                None
            }
            Event::Start(_) => {
                self.fault(range, say!("lesson-markdown"));
                self.skip();
                None
            }
            Event::End(_) => None,
            Event::Html(_) | Event::InlineHtml(_) => {
                self.fault(range, say!("lesson-html"));
                None
            }
            _ => {
                self.fault(range, say!("lesson-markdown"));
                None
            }
        }
    }

    /// A fence that is no part's.
    fn known(&mut self, language: &str, range: Range<usize>) {
        if !language.is_empty() && !LANGUAGES.contains(&language) {
            let (parts, languages) = (KINDS.to_vec(), LANGUAGES.to_vec());
            self.fault(range, say!("lesson-fence", fence = language, parts, languages));
        }
    }

    fn fence(&mut self, info: &str, range: Range<usize>) -> Option<Piece> {
        let info = info.trim().to_owned();
        let place = self.place(range.clone());
        let whole = self.text.get(place).unwrap_or_default().trim_end();
        let last = whole.lines().last().unwrap_or_default().trim_start();
        if whole.lines().count() < 2 || !last.starts_with("```") && !last.starts_with("~~~") {
            self.fault(range.clone(), say!("lesson-fence-open", fence = &info));
        }
        if Kind::of(info.split_whitespace().next().unwrap_or_default()).is_none() {
            self.known(&info, range);
            return Some(Piece::Block(self.code(info)));
        }
        let mut body: Option<Range<usize>> = None;
        while let Some((Event::Text(_), range)) = self.next() {
            body = Some(body.map_or(range.clone(), |body| body.start..range.end));
        }
        let body = body.unwrap_or(range.end..range.end);
        Some(Piece::Fence { info, body: self.place(body) })
    }

    fn code(&mut self, language: String) -> Block {
        let mut text = String::new();
        while let Some((Event::Text(piece), _)) = self.next() {
            text.push_str(&piece);
        }
        Block::Code { language, text }
    }

    fn table(&mut self) -> Block {
        let (mut head, mut rows, mut row) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.inlines(|end| *end == TagEnd::TableCell)),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { head, rows }
    }

    /// Leaves out what has begun, up to its end.
    pub(super) fn skip(&mut self) {
        let mut open = 1;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
    }

    fn words_before_block(&mut self) -> Vec<Inline> {
        self.inlines_while(is_inline)
    }
}

/// Whether an event stands in a line.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::SoftBreak | Event::HardBreak => true,
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough)
        }
        _ => false,
    }
}
