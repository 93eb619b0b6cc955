//! Small readings of texts.

use super::tree::{Part, Word};

/// Whether a text may be the name of a variable.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The text of a word that needs no expansion.
pub(super) fn literal(word: &[Part]) -> Option<String> {
    word.iter()
        .map(|part| match part {
            Part::Plain(text) | Part::Quoted(text) => Some(text.clone()),
            Part::Double(inner) => literal(inner),
            _ => None,
        })
        .collect()
}

/// `NAME=value` at the beginning of a word.
pub(super) fn assignment(word: &Word) -> Option<(String, Word)> {
    let Some(Part::Plain(first)) = word.first() else { return None };
    let (name, rest) = first.split_once('=').filter(|(name, _)| is_name(name))?;
    let mut value = Word::new();
    if !rest.is_empty() {
        value.push(Part::Plain(rest.to_owned()));
    }
    value.extend(word.iter().skip(1).cloned());
    Some((name.to_owned(), value))
}

/// Where the bracket that stands before a text is closed, quotes left aside.
pub(super) fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut escaped) = (1_usize, None, false);
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None | Some('"'), '\\') => escaped = true,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where the brace that stands before a text is closed, inner ones left aside.
pub(super) fn closing_brace(text: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (1_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// A text with its `\n`, `\t`, `\\` … read.
pub(crate) fn escapes(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('a') => out.push('\u{7}'),
            Some('b') => out.push('\u{8}'),
            Some('e') => out.push('\u{1b}'),
            Some('f') => out.push('\u{c}'),
            Some('v') => out.push('\u{b}'),
            Some('\\') => out.push('\\'),
            Some('c') => return out,
            Some('0') => {
                let mut code = 0_u32;
                for _ in 0..3 {
                    let Some(digit) = chars.next_if(|c| ('0'..='7').contains(c)) else { break };
                    code = code * 8 + digit.to_digit(8).unwrap_or(0);
                }
                out.extend(char::from_u32(code));
            }
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_closed_where_quotes_are() {
        assert_eq!(closing("a (b) ')' \")\" c) d"), Some(15));
        assert_eq!(closing("a"), None);
        assert_eq!(closing_brace("a${b}c}d"), Some(6));
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(escapes("a\\nb\\\\\\q\\0101\\cx"), "a\nb\\\\qA");
    }
}
