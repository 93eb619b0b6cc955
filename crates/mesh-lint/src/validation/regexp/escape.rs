//! What stands behind a backslash.

use super::{SyntaxError, cut, unicode};

/// What follows `\d`, `\s`, `\w` or their opposites at the start of a text; none for anything else.
pub(super) fn perl_class(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('\\')?;
    inside.strip_prefix(['d', 'D', 's', 'S', 'w', 'W'])
}

/// What follows `\pL` or `\p{Greek}` at the start of a text; none for anything else.
pub(super) fn unicode_class(text: &str) -> Result<Option<&str>, SyntaxError<'_>> {
    let Some(inside) = text.strip_prefix("\\p").or_else(|| text.strip_prefix("\\P")) else { return Ok(None) };
    let (name, after) = match inside.strip_prefix('{') {
        Some(braced) => braced.split_once('}').ok_or(("invalid character class range", text))?,
        None => inside.split_at(inside.chars().next().map_or(0, char::len_utf8)),
    };
    let name = name.strip_prefix('^').unwrap_or(name);
    if unicode::is_known(name) {
        return Ok(Some(after));
    }
    Err(("invalid character class range", cut(text, after)))
}

/// The character that an escape stands for, and what follows it.
pub(super) fn escape(text: &str) -> Result<(char, &str), SyntaxError<'_>> {
    let inside = text.strip_prefix('\\').unwrap_or(text);
    let Some(character) = inside.chars().next() else {
        return Err(("trailing backslash at end of expression", ""));
    };
    let after = &inside[character.len_utf8()..];
    let meaning = match character {
        'a' => '\u{7}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        'x' => return hexadecimal(text, after),
        // An octal escape begins with 0 or has two digits at least: `\1` would refer back, which RE2 cannot.
        '1'..='7' if !after.starts_with(|next: char| next.is_digit(8)) => return Err(invalid(text, after)),
        '0'..='7' => return Ok(octal(inside)),
        _ if character.is_ascii() && !character.is_ascii_alphanumeric() => character,
        _ => return Err(invalid(text, after)),
    };
    Ok((meaning, after))
}

fn invalid<'a>(text: &'a str, after: &str) -> SyntaxError<'a> {
    ("invalid escape sequence", cut(text, after))
}

fn octal(text: &str) -> (char, &str) {
    let length = text.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    let (digits, after) = text.split_at(length);
    (u32::from_str_radix(digits, 8).ok().and_then(char::from_u32).unwrap_or_default(), after)
}

/// `\x7F` or `\x{10FFFF}`; `after` follows the x.
fn hexadecimal<'a>(text: &'a str, after: &'a str) -> Result<(char, &'a str), SyntaxError<'a>> {
    const MOST: u32 = 0x10_FFFF;
    let Some(braced) = after.strip_prefix('{') else {
        let two = after.char_indices().nth(2).map_or(after.len(), |(at, _)| at);
        let (digits, tail) = after.split_at(two);
        let is_hexadecimal = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal);
        return code.and_then(char::from_u32).map(|character| (character, tail)).ok_or(invalid(text, tail));
    };
    let mut code: Option<u32> = None;
    for (at, character) in braced.char_indices() {
        let tail = &braced[at + character.len_utf8()..];
        let next = match (character, character.to_digit(16)) {
            ('}', _) => {
                let meaning = code.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                return meaning.map(|meaning| (meaning, tail)).ok_or(invalid(text, tail));
            }
            (_, Some(digit)) => code.unwrap_or_default() * 16 + digit,
            (_, None) => return Err(invalid(text, tail)),
        };
        if next > MOST {
            return Err(invalid(text, tail));
        }
        code = Some(next);
    }
    Err(invalid(text, ""))
}
