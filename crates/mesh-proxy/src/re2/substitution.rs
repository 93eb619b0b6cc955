//! Replacing what a pattern matches, as `RE2::GlobalReplace`.

use super::error::Error;
use super::{compile, latin1, parse};

/// A pattern and what takes the place of each of its matches.
#[derive(Clone, Debug)]
pub struct Substitution {
    regex: regex_lite::Regex,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Group(usize),
}

impl Substitution {
    /// Compiles a pattern in RE2's syntax and its replacement, in which `\0` to `\9` are groups and `\\` is a backslash.
    ///
    /// # Errors
    /// What RE2 refuses, or accepts and cannot be had here; the message says which.
    pub fn new(pattern: &str, replacement: &str) -> Result<Self, Error> {
        let regex = compile(&parse::parse(&latin1::decode(pattern))?.to_regex_lite())?;
        let pieces = pieces(&latin1::decode(replacement))?;
        let asked = pieces.iter().map(|piece| if let Piece::Group(group) = piece { *group } else { 0 }).max();
        if asked.unwrap_or(0) >= regex.captures_len() {
            return Err(Error::new("the replacement asks for a group that the pattern does not have", replacement));
        }
        Ok(Self { regex, pieces })
    }

    /// A text with all matches replaced.
    #[must_use]
    pub fn replace_all(&self, text: &str) -> String {
        let text = &*latin1::decode(text);
        let mut replaced = String::with_capacity(text.len());
        let mut end = 0;
        for captures in self.regex.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            replaced.push_str(text.get(end..whole.start()).unwrap_or(""));
            for piece in &self.pieces {
                match piece {
                    Piece::Text(text) => replaced.push_str(text),
                    Piece::Group(group) => replaced.push_str(captures.get(*group).map_or("", |group| group.as_str())),
                }
            }
            end = whole.end();
        }
        replaced.push_str(text.get(end..).unwrap_or(""));
        latin1::encode(&replaced)
    }
}

fn pieces(replacement: &str) -> Result<Vec<Piece>, Error> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut characters = replacement.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('\\') => text.push('\\'),
            Some(digit) if digit.is_ascii_digit() => {
                if !text.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                }
                pieces.push(Piece::Group(digit.to_digit(10).unwrap_or(0) as usize));
            }
            _ => return Err(Error::new("invalid rewrite pattern", replacement)),
        }
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}
