//! What stands in a line.

use std::ops::Range;

use mesh_view::Inline;
use mesh_words::say;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::{Piece, Reader};
use super::{TypedNumber, WrittenFigure, is_id};
use crate::fault::span;
use crate::numbers::numbers;

/// Emphasis and links in one another, at most.
const DEEPEST: usize = 8;

/// Words that are not ended yet, and where they begin in the file.
#[derive(Default)]
struct Pending {
    text: String,
    range: Option<Range<usize>>,
}

impl<'a> Reader<'a, '_> {
    /// What stands in lines up to an end, which is taken.
    pub(super) fn inlines(&mut self, is_end: fn(&TagEnd) -> bool) -> Vec<Inline> {
        let inlines = self.inlines_while(|event| !matches!(event, Event::End(_)));
        if matches!(self.peek(), Some((Event::End(end), _)) if is_end(end)) {
            self.next();
        }
        inlines
    }

    /// The same, as long as events are of it.
    pub(super) fn inlines_while(&mut self, is_of_it: impl Fn(&Event<'a>) -> bool) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut pending = Pending::default();
        while self.peek().is_some_and(|(event, _)| is_of_it(event)) {
            let Some((event, range)) = self.next() else { break };
            match event {
                Event::Text(text) => pending.push(&text, range),
                Event::SoftBreak | Event::HardBreak => pending.push(" ", range),
                other => {
                    self.finish(&mut pending, &mut inlines);
                    inlines.extend(self.inline(other, range));
                }
            }
        }
        self.finish(&mut pending, &mut inlines);
        inlines
    }

    fn inline(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Inline> {
        match event {
            Event::Code(code) => Some(Inline::Code(code.to_string())),
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. }) if self.is_too_deep() => {
                self.fault(range, say!("lesson-deep"));
                self.skip();
                None
            }
            Event::Start(Tag::Strong) => Some(Inline::Strong(self.inner(|end| *end == TagEnd::Strong))),
            Event::Start(Tag::Emphasis) => Some(Inline::Emphasis(self.inner(|end| *end == TagEnd::Emphasis))),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let address = dest_url.to_string();
                match address.strip_prefix('#') {
                    Some(step) => {
                        let place = self.place(range);
                        self.within.push((Piece::Anchor(step.to_owned()), place));
                    }
                    None if !is_address(&address) => self.fault(range, say!("lesson-link", address = &address)),
                    None => {}
                }
                Some(Inline::Link { address, text: self.inner(|end| *end == TagEnd::Link) })
            }
            Event::Start(Tag::Image { .. }) => {
                self.fault(range, say!("lesson-image"));
                self.skip();
                None
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                self.fault(range, say!("lesson-html"));
                None
            }
            Event::Start(_) => {
                self.fault(range, say!("lesson-markdown"));
                self.skip();
                None
            }
            _ => None,
        }
    }

    fn inner(&mut self, is_end: fn(&TagEnd) -> bool) -> Vec<Inline> {
        self.line_depth += 1;
        let inner = self.inlines(is_end);
        self.line_depth -= 1;
        inner
    }

    fn is_too_deep(&self) -> bool {
        self.line_depth >= DEEPEST
    }

    /// Ends words, with the figures in them.
    fn finish(&mut self, pending: &mut Pending, inlines: &mut Vec<Inline>) {
        let Pending { text, range } = std::mem::take(pending);
        // What is found in them stands behind what was found before.
        let mut place = range.clone().map_or(0..0, |range| self.place(range));
        if let Some(range) = range.filter(|_| shows_emphasis(self.text, place.clone())) {
            self.fault(range, say!("lesson-asterisk"));
        }
        let mut rest = text.as_str();
        while let Some((before, behind)) = rest.split_once("{{") {
            let Some((figure, after)) = behind.split_once("}}") else { break };
            let (check, number) = figure.split_once('.').unwrap_or((figure, "1"));
            let number = number.parse::<u32>().ok().filter(|number| (1..=100).contains(number));
            self.words(before, &mut place, inlines);
            let at = self.written_at(&mut place, &format!("{{{{{figure}}}}}"));
            match number.filter(|_| is_id(check)) {
                Some(number) => {
                    let (check, figure) = (check.to_owned(), number - 1);
                    inlines.push(Inline::Figure { check: check.clone(), figure });
                    let span = span(self.file, at.clone());
                    self.within.push((Piece::Figure(WrittenFigure { check, figure, span }), at));
                }
                None => {
                    let range = at.start - self.base..at.end - self.base;
                    self.fault(range, say!("lesson-placeholder", placeholder = figure));
                }
            }
            rest = after;
        }
        self.words(rest, &mut place, inlines);
    }

    /// Words without figures of the run, with the numbers that are typed in them.
    fn words(&mut self, words: &str, place: &mut Range<usize>, inlines: &mut Vec<Inline>) {
        if words.is_empty() {
            return;
        }
        inlines.push(Inline::Text(words.to_owned()));
        for number in numbers(words) {
            let at = self.written_at(place, words.get(number.range.clone()).unwrap_or_default());
            let span = span(self.file, at.clone());
            self.within.push((Piece::Number(TypedNumber { number, span }), at));
        }
    }

    /// Where a piece of words is written, or the words where it is written otherwise. What is left of the place stands behind it.
    fn written_at(&self, place: &mut Range<usize>, piece: &str) -> Range<usize> {
        let Some(found) = self.text.get(place.clone()).and_then(|text| text.find(piece)) else { return place.clone() };
        let at = place.start + found..place.start + found + piece.len();
        place.start = at.end;
        at
    }
}

impl Pending {
    fn push(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        self.range = Some(self.range.take().map_or(range.clone(), |known| known.start..range.end));
    }
}

/// Whether words show an asterisk that was to stress them: what closes it stands between a sign and a letter, as a Korean particle
/// is one.
fn shows_emphasis(text: &str, place: Range<usize>) -> bool {
    let written = text.get(place.clone()).unwrap_or_default();
    written.match_indices('*').any(|(at, asterisk)| {
        let at = place.start + at;
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + asterisk.len()..).and_then(|behind| behind.chars().next());
        before != Some('\\') && [before, behind].into_iter().flatten().any(|beside| !beside.is_whitespace())
    })
}

/// Whether a link may lead there: within the playground, or to another site over TLS.
fn is_address(address: &str) -> bool {
    let rest = address.strip_prefix("https://");
    let is_of_site = address.starts_with('/') && !address.starts_with("//");
    let is_host = rest.is_some_and(|rest| rest.split('/').next().is_some_and(|host| host.contains('.')));
    (is_of_site || is_host) && !address.contains(char::is_whitespace) && !address.contains('\\')
}
