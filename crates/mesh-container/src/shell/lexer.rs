//! A script in tokens.

mod expansion;

use super::Flavor;
use super::tree::{Part, Word};

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
}
