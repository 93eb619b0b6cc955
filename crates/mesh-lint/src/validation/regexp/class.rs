//! What stands in square brackets.

use super::{
    SyntaxError, cut,
    escape::{escape, perl_class, unicode_class},
};

const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

/// What follows the class at the start of a text.
pub(super) fn class(text: &str) -> Result<&str, SyntaxError<'_>> {
    let inside = text.strip_prefix('[').unwrap_or(text);
    let mut rest = inside.strip_prefix('^').unwrap_or(inside);
    let mut is_first = true;
    loop {
        if let Some(after) = rest.strip_prefix(']').filter(|_| !is_first) {
            return Ok(after);
        }
        is_first = false;
        let set = match posix(rest)? {
            None => unicode_class(rest)?.or_else(|| perl_class(rest)),
            found => found,
        };
        if let Some(after) = set {
            rest = after;
            continue;
        }
        let (low, mut after) = character(rest, text)?;
        if let Some(high) = after.strip_prefix('-').filter(|high| !high.is_empty() && !high.starts_with(']')) {
            let high_end;
            (high_end, after) = character(high, text)?;
            if high_end < low {
                return Err(("invalid character class range", cut(rest, after)));
            }
        }
        rest = after;
    }
}

/// What follows `[:alpha:]` at the start of a text; none for anything else.
fn posix(text: &str) -> Result<Option<&str>, SyntaxError<'_>> {
    let Some((name, after)) = text.strip_prefix("[:").and_then(|rest| rest.split_once(":]")) else { return Ok(None) };
    if POSIX.contains(&name.strip_prefix('^').unwrap_or(name)) {
        return Ok(Some(after));
    }
    Err(("invalid character class range", cut(text, after)))
}

fn character<'a>(text: &'a str, class: &'a str) -> Result<(char, &'a str), SyntaxError<'a>> {
    match text.chars().next() {
        None => Err(("missing closing ]", class)),
        Some('\\') => escape(text),
        Some(character) => Ok((character, &text[character.len_utf8()..])),
    }
}
