//! Texts of files on a terminal: what would steer it is shown, not sent.

use std::borrow::Cow;

/// A text as one line of a message: control characters, line breaks among them, and what turns the direction of
/// writing stand as `\u{1b}`.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |character| character == ' ')
}

/// Columns of a terminal that a text takes: Hangul, Han and Kana take two each (Unicode's East Asian Width, `W` and `F`).
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

fn is_wide(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}')
}

/// A text of several lines: line breaks and tabs stay.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |character| matches!(character, '\n' | '\t'))
}

fn escaped(text: &str, stays: fn(char) -> bool) -> Cow<'_, str> {
    let is_escaped = |character: char| steers(character) && !stays(character);
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' if is_escaped(character) => escaped.push_str("\\n"),
            '\r' if is_escaped(character) => escaped.push_str("\\r"),
            '\t' if is_escaped(character) => escaped.push_str("\\t"),
            other if is_escaped(other) => escaped.extend(other.escape_unicode()),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// Controls (C0, DEL, C1), marks and overrides of direction, and separators of lines.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown() {
        assert_eq!(line("a\u{1b}[2J\u{9b}1m\0b\u{7f}"), "a\\u{1b}[2J\\u{9b}1m\\u{0}b\\u{7f}");
        assert_eq!(line("gnp.\u{202e}exe\u{200f}"), "gnp.\\u{202e}exe\\u{200f}");
        assert_eq!(line("a\nb\tc\rd"), "a\\nb\\tc\\rd");
        assert_eq!(lines("a\nb\tc\rd\u{1b}"), "a\nb\tc\\rd\\u{1b}");
    }

    #[test]
    fn hangul_takes_two_columns() {
        for (text, width) in [("", 0), ("route", 5), ("라우트", 6), ("필터 체인", 9), ("é 503", 5)] {
            assert_eq!(columns(text), width, "{text}");
        }
    }

    #[test]
    fn other_texts_are_left_as_they_are() {
        for text in ["카나리 🚀 é", "plain: [text]", ""] {
            assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
        }
    }
}
