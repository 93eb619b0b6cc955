//! The parser: RE2's grammar (google/re2, re2/parse.cc) with the flags that Envoy leaves at their defaults.

use super::class::{self, Class};
use super::emit::Node;
use super::error::Error;
use super::escape;

/// The most that a repetition may ask for, alone or by nesting.
const MAXIMUM_REPEAT: u32 = 1000;
/// How deep groups may be nested.
const MAXIMUM_DEPTH: usize = 200;

#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    ignore_case: bool,
    multi_line: bool,
    dot_all: bool,
    ungreedy: bool,
}

struct Parser<'a> {
    rest: &'a str,
    flags: Flags,
    depth: usize,
    names: Vec<String>,
}

pub(super) fn parse(pattern: &str) -> Result<Node, Error> {
    let mut parser = Parser { rest: pattern, flags: Flags::default(), depth: 0, names: Vec::new() };
    let node = parser.alternatives()?;
    if !parser.rest.is_empty() {
        return Err(Error::new("unexpected )", pattern));
    }
    if repetitions(&node, MAXIMUM_REPEAT) == 0 {
        return Err(Error::new("bad repetition operator", "nested repetitions ask for more than 1000 in all"));
    }
    Ok(node)
}

/// What is left of a budget after all nested repetitions took their share (RepetitionWalker).
fn repetitions(node: &Node, budget: u32) -> u32 {
    match node {
        Node::Group(node) | Node::Capture(node) => repetitions(node, budget),
        Node::Repeat { node, minimum, maximum, .. } => {
            let times = match (minimum, maximum) {
                (0 | 1, None) | (0, Some(1)) => 1,
                (minimum, None) => *minimum,
                (_, Some(maximum)) => *maximum,
            };
            repetitions(node, budget / times.max(1))
        }
        Node::Sequence(nodes) | Node::Alternatives(nodes) => {
            nodes.iter().map(|node| repetitions(node, budget)).min().unwrap_or(budget)
        }
        _ => budget,
    }
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let character = characters.next();
        self.rest = characters.as_str();
        character
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or("");
    }

    /// Up to the end or an unmatched `)`; flags set inside end with it.
    fn alternatives(&mut self) -> Result<Node, Error> {
        let outer = self.flags;
        let mut branches = Vec::new();
        loop {
            branches.push(self.sequence()?);
            if !self.take("|") {
                break;
            }
        }
        self.flags = outer;
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            Some(last) => {
                branches.push(last);
                Node::Alternatives(branches)
            }
            None => Node::Empty,
        })
    }

    fn sequence(&mut self) -> Result<Node, Error> {
        let mut nodes = Vec::new();
        while let Some(character) = self.peek() {
            if character == '|' || character == ')' {
                break;
            }
            let before = self.rest;
            if self.repetition().is_some() {
                return Err(Error::new("no argument for repetition operator", self.read_since(before)));
            }
            self.rest = before;
            if let Some(node) = self.atom()? {
                let node = self.repeated(node)?;
                nodes.push(node);
            }
        }
        Ok(if nodes.is_empty() { Node::Empty } else { Node::Sequence(nodes) })
    }

    fn read_since(&self, before: &'a str) -> &'a str {
        before.get(..before.len() - self.rest.len()).unwrap_or(before)
    }

    fn repeated(&mut self, node: Node) -> Result<Node, Error> {
        let before = self.rest;
        let Some((minimum, maximum)) = self.repetition() else { return Ok(node) };
        let lazy = self.take("?");
        let operator = self.read_since(before);
        let too_often = minimum > MAXIMUM_REPEAT || maximum.is_some_and(|maximum| maximum > MAXIMUM_REPEAT);
        if too_often || maximum.is_some_and(|maximum| maximum < minimum) {
            return Err(Error::new("invalid repetition size", operator));
        }
        if self.repetition().is_some() {
            return Err(Error::new("bad repetition operator", self.read_since(before)));
        }
        Ok(Node::Repeat { node: Box::new(node), minimum, maximum, greedy: lazy == self.flags.ungreedy })
    }

    /// `*`, `+`, `?`, `{n}`, `{n,}` or `{n,m}`; any other `{` is literal, and nothing is taken.
    fn repetition(&mut self) -> Option<(u32, Option<u32>)> {
        match self.peek()? {
            '*' => self.next().map(|_| (0, None)),
            '+' => self.next().map(|_| (1, None)),
            '?' => self.next().map(|_| (0, Some(1))),
            '{' => {
                let end = self.rest.find('}')?;
                let inner = self.rest.get(1..end)?;
                let (minimum, maximum) = inner.split_once(',').unwrap_or((inner, inner));
                let count = counted(minimum)?;
                let maximum = if maximum.is_empty() { None } else { Some(counted(maximum)?) };
                self.skip(end + 1);
                Some((count, maximum))
            }
            _ => None,
        }
    }

    /// One thing that can be repeated; `None` for what leaves nothing behind, as `(?i)`.
    fn atom(&mut self) -> Result<Option<Node>, Error> {
        let Some(character) = self.next() else { return Ok(None) };
        Ok(Some(match character {
            '(' => return self.group(),
            '[' => self.class()?,
            '.' if self.flags.dot_all => Node::Class(Class::default().negated()),
            '.' => Node::Class(Class::character(u32::from('\n')).negated()),
            '^' if self.flags.multi_line => Node::LineStart,
            '^' => Node::TextStart,
            '$' if self.flags.multi_line => Node::LineEnd,
            '$' => Node::TextEnd,
            '\\' => return self.escaped(),
            character => self.literal(u32::from(character))?,
        }))
    }

    fn literal(&self, code: u32) -> Result<Node, Error> {
        Ok(Node::Class(self.folded(Class::character(code))?))
    }

    fn folded(&self, class: Class) -> Result<Class, Error> {
        if !self.flags.ignore_case {
            return Ok(class);
        }
        class.folded().ok_or_else(|| {
            Error::new("not simulated: (?i) with letters outside ASCII", "write both cases out, as [äÄ], without (?i)")
        })
    }

    fn group(&mut self) -> Result<Option<Node>, Error> {
        if self.depth >= MAXIMUM_DEPTH {
            return Err(Error::new("pattern too large", "groups are nested more than 200 deep"));
        }
        if self.rest.starts_with("?P<") || self.rest.starts_with("?<") {
            self.name()?;
            return Ok(Some(Node::Capture(Box::new(self.inside(self.flags)?))));
        }
        if !self.take("?") {
            return Ok(Some(Node::Capture(Box::new(self.inside(self.flags)?))));
        }
        let before = self.rest;
        let mut flags = self.flags;
        let (mut on, mut any) = (true, false);
        loop {
            match self.next() {
                Some('i') => (flags.ignore_case, any) = (on, true),
                Some('m') => (flags.multi_line, any) = (on, true),
                Some('s') => (flags.dot_all, any) = (on, true),
                Some('U') => (flags.ungreedy, any) = (on, true),
                Some('-') if on => (on, any) = (false, false),
                Some(':') if on || any => return Ok(Some(Node::Group(Box::new(self.inside(flags)?)))),
                Some(')') if on || any => {
                    self.flags = flags;
                    return Ok(None);
                }
                _ => return Err(Error::new("invalid perl operator", format!("(?{}", self.read_since(before)))),
            }
        }
    }

    /// The inside of a group, up to and with its `)`; flags set inside end with it.
    fn inside(&mut self, flags: Flags) -> Result<Node, Error> {
        let outer = self.flags;
        self.flags = flags;
        self.depth += 1;
        let node = self.alternatives()?;
        self.depth -= 1;
        self.flags = outer;
        if self.take(")") { Ok(node) } else { Err(Error::new("missing )", "")) }
    }

    /// `?P<name>` or `?<name>`.
    fn name(&mut self) -> Result<(), Error> {
        let behind = self.rest.trim_start_matches("?P<").trim_start_matches("?<");
        let Some(end) = behind.find('>') else {
            return Err(Error::new("invalid named capture group", format!("({}", self.rest)));
        };
        let name = behind.get(..end).unwrap_or("");
        let word = |character: char| character.is_alphanumeric() || character == '_';
        if name.is_empty() || !name.chars().all(word) {
            return Err(Error::new("invalid named capture group", format!("(?P<{name}>")));
        }
        if self.names.iter().any(|known| known == name) {
            return Err(Error::new("duplicate capture group name", name));
        }
        self.names.push(name.to_owned());
        self.rest = behind.get(end + 1..).unwrap_or("");
        Ok(())
    }

    fn escaped(&mut self) -> Result<Option<Node>, Error> {
        let node = match self.peek() {
            Some('A') => Node::TextStart,
            Some('z') => Node::TextEnd,
            Some('b') => Node::WordBoundary,
            Some('B') => Node::NoWordBoundary,
            Some('C') => {
                return Err(Error::new("not simulated: \\C", "it matches a single byte; write . for a character"));
            }
            Some('p' | 'P') => return Err(unicode_class()),
            Some('Q') => return self.quoted(),
            Some(letter) => {
                if let Some(class) = class::perl(letter) {
                    Node::Class(class)
                } else {
                    let (code, length) = escape::character(self.rest)?;
                    self.skip(length);
                    return Ok(Some(self.literal(code)?));
                }
            }
            None => return Err(Error::new("trailing \\", "")),
        };
        self.next();
        Ok(Some(node))
    }

    /// `\Q…\E`: literal text, of which a repetition takes the last character.
    fn quoted(&mut self) -> Result<Option<Node>, Error> {
        self.next();
        let (text, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
        let mut nodes = Vec::new();
        for character in text.chars() {
            nodes.push(self.literal(u32::from(character))?);
        }
        self.rest = rest;
        let Some(last) = nodes.pop() else { return Ok(None) };
        nodes.push(self.repeated(last)?);
        Ok(Some(Node::Group(Box::new(Node::Sequence(nodes)))))
    }

    /// The inside of `[…]`, up to and with its `]`.
    fn class(&mut self) -> Result<Node, Error> {
        let start = self.rest;
        let missing = || Error::new("missing ]", format!("[{start}"));
        let negated = self.take("^");
        let mut class = Class::default();
        let mut first = true;
        loop {
            if !first && self.take("]") {
                break;
            }
            first = false;
            if let Some(name) = self.rest.strip_prefix("[:")
                && let Some(end) = name.find(":]")
            {
                let name = name.get(..end).unwrap_or("");
                let known = class::posix(name)
                    .ok_or_else(|| Error::new("invalid character class range", format!("[:{name}:]")))?;
                class.merge(&self.folded(known)?);
                self.skip(end + 4);
                continue;
            }
            if let Some(behind) = self.rest.strip_prefix('\\') {
                match behind.chars().next() {
                    Some('p' | 'P') => return Err(unicode_class()),
                    Some(letter) => {
                        if let Some(known) = class::perl(letter) {
                            class.merge(&known);
                            self.skip(2);
                            continue;
                        }
                    }
                    None => {}
                }
            }
            let before = self.rest;
            let low = self.class_character().ok_or_else(missing)??;
            let mut high = low;
            if self.rest.starts_with('-') && !self.rest.starts_with("-]") && self.rest.len() > 1 {
                self.skip(1);
                high = self.class_character().ok_or_else(missing)??;
            }
            if high < low {
                return Err(Error::new("invalid character class range", self.read_since(before)));
            }
            let mut range = Class::default();
            range.add(low, high);
            class.merge(&self.folded(range)?);
        }
        Ok(Node::Class(if negated { class.negated() } else { class }))
    }

    fn class_character(&mut self) -> Option<Result<u32, Error>> {
        match self.next()? {
            '\\' => Some(escape::character(self.rest).map(|(code, length)| {
                self.skip(length);
                code
            })),
            character => Some(Ok(u32::from(character))),
        }
    }
}

fn counted(digits: &str) -> Option<u32> {
    let well_formed = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // RE2 takes no leading zeros, and holds numbers of more than eight digits to be too many.
    if !well_formed || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some(if digits.len() > 8 { MAXIMUM_REPEAT + 1 } else { digits.parse().ok()? })
}

fn unicode_class() -> Error {
    Error::new("not simulated: \\p and \\P", "write the characters out, as [0-9] or [A-Za-z]")
}
