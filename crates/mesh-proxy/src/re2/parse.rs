//! The parser: RE2's grammar (google/re2, re2/parse.cc) with the flags that Envoy leaves at their defaults.

use super::class::{self, Class, Named};
use super::emit::Node;
use super::error::Error;
use super::escape;
use super::unicode;

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
}

pub(super) fn parse(pattern: &str) -> Result<Node, Error> {
    let mut parser = Parser { rest: pattern, flags: Flags::default(), depth: 0 };
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
        // What was just read, if it was a repetition: another one may not follow.
        let mut last = None;
        while let Some(character) = self.peek() {
            if character == '|' || character == ')' {
                break;
            }
            let before = self.rest;
            if let Some(times) = self.repetition() {
                let lazy = self.take("?");
                let operator = self.read_since(before);
                if let Some(last) = last {
                    return Err(Error::new("bad repetition operator", self.read_since(last)));
                }
                let Some(node) = nodes.pop() else {
                    return Err(Error::new("no argument for repetition operator", operator));
                };
                nodes.push(self.repeated(node, times, lazy, operator)?);
                last = Some(before);
            } else {
                self.atom(&mut nodes)?;
                last = None;
            }
        }
        Ok(if nodes.is_empty() { Node::Empty } else { Node::Sequence(nodes) })
    }

    fn read_since(&self, before: &'a str) -> &'a str {
        before.get(..before.len() - self.rest.len()).unwrap_or(before)
    }

    fn repeated(
        &self,
        node: Node,
        (minimum, maximum): (u32, Option<u32>),
        lazy: bool,
        operator: &str,
    ) -> Result<Node, Error> {
        let too_often = minimum > MAXIMUM_REPEAT || maximum.is_some_and(|maximum| maximum > MAXIMUM_REPEAT);
        if too_often || maximum.is_some_and(|maximum| maximum < minimum) {
            return Err(Error::new("invalid repetition size", operator));
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

    /// One thing that can be repeated, or what leaves nothing behind, as `(?i)`, or several literals between `\\Q` and
    /// `\\E`.
    fn atom(&mut self, nodes: &mut Vec<Node>) -> Result<(), Error> {
        let Some(character) = self.next() else { return Ok(()) };
        nodes.push(match character {
            '(' => {
                nodes.extend(self.group()?);
                return Ok(());
            }
            '[' => self.class()?,
            '.' if self.flags.dot_all => Node::Class(Class::default().negated()),
            '.' => Node::Class(Class::character(u32::from('\n')).negated()),
            '^' if self.flags.multi_line => Node::LineStart,
            '^' => Node::TextStart,
            '$' if self.flags.multi_line => Node::LineEnd,
            '$' => Node::TextEnd,
            '\\' if self.take("Q") => {
                self.quoted(nodes);
                return Ok(());
            }
            '\\' => self.escaped()?,
            character => self.literal(u32::from(character)),
        });
        Ok(())
    }

    fn literal(&self, code: u32) -> Node {
        Node::Class(self.folded(Class::character(code)))
    }

    fn folded(&self, class: Class) -> Class {
        if self.flags.ignore_case { class.folded() } else { class }
    }

    fn named(&self, named: &Named) -> Class {
        named.characters(self.flags.ignore_case)
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

    /// `?P<name>` or `?<name>`. Two groups may have the same name.
    fn name(&mut self) -> Result<(), Error> {
        if self.rest.starts_with("?<=") || self.rest.starts_with("?<!") {
            return Err(Error::new("invalid perl operator", format!("({}", self.rest.get(..3).unwrap_or("?<"))));
        }
        let behind = self.rest.strip_prefix("?P<").or_else(|| self.rest.strip_prefix("?<")).unwrap_or("");
        let Some(end) = behind.find('>') else {
            return Err(Error::new("invalid named capture group", format!("({}", self.rest)));
        };
        let name = behind.get(..end).unwrap_or("");
        let word = |character: char| {
            character.is_alphanumeric() && !character.is_numeric() || character == '_' || character.is_ascii_digit()
        };
        if name.is_empty() || !name.chars().all(word) {
            return Err(Error::new("invalid named capture group", format!("(?P<{name}>")));
        }
        self.rest = behind.get(end + 1..).unwrap_or("");
        Ok(())
    }

    fn escaped(&mut self) -> Result<Node, Error> {
        let node = match self.peek() {
            Some('A') => Node::TextStart,
            Some('z') => Node::TextEnd,
            Some('b') => Node::WordBoundary,
            Some('B') => Node::NoWordBoundary,
            Some('C') => Node::Class(Class::default().negated()),
            Some('p' | 'P') => return Ok(Node::Class(self.unicode()?)),
            Some(letter) => {
                let Some(named) = class::perl(letter) else {
                    let (code, length) = escape::character(self.rest)?;
                    self.skip(length);
                    return Ok(self.literal(code));
                };
                Node::Class(self.named(&named))
            }
            None => return Err(Error::new("trailing \\", "")),
        };
        self.next();
        Ok(node)
    }

    /// `pL`, `PL`, `p{Greek}` or `p{^Greek}` behind a backslash.
    fn unicode(&mut self) -> Result<Class, Error> {
        let before = self.rest;
        let mut negated = self.next() == Some('P');
        let name = match self.rest.strip_prefix('{') {
            Some(inner) => inner.find('}').and_then(|end| inner.get(..end)),
            None => self.peek().and_then(|letter| self.rest.get(..letter.len_utf8())),
        };
        self.skip(name.map_or(0, str::len) + if self.rest.starts_with('{') { 2 } else { 0 });
        let wanted = name.map(|name| name.strip_prefix('^').inspect(|_| negated = !negated).unwrap_or(name));
        let class = wanted
            .and_then(unicode::group)
            .ok_or_else(|| Error::new("invalid character class range", format!("\\{}", self.read_since(before))))?;
        Ok(self.named(&Named { class, negated }))
    }

    /// The literals up to `\\E`.
    fn quoted(&mut self, nodes: &mut Vec<Node>) {
        let (text, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
        nodes.extend(text.chars().map(|character| self.literal(u32::from(character))));
        self.rest = rest;
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
                class.merge(&self.named(&known));
                self.skip(end + 4);
                continue;
            }
            if let Some(behind) = self.rest.strip_prefix('\\') {
                match behind.chars().next() {
                    Some('p' | 'P') => {
                        self.skip(1);
                        class.merge(&self.unicode()?);
                        continue;
                    }
                    Some(letter) => {
                        if let Some(known) = class::perl(letter) {
                            class.merge(&self.named(&known));
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
            class.merge(&self.folded(range));
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
    // RE2 takes no leading zeros, and holds numbers of more than nine digits to be no repetition.
    if !well_formed || (digits.len() > 1 && digits.starts_with('0')) || digits.len() > 9 {
        return None;
    }
    digits.parse().ok()
}
