//! Backslash sequences that stand for one character.

use super::error::Error;

/// The greatest code point of Latin-1.
const MAXIMUM: u32 = 0xFF;

/// Reads what follows a backslash (`rest` begins behind it): the code point, at most 255, and how many bytes it takes.
pub(super) fn character(rest: &str) -> Result<(u32, usize), Error> {
    let bad = |length: usize| {
        let part: String = rest.chars().take(length).collect();
        Error::new("invalid escape sequence", format!("\\{part}"))
    };
    let Some(first) = rest.chars().next() else { return Err(Error::new("trailing \\", "")) };
    match first {
        'a' => Ok((7, 1)),
        'f' => Ok((12, 1)),
        'n' => Ok((10, 1)),
        'r' => Ok((13, 1)),
        't' => Ok((9, 1)),
        'v' => Ok((11, 1)),
        'x' => hexadecimal(rest).ok_or_else(|| bad(2)),
        '0'..='7' => octal(rest).ok_or_else(|| bad(1)),
        first if first.is_ascii() && !first.is_ascii_alphanumeric() => Ok((u32::from(first), 1)),
        _ => Err(bad(1)),
    }
}

/// One to three digits; a single one that is not zero would be a back reference.
fn octal(rest: &str) -> Option<(u32, usize)> {
    let digits = rest.bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    let text = rest.get(..digits)?;
    if digits == 1 && text != "0" {
        return None;
    }
    let code = u32::from_str_radix(text, 8).ok()?;
    (code <= MAXIMUM).then_some((code, digits))
}

/// `x7F` or `x{7F}`.
fn hexadecimal(rest: &str) -> Option<(u32, usize)> {
    let behind = rest.get(1..)?;
    let (digits, length) = match behind.strip_prefix('{') {
        Some(inner) => {
            let end = inner.find('}')?;
            (inner.get(..end)?, 1 + 1 + end + 1)
        }
        None => (behind.get(..2)?, 3),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let code = u32::from_str_radix(digits, 16).ok()?;
    (code <= MAXIMUM).then_some((code, length))
}
