//! Reads the structure of a text line by line, without giving up where it is broken.

use std::ops::Range;

/// A mapping or a sequence that is open at some place.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// The column where its keys or dashes stand; of a flow collection that of its line.
    pub(super) indent: usize,
    pub(super) sequence: bool,
    pub(super) flow: bool,
    /// Keys and what stands behind them on their line.
    pub(super) entries: Vec<(String, String)>,
    /// The key whose value is being read.
    current: Option<String>,
}

/// One step from an object to a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Item,
}

/// Where the cursor is.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The open levels, outermost first, each with the step that leads on from it.
    pub(super) levels: Vec<(usize, Option<Step>)>,
    /// The word at the cursor.
    pub(super) word: Range<usize>,
    /// Whether the word is, or will be, the value of the last step; else a key or an item.
    pub(super) value: bool,
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    cursor: usize,
    /// All levels there ever were, so that what stands behind the cursor is known too.
    pub(super) arena: Vec<Level>,
    stack: Vec<usize>,
    pub(super) found: Option<Found>,
}

impl<'a> Scanner<'a> {
    /// Scans a document for the place of the cursor.
    pub(super) fn scan(text: &'a str, cursor: usize) -> Self {
        let mut scanner = Self { text, cursor, arena: Vec::new(), stack: Vec::new(), found: None };
        let mut at = 0;
        while at < text.len() {
            at = scanner.line(at).max(at + 1);
        }
        if text.is_empty() || text.ends_with('\n') && cursor == text.len() {
            scanner.blank(text.len(), 0);
        }
        scanner
    }

