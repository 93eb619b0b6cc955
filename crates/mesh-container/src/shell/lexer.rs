//! A script in tokens.

use std::sync::Arc;

use super::Flavor;
use super::tree::{Operation, Part, Script, Word};

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Word(Word),
    Operator(&'static str),
    /// A redirection: the number before it, if any, and the operator.
    Redirect(Option<u32>, &'static str),
    Newline,
    End,
}

/// Words that mean something where a command begins.
const RESERVED: [&str; 19] = [
    "if", "then", "else", "elif", "fi", "while", "until", "for", "do", "done", "case", "esac", "in", "{", "}", "!",
    "[[", "]]", "function",
];

/// Longer ones first.
const OPERATORS: [&str; 8] = ["&&", "||", ";;", ";", "|", "&", "(", ")"];
const REDIRECTS: [&str; 11] = ["<<<", "<<-", "<<", "<&", "<>", "<", "&>", ">>", ">&", ">|", ">"];

/// How deep quotes and brackets may be nested.
const MAX_DEPTH: usize = 24;

impl Token {
    /// The text of a word that is nothing but text without quotes.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Token::Word(word) => match word.as_slice() {
                [Part::Plain(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The reserved word that it is where a command begins.
    pub(crate) fn reserved(&self) -> Option<&'static str> {
        let text = self.text()?;
        RESERVED.iter().find(|word| **word == text).copied()
    }
}

/// Reads tokens.
pub(crate) struct Lexer<'a> {
    rest: &'a str,
    /// The number of the line, from 1.
    pub(crate) line: usize,
    flavor: Flavor,
    peeked: Option<Token>,
    depth: usize,
    /// Bytes of here-documents that stand behind the end of this line.
    documents: usize,
}

type Read<T> = Result<T, String>;

const UNTERMINATED: &str = "Syntax error: Unterminated quoted string";

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str, line: usize, flavor: Flavor) -> Self {
        Self { rest: text, line, flavor, peeked: None, depth: 0, documents: 0 }
    }

    pub(crate) fn peek(&mut self) -> Read<Token> {
        if self.peeked.is_none() {
            self.peeked = Some(self.read()?);
        }
        Ok(self.peeked.clone().unwrap_or(Token::End))
    }

    pub(crate) fn next(&mut self) -> Read<Token> {
        match self.peeked.take() {
            Some(token) => Ok(token),
            None => self.read(),
        }
    }

    /// What is said of a token that does not fit (`synexpect`).
    pub(crate) fn unexpected(&self, token: &Token, wanted: Option<&str>) -> String {
        if self.flavor == Flavor::Bash {
            return match token {
                Token::End => "syntax error: unexpected end of file".to_owned(),
                Token::Newline => "syntax error near unexpected token `newline'".to_owned(),
                Token::Word(word) => {
                    format!("syntax error near unexpected token `{}'", super::literal(word).unwrap_or_default())
                }
                Token::Operator(operator) | Token::Redirect(_, operator) => {
                    format!("syntax error near unexpected token `{operator}'")
                }
            };
        }
        let what = match token {
            Token::End => "end of file".to_owned(),
            Token::Newline => "newline".to_owned(),
            Token::Redirect(..) => "redirection".to_owned(),
            Token::Operator(operator) => format!("\"{operator}\""),
            Token::Word(_) => match token.reserved().filter(|word| !matches!(*word, "in" | "[[" | "]]" | "function")) {
                Some(word) => format!("\"{word}\""),
                None => "word".to_owned(),
            },
        };
        match wanted {
            Some("word") => format!("Syntax error: {what} unexpected (expecting word)"),
            Some(wanted) => format!("Syntax error: {what} unexpected (expecting \"{wanted}\")"),
            None => format!("Syntax error: {what} unexpected"),
        }
    }

    fn at(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.at()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn read(&mut self) -> Read<Token> {
        loop {
            if let Some(rest) = self.rest.strip_prefix("\\\n") {
                self.rest = rest;
                self.line += 1;
                continue;
            }
            match self.at() {
                Some(' ' | '\t' | '\r') => self.skip(1),
                Some('#') => self.rest = self.rest.find('\n').and_then(|at| self.rest.get(at..)).unwrap_or_default(),
                _ => break,
            }
        }
        let Some(c) = self.at() else { return Ok(Token::End) };
        if c == '\n' {
            self.take();
            let documents = self.rest.get(..self.documents).unwrap_or(self.rest);
            self.line += documents.matches('\n').count();
            let length = std::mem::take(&mut self.documents);
            self.skip(length);
            return Ok(Token::Newline);
        }
        let digits = self.rest.chars().take_while(char::is_ascii_digit).count();
        let behind = self.rest.get(digits..).unwrap_or_default();
        let is_bash = self.flavor == Flavor::Bash;
        if behind.starts_with(['<', '>']) || (is_bash && digits == 0 && behind.starts_with("&>")) {
            let fits =
                |operator: &&&str| behind.starts_with(**operator) && (is_bash || !matches!(**operator, "<<<" | "&>"));
            if let Some(operator) = REDIRECTS.iter().find(fits) {
                let stream = self.rest.get(..digits).and_then(|digits| digits.parse().ok());
                self.skip(digits + operator.len());
                return Ok(Token::Redirect(stream, operator));
            }
        }
        if let Some(operator) = OPERATORS.iter().find(|operator| self.rest.starts_with(**operator)) {
            self.skip(operator.len());
            return Ok(Token::Operator(operator));
        }
        Ok(Token::Word(
            self.word(&|c| matches!(c, ' ' | '\t' | '\r' | '\n' | ';' | '|' | '&' | '(' | ')' | '<' | '>'))?,
        ))
    }

    /// A word up to a character that ends it, which is left.
    fn word(&mut self, ends: &dyn Fn(char) -> bool) -> Read<Word> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("Syntax error: nested too deeply".to_owned());
        }
        let mut word = Word::new();
        while let Some(c) = self.at().filter(|c| !ends(*c)) {
            match c {
                '\\' => {
                    self.take();
                    match self.take() {
                        Some('\n') => {}
                        Some(c) => word.push(Part::Quoted(c.to_string())),
                        None => word.push(Part::Quoted("\\".to_owned())),
                    }
                }
                '\'' => {
                    self.take();
                    let length = self.rest.find('\'').ok_or(UNTERMINATED)?;
                    let text = self.rest.get(..length).unwrap_or_default().to_owned();
                    self.line += text.matches('\n').count();
                    self.skip(length + 1);
                    word.push(Part::Quoted(text));
                }
                '"' => {
                    self.take();
                    let inner = self.double(Some('"'))?;
                    word.push(Part::Double(inner));
                }
                '$' => {
                    let part = self.dollar(false)?;
                    word.push(part);
                }
                '`' => {
                    let part = self.backquoted(false)?;
                    word.push(part);
                }
                c => {
                    self.take();
                    match word.last_mut() {
                        Some(Part::Plain(text)) => text.push(c),
                        _ => word.push(Part::Plain(c.to_string())),
                    }
                }
            }
        }
        self.depth -= 1;
        Ok(word)
    }

    /// What stands in double quotes or in a here-document, up to its end, which is taken.
    fn double(&mut self, end: Option<char>) -> Read<Word> {
        let mut word = Word::new();
        let mut text = String::new();
        let flush = |text: &mut String, word: &mut Word| {
            if !text.is_empty() {
                word.push(Part::Quoted(std::mem::take(text)));
            }
        };
        loop {
            match self.at() {
                None if end.is_none() => break,
                None => return Err(UNTERMINATED.to_owned()),
                Some(c) if Some(c) == end => {
                    self.take();
                    break;
                }
                Some('\\') => {
                    self.take();
                    match self.at() {
                        Some('\n') => {
                            self.take();
                        }
                        Some(c @ ('$' | '`' | '\\')) => {
                            self.take();
                            text.push(c);
                        }
                        Some('"') if end.is_some() => {
                            self.take();
                            text.push('"');
                        }
                        Some('}') if end == Some('}') => {
                            self.take();
                            text.push('}');
                        }
                        _ => text.push('\\'),
                    }
                }
                Some('"') if end == Some('}') => {
                    self.take();
                }
                Some('$') => {
                    flush(&mut text, &mut word);
                    let part = self.dollar(true).map_err(|why| match why.as_str() {
                        "Syntax error: Missing '}'" if end == Some('"') => UNTERMINATED.to_owned(),
                        _ => why,
                    })?;
                    word.push(part);
                }
                Some('`') => {
                    flush(&mut text, &mut word);
                    let part = self.backquoted(true)?;
                    word.push(part);
                }
                Some(c) => {
                    self.take();
                    text.push(c);
                }
            }
        }
        flush(&mut text, &mut word);
        Ok(word)
    }

    fn backquoted(&mut self, quoted: bool) -> Read<Part> {
        self.take();
        let line = self.line;
        let mut text = String::new();
        loop {
            match self.take() {
                None => return Err("Syntax error: EOF in backquote substitution".to_owned()),
                Some('`') => return Ok(Part::Output(Arc::new(Script { text, line }))),
                Some('\\') => match self.take() {
                    Some(c @ ('$' | '`' | '\\')) => text.push(c),
                    Some('"') if quoted => text.push('"'),
                    Some(c) => text.extend(['\\', c]),
                    None => return Err("Syntax error: EOF in backquote substitution".to_owned()),
                },
                Some(c) => text.push(c),
            }
        }
    }

    fn dollar(&mut self, quoted: bool) -> Read<Part> {
        self.take();
        if self.rest.starts_with("((") {
            self.skip(2);
            return self.arithmetic();
        }
        match self.at() {
            Some('(') => {
                self.take();
                let line = self.line;
                let length =
                    super::closing(self.rest).ok_or("Syntax error: end of file unexpected (expecting \")\")")?;
                let text = self.rest.get(..length).unwrap_or_default().to_owned();
                self.line += text.matches('\n').count();
                self.skip(length + 1);
                Ok(Part::Output(Arc::new(Script { text, line })))
            }
            Some('{') => {
                self.take();
                self.braces(quoted)
            }
            Some('\'') if self.flavor == Flavor::Bash && !quoted => {
                self.take();
                let length = self.rest.find('\'').ok_or(UNTERMINATED)?;
                let text = super::escapes(self.rest.get(..length).unwrap_or_default());
                self.skip(length + 1);
                Ok(Part::Quoted(text))
            }
            Some(c) if c.is_ascii_digit() || "@*#?-$!".contains(c) => {
                self.take();
                Ok(Part::Parameter(c.to_string(), Operation::Value))
            }
            Some(c) if c.is_ascii_alphabetic() || c == '_' => Ok(Part::Parameter(self.name(), Operation::Value)),
            _ if quoted => Ok(Part::Quoted("$".to_owned())),
            _ => Ok(Part::Plain("$".to_owned())),
        }
    }

    fn name(&mut self) -> String {
        let length = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let name = self.rest.get(..length).unwrap_or_default().to_owned();
        self.skip(length);
        name
    }

    fn arithmetic(&mut self) -> Read<Part> {
        let mut depth = 0_usize;
        let mut length = None;
        for (at, c) in self.rest.char_indices() {
            match c {
                '(' => depth += 1,
                ')' if depth > 0 => depth -= 1,
                ')' if self.rest.get(at + 1..).is_some_and(|rest| rest.starts_with(')')) => {
                    length = Some(at);
                    break;
                }
                _ => {}
            }
        }
        let length = length.ok_or("Syntax error: Missing '))'")?;
        let mut inner = Lexer::new(self.rest.get(..length).unwrap_or_default(), self.line, self.flavor);
        inner.depth = self.depth + 1;
        if inner.depth > MAX_DEPTH {
            return Err("Syntax error: nested too deeply".to_owned());
        }
        let word = inner.double(None)?;
        self.skip(length + 2);
        Ok(Part::Arithmetic(word))
    }

    /// What stands in `${…}`.
    fn braces(&mut self, quoted: bool) -> Read<Part> {
        let missing = || "Syntax error: Missing '}'".to_owned();
        if self.rest.starts_with('#') && !self.rest.starts_with("#}") {
            self.take();
            let name = self.parameter_name();
            return match self.take() {
                Some('}') if !name.is_empty() => Ok(Part::Parameter(name, Operation::Length)),
                _ => self.bad(),
            };
        }
        let name = self.parameter_name();
        let colon = self.rest.starts_with(':') && !name.is_empty();
        if colon {
            self.take();
        }
        let operation = match self.at() {
            None => return Err(missing()),
            Some('}') if !colon && !name.is_empty() => {
                self.take();
                return Ok(Part::Parameter(name, Operation::Value));
            }
            Some(sign @ ('-' | '=' | '+' | '?')) if !name.is_empty() => {
                self.take();
                Operation::Unset(sign, colon, self.brace_word(quoted)?)
            }
            Some(sign @ ('#' | '%')) if !colon && !name.is_empty() => {
                self.take();
                let doubled = self.at() == Some(sign);
                if doubled {
                    self.take();
                }
                Operation::Trim(sign, doubled, self.brace_word(false)?)
            }
            Some(_) => return self.bad(),
        };
        match self.take() {
            Some('}') => Ok(Part::Parameter(name, operation)),
            _ => Err(missing()),
        }
    }

    fn brace_word(&mut self, quoted: bool) -> Read<Word> {
        if !quoted {
            return self.word(&|c| c == '}');
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("Syntax error: nested too deeply".to_owned());
        }
        let length = super::closing_brace(self.rest).ok_or("Syntax error: Missing '}'")?;
        let mut inner = Lexer::new(self.rest.get(..length).unwrap_or_default(), self.line, self.flavor);
        inner.depth = self.depth;
        let word = inner.double(None)?;
        self.skip(length);
        self.depth -= 1;
        Ok(word)
    }

    fn parameter_name(&mut self) -> String {
        match self.at() {
            Some(c) if c.is_ascii_digit() => {
                let length = self.rest.chars().take_while(char::is_ascii_digit).count();
                let name = self.rest.get(..length).unwrap_or_default().to_owned();
                self.skip(length);
                name
            }
            Some(c) if "@*#?-$!".contains(c) => {
                self.take();
                c.to_string()
            }
            _ => self.name(),
        }
    }

    /// Leaves what cannot be understood up to its bracket; it is refused when it is run.
    fn bad(&mut self) -> Read<Part> {
        match super::closing_brace(self.rest) {
            Some(length) => {
                self.skip(length + 1);
                Ok(Part::Parameter(String::new(), Operation::Bad))
            }
            None if self.rest.is_empty() || !self.rest.contains('}') => Err("Syntax error: Missing '}'".to_owned()),
            None => Ok(Part::Parameter(String::new(), Operation::Bad)),
        }
    }

    /// The text of a here-document, whose mark has been read.
    pub(crate) fn document(&mut self, mark: &Word, strip: bool) -> Read<Word> {
        let quoted = mark.iter().any(|part| matches!(part, Part::Quoted(_) | Part::Double(_)));
        let end = super::literal(mark).unwrap_or_default();
        // It begins behind the line that names it, and behind the documents that this line has named before.
        let begin = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1) + self.documents;
        let below = self.rest.get(begin..).unwrap_or_default();
        let (mut text, mut length) = (String::new(), 0);
        for raw in below.split_inclusive('\n') {
            length += raw.len();
            let raw = if strip { raw.trim_start_matches('\t') } else { raw };
            if raw.trim_end_matches('\n') == end {
                break;
            }
            text.push_str(raw);
        }
        let word = if quoted {
            vec![Part::Quoted(text)]
        } else {
            let mut inner = Lexer::new(&text, self.line + 1, self.flavor);
            inner.depth = self.depth + 1;
            if inner.depth > MAX_DEPTH {
                return Err("Syntax error: nested too deeply".to_owned());
            }
            inner.double(None)?
        };
        self.documents += length;
        Ok(word)
    }
}
