//! What is expanded in words: double quotes, `$`, backquotes, here-documents.

use std::sync::Arc;

use super::super::tree::{Operation, Part, Script, Word};
use super::super::{Flavor, closing, closing_brace, escapes, literal};
use super::{Lexer, MAX_DEPTH, Read, UNTERMINATED};

impl Lexer<'_> {
    /// What stands in double quotes or in a here-document, up to its end, which is taken.
    pub(super) fn double(&mut self, end: Option<char>) -> Read<Word> {
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

    pub(super) fn backquoted(&mut self, quoted: bool) -> Read<Part> {
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

    pub(super) fn dollar(&mut self, quoted: bool) -> Read<Part> {
        self.take();
        if self.rest.starts_with("((") {
            self.skip(2);
            return self.arithmetic();
        }
        match self.at() {
            Some('(') => {
                self.take();
                let line = self.line;
                let length = closing(self.rest).ok_or("Syntax error: end of file unexpected (expecting \")\")")?;
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
                let text = escapes(self.rest.get(..length).unwrap_or_default());
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
        let length = closing_brace(self.rest).ok_or("Syntax error: Missing '}'")?;
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
        match closing_brace(self.rest) {
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
        let end = literal(mark).unwrap_or_default();
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