    /// Reads the line that begins at `start`; returns where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let end = self.line_end(start);
        let line = self.text.get(start..end).unwrap_or_default();
        let content = start + (line.len() - line.trim_start_matches(' ').len());
        if line.trim().is_empty() || line.starts_with("---") {
            if (start..=end).contains(&self.cursor) && !line.starts_with("---") {
                self.blank(self.cursor, self.cursor - start);
            }
            return end + 1;
        }
        if (start..content).contains(&self.cursor) && line.trim_start().starts_with('#') {
            return end + 1;
        }
        self.content(start, content, end)
    }

    /// A line without anything: a key may come, as deep as the cursor stands.
    fn blank(&mut self, cursor: usize, column: usize) {
        self.pop_while(|top| top.indent > column || top.flow || top.sequence && top.indent == column);
        self.key_to_come(cursor..cursor, column);
    }

    /// The cursor stands where a key of a mapping may come; keys at the same column below belong to it too.
    fn key_to_come(&mut self, word: Range<usize>, column: usize) {
        if !self.stack.last().is_some_and(|top| !self.arena[*top].sequence && self.arena[*top].indent == column) {
            self.push(Level { indent: column, ..Level::default() });
        }
        self.found(&self.stack.clone(), true, word, false);
    }

    /// A line with something on it, from `at` on.
    fn content(&mut self, start: usize, mut at: usize, end: usize) -> usize {
        while let Some(rest) = self.text.get(at..end) {
            if rest != "-" && !rest.starts_with("- ") {
                break;
            }
            self.dash(at - start);
            at += 1;
            let next = at + rest.get(1..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
            if (at..=next).contains(&self.cursor) && (next == end || self.cursor < next) {
                self.key_to_come(self.cursor..self.cursor, next.max(at + 1) - start);
            }
            at = next;
        }
        let rest = self.text.get(at..end).unwrap_or_default();
        if rest.is_empty() || rest.starts_with('#') {
            return end + 1;
        }
        match key_of(rest) {
            Some((key, colon)) => self.key(start, at, key, at + colon, end),
            None => self.bare(at - start, at, end),
        }
    }

    /// A value or an item without a key, or a key whose colon is not typed yet.
    fn bare(&mut self, column: usize, at: usize, end: usize) -> usize {
        let word = without_comment(self.text.get(at..end).unwrap_or_default()).trim_end().len();
        if (at..=at + word).contains(&self.cursor)
            && !self.text.get(at..end).is_some_and(|rest| rest.starts_with(['{', '[']))
        {
            self.pop_while(|top| top.indent > column || top.sequence && top.indent == column);
            self.key_to_come(at..at + word, column);
        }
        self.value(at, end)
    }

    fn dash(&mut self, column: usize) {
        self.pop_while(|top| top.indent > column);
        if !self.stack.last().is_some_and(|top| self.arena[*top].sequence && self.arena[*top].indent == column) {
            self.push(Level { indent: column, sequence: true, ..Level::default() });
        }
    }

    fn key(&mut self, start: usize, at: usize, key: String, colon: usize, end: usize) -> usize {
        let column = at - start;
        self.pop_while(|top| top.indent > column || top.sequence && top.indent == column);
        if !self.stack.last().is_some_and(|top| !self.arena[*top].sequence && self.arena[*top].indent == column) {
            self.push(Level { indent: column, ..Level::default() });
        }
        if (at..=colon).contains(&self.cursor) {
            self.found(&self.stack.clone(), true, at..colon, false);
        }
        let behind = self.text.get(colon + 1..end).unwrap_or_default();
        let value = colon + 1 + (behind.len() - behind.trim_start_matches([' ', '\t']).len());
        self.enter(key, without_comment(behind).trim());
        if (colon + 1..=value).contains(&self.cursor) && (value == end || self.cursor < value) {
            self.found(&self.stack.clone(), false, self.cursor..self.cursor, true);
        }
        self.value(value, end)
    }

    /// Notes a key of the innermost mapping.
    fn enter(&mut self, key: String, value: &str) {
        if let Some(top) = self.stack.last() {
            self.arena[*top].current = Some(key.clone());
            self.arena[*top].entries.push((key, value.trim_matches(['"', '\'']).to_owned()));
        }
    }

    /// What stands behind a key, or alone.
    fn value(&mut self, at: usize, end: usize) -> usize {
        let rest = self.text.get(at..end).unwrap_or_default();
        match rest.chars().next() {
            Some('{' | '[') => return self.flow(at),
            Some('|' | '>') => return self.block_text(end + 1),
            Some('#') | None => return end + 1,
            _ => {}
        }
        let word = without_comment(rest).trim_end();
        if (at..=at + word.len()).contains(&self.cursor) {
            self.found(&self.stack.clone(), false, at..at + word.len(), true);
        }
        end + 1
    }

    /// Skips the lines of a `|` or `>` text: those that are indented more than its key.
    fn block_text(&self, mut at: usize) -> usize {
        let indent = self.stack.last().map_or(0, |top| self.arena[*top].indent);
        while at < self.text.len() {
            let end = self.line_end(at);
            let line = self.text.get(at..end).unwrap_or_default();
            if !line.trim().is_empty() && line.len() - line.trim_start_matches(' ').len() <= indent {
                break;
            }
            at = end + 1;
        }
        at
    }

    /// Reads a flow collection up to its end; returns where the next line begins.
    fn flow(&mut self, start: usize) -> usize {
        let depth = self.stack.len();
        let indent = self.stack.last().map_or(0, |top| self.arena[*top].indent);
        let mut at = start;
        let mut gap = start;
        while let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) {
            if self.text.get(at..).is_some_and(|rest| rest.starts_with("\n---")) {
                break;
            }
            match character {
                '{' | '[' => {
                    self.flow_gap(gap, at, depth);
                    self.push(Level { indent, sequence: character == '[', flow: true, ..Level::default() });
                    at += 1;
                }
                '}' | ']' => {
                    self.flow_gap(gap, at, depth);
                    self.stack.pop();
                    at += 1;
                    if self.stack.len() <= depth {
                        break;
                    }
                }
                ',' => {
                    self.flow_gap(gap, at, depth);
                    if let Some(top) = self.stack.last() {
                        self.arena[*top].current = None;
                    }
                    at += 1;
                }
                '#' if self.text.get(..at).is_some_and(|before| before.ends_with([' ', '\n'])) => {
                    at = self.line_end(at);
                    gap = at;
                    continue;
                }
                _ if character.is_whitespace() => {
                    at += 1;
                    continue;
                }
                _ => {
                    self.flow_gap(gap, at, depth);
                    at = self.flow_word(at);
                }
            }
            gap = at;
        }
        self.flow_gap(gap, at, depth);
        self.stack.truncate(depth);
        self.line_end(at.min(self.text.len())) + 1
    }

    /// The cursor between the words of a flow collection.
    fn flow_gap(&mut self, gap: usize, at: usize, depth: usize) {
        if self.found.is_none() && self.stack.len() > depth && (gap..=at).contains(&self.cursor) {
            let Some(top) = self.stack.last().map(|top| &self.arena[*top]) else { return };
            let (mapping, value) = (!top.sequence, top.current.is_some());
            self.found(&self.stack.clone(), mapping && !value, self.cursor..self.cursor, mapping && value);
        }
    }

    /// A word of a flow collection: a key where a colon follows, else a value or an item.
    fn flow_word(&mut self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        let length = flow_word_length(rest);
        let end = start + length;
        let word = rest.get(..length).unwrap_or_default();
        let Some(top) = self.stack.last().copied() else { return end.max(start + 1) };
        let behind = self.text.get(end..).unwrap_or_default();
        let colon = behind.trim_start_matches(' ').starts_with(':');
        let (sequence, key_known) = (self.arena[top].sequence, self.arena[top].current.is_some());
        if (start..=end).contains(&self.cursor) && self.found.is_none() {
            let value = !sequence && key_known;
            self.found(&self.stack.clone(), !sequence && !value, start..end, value);
        }
        let text = word.trim_matches(['"', '\'']);
        if !sequence && colon && !key_known {
            self.enter(text.to_owned(), "");
            return end + (behind.len() - behind.trim_start_matches(' ').len()) + 1;
        }
        if let Some(entry) = self.arena[top].entries.last_mut().filter(|_| key_known) {
            text.clone_into(&mut entry.1);
        }
        end.max(start + 1)
    }

    fn push(&mut self, level: Level) {
        self.arena.push(level);
        self.stack.push(self.arena.len() - 1);
    }

    fn pop_while(&mut self, ended: impl Fn(&Level) -> bool) {
        while self.stack.last().is_some_and(|top| ended(&self.arena[*top])) {
            self.stack.pop();
        }
    }

    /// Notes the place of the cursor. `within` says that it is a key of the innermost mapping, not what follows its current key.
    fn found(&mut self, stack: &[usize], within: bool, word: Range<usize>, value: bool) {
        if self.found.is_some() {
            return;
        }
        let step = |index: &usize| {
            let level = &self.arena[*index];
            if level.sequence { Some(Step::Item) } else { level.current.clone().map(Step::Key) }
        };
        let mut levels: Vec<_> = stack.iter().map(|index| (*index, step(index))).collect();
        if let Some((_, last)) = levels.last_mut().filter(|_| within) {
            *last = None;
        }
        self.found = Some(Found { levels, word, value });
    }

    fn line_end(&self, start: usize) -> usize {
        self.text.get(start..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |length| start + length)
    }
}

