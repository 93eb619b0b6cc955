//! A line in tokens.

use std::sync::Arc;

use super::parser::Parser;
use super::tree::{Part, Word};

/// How deep `$(…)` may be nested.
const MAX_DEPTH: usize = 16;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word.
    Word(Word),
    /// `|`, `&&`, `;`, a line feed …
    Operator(&'static str),
    /// A redirection: the number before it, if any, and the operator.
    Redirect(Option<char>, &'static str),
}

/// Longer ones first.
const OPERATORS: [&str; 8] = ["&&", "||", ";;", ";", "|", "&", "(", ")"];
const REDIRECTS: [&str; 8] = ["<<<", "<<", "&>>", "&>", ">>", ">&", ">", "<"];

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, depth: usize) -> Self {
        Self { text, at: 0, depth }
    }

    /// All tokens, or what is wrong.
    pub(super) fn tokens(mut self) -> Result<Vec<Token>, String> {
        let mut tokens = Vec::new();
        let mut documents: Vec<(usize, String)> = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' => self.skip(c),
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '\n' => {
                    self.skip(c);
                    tokens.push(Token::Operator("\n"));
                    for (place, end) in std::mem::take(&mut documents) {
                        let text = self.document(&end);
                        let word = Word { parts: vec![Part::Text(text, true)] };
                        tokens.insert(place, Token::Word(word));
                    }
                }
                _ => {
                    let digit =
                        c.is_ascii_digit() && self.rest().get(1..).is_some_and(|rest| rest.starts_with(['>', '<']));
                    let rest = self.rest().get(usize::from(digit)..).unwrap_or_default();
                    if let Some(redirect) = REDIRECTS.iter().find(|operator| rest.starts_with(**operator)) {
                        self.at += redirect.len() + usize::from(digit);
                        tokens.push(Token::Redirect(digit.then_some(c), redirect));
                        if *redirect == "<<" {
                            let end = self.end_mark()?;
                            documents.push((tokens.len(), end));
                        }
                    } else if let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
                        self.at += operator.len();
                        tokens.push(Token::Operator(operator));
                    } else {
                        tokens.push(Token::Word(self.word()?));
                    }
                }
            }
        }
        for (place, end) in documents {
            let text = self.document(&end);
            tokens.insert(place.min(tokens.len()), Token::Word(Word { parts: vec![Part::Text(text, true)] }));
        }
        Ok(tokens)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    /// The word after `<<`, without quotes.
    fn end_mark(&mut self) -> Result<String, String> {
        while matches!(self.peek(), Some(' ' | '\t' | '-')) {
            self.at += 1;
        }
        let word = self.word()?;
        Ok(word.parts.iter().map(|part| if let Part::Text(text, _) = part { text.as_str() } else { "" }).collect())
    }

    /// The lines up to the one that is the mark.
    fn document(&mut self, end: &str) -> String {
        let mut text = String::new();
        while !self.rest().is_empty() {
            let line = self.rest().split_inclusive('\n').next().unwrap_or_default();
            self.at += line.len();
            if line.trim() == end {
                break;
            }
            text.push_str(line);
        }
        text
    }

    fn word(&mut self) -> Result<Word, String> {
        let mut parts = Vec::new();
        let mut text = String::new();
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' | ';' | '|' | '&' | '(' | ')' | '<' | '>' => break,
                '\\' => {
                    self.skip(c);
                    if let Some(next) = self.peek() {
                        self.skip(next);
                        if next != '\n' {
                            push(&mut parts, &mut text);
                            parts.push(Part::Text(next.to_string(), true));
                        }
                    }
                }
                '\'' => {
                    self.skip(c);
                    let length = self.rest().find('\'').ok_or("Syntax error: Unterminated quoted string")?;
                    push(&mut parts, &mut text);
                    parts.push(Part::Text(self.rest().get(..length).unwrap_or_default().to_owned(), true));
                    self.at += length + 1;
                }
                '"' => {
                    self.skip(c);
                    push(&mut parts, &mut text);
                    self.quoted(&mut parts)?;
                }
                '$' => self.dollar(&mut parts, &mut text, false)?,
                '`' => self.backticks(&mut parts, &mut text, false)?,
                _ => {
                    text.push(c);
                    self.skip(c);
                }
            }
        }
        push(&mut parts, &mut text);
        Ok(Word { parts })
    }

    /// What stands in double quotes.
    fn quoted(&mut self, parts: &mut Vec<Part>) -> Result<(), String> {
        let mut text = String::new();
        parts.push(Part::Text(String::new(), true));
        loop {
            match self.peek().ok_or("Syntax error: Unterminated quoted string")? {
                '"' => {
                    self.at += 1;
                    if !text.is_empty() {
                        parts.push(Part::Text(text, true));
                    }
                    return Ok(());
                }
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some('\n') => self.at += 1,
                        Some(next @ ('$' | '`' | '"' | '\\')) => {
                            text.push(next);
                            self.skip(next);
                        }
                        _ => text.push('\\'),
                    }
                }
                '$' => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text), true));
                    }
                    self.dollar(parts, &mut text, true)?;
                }
                '`' => self.backticks(parts, &mut text, true)?,
                c => {
                    text.push(c);
                    self.skip(c);
                }
            }
        }
    }

    /// What begins with `$`; a lone one is text.
    fn dollar(&mut self, parts: &mut Vec<Part>, text: &mut String, quoted: bool) -> Result<(), String> {
        let rest = self.rest().get(1..).unwrap_or_default();
        if rest.starts_with("((")
            && let Some(length) = rest.find("))")
        {
            push(parts, text);
            parts.push(Part::Arithmetic(rest.get(2..length).unwrap_or_default().to_owned()));
            self.at += length + 3;
            return Ok(());
        }
        if rest.starts_with('(') {
            let length = closing(rest).ok_or("Syntax error: end of file unexpected (expecting \")\")")?;
            let inner = rest.get(1..length).unwrap_or_default();
            push(parts, text);
            parts.push(Part::Output(self.nested(inner)?, quoted));
            self.at += length + 2;
            return Ok(());
        }
        let (name, length) = if let Some(rest) = rest.strip_prefix('{') {
            let length = rest.find('}').ok_or("Syntax error: end of file unexpected (expecting \"}\")")?;
            (rest.get(..length).unwrap_or_default(), length + 2)
        } else if rest.starts_with(['?', '#', '@', '*', '$', '!']) {
            (rest.get(..1).unwrap_or_default(), 1)
        } else {
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            (rest.get(..length).unwrap_or_default(), length)
        };
        if name.is_empty() {
            text.push('$');
            self.at += 1;
            return Ok(());
        }
        push(parts, text);
        parts.push(Part::Variable(name.to_owned(), quoted));
        self.at += length + 1;
        Ok(())
    }

    fn backticks(&mut self, parts: &mut Vec<Part>, text: &mut String, quoted: bool) -> Result<(), String> {
        let rest = self.rest().get(1..).unwrap_or_default();
        let length = rest.find('`').ok_or("Syntax error: EOF in backquote substitution")?;
        let inner = rest.get(..length).unwrap_or_default().to_owned();
        push(parts, text);
        parts.push(Part::Output(self.nested(&inner)?, quoted));
        self.at += length + 2;
        Ok(())
    }

    fn nested(&self, text: &str) -> Result<Arc<super::List>, String> {
        if self.depth >= MAX_DEPTH {
            return Err("Syntax error: nested too deeply".to_owned());
        }
        Ok(Arc::new(Parser::parse(text, self.depth + 1)?))
    }
}

fn push(parts: &mut Vec<Part>, text: &mut String) {
    if !text.is_empty() {
        parts.push(Part::Text(std::mem::take(text), false));
    }
}

/// Where the bracket that opens the text is closed, quotes left aside.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (None | Some('"'), '\\') => escaped = true,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            (None, _) => {}
        }
    }
    None
}