/// The key that a line begins with, and where its colon is.
fn key_of(line: &str) -> Option<(String, usize)> {
    let quote = line.chars().next().filter(|first| matches!(first, '"' | '\''));
    let (key, colon) = match quote {
        Some(quote) => {
            let close = line.get(1..)?.find(quote)? + 1;
            (line.get(1..close)?, close + 1)
        }
        None if line.starts_with(['{', '[', '#', '&', '*', '!', '|', '>']) => return None,
        None => {
            let colon = line.match_indices(':').map(|(at, _)| at).find(|at| ends_key(line, *at))?;
            (line.get(..colon)?.trim_end(), colon)
        }
    };
    (ends_key(line, colon) && !key.contains(" #")).then(|| (key.to_owned(), colon))
}

/// Whether a colon stands there that ends a key.
fn ends_key(line: &str, at: usize) -> bool {
    let bytes = line.as_bytes();
    bytes.get(at) == Some(&b':') && matches!(bytes.get(at + 1), None | Some(b' ' | b'\t' | b'\r'))
}

fn without_comment(text: &str) -> &str {
    if text.trim_start().starts_with(['"', '\'']) {
        return text;
    }
    text.find(" #").map_or(text, |at| &text[..at])
}

/// The length of a quoted or plain word in a flow collection.
fn flow_word_length(rest: &str) -> usize {
    if let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let line = rest.get(1..).map_or(0, |rest| rest.find(['\n', quote]).unwrap_or(rest.len()));
        let closed = rest.get(1 + line..).is_some_and(|rest| rest.starts_with(quote));
        return 1 + line + usize::from(closed);
    }
    let mut length = rest.len();
    for (at, character) in rest.char_indices() {
        let next = rest.as_bytes().get(at + 1);
        let ends = match character {
            ',' | '{' | '}' | '[' | ']' | '\n' => true,
            ':' => matches!(next, None | Some(b' ' | b'\n' | b',' | b'}' | b'{' | b'[' | b']')),
            ' ' => next == Some(&b'#'),
            _ => false,
        };
        if ends {
            length = at;
            break;
        }
    }
    rest.get(..length).map_or(0, |word| word.trim_end().len())
}
