//! Numbers in words and in scalars, with what they are counted in.

use std::ops::Range;

/// What a number is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Pieces, or nothing that is known.
    Count,
    Percent,
    /// A time; so many milliseconds are one of it.
    Time(u32),
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    /// As it is written, without its unit.
    pub(crate) value: f64,
    pub(crate) unit: Unit,
    /// Its digits.
    pub(crate) range: Range<usize>,
}

/// Units of time, longer names first, with their milliseconds.
const TIMES: &[(&str, u32)] = &[
    ("milliseconds", 1),
    ("ms", 1),
    ("밀리초", 1),
    ("seconds", 1_000),
    ("second", 1_000),
    ("s", 1_000),
    ("초", 1_000),
    ("minutes", 60_000),
    ("minute", 60_000),
    ("분", 60_000),
    ("m", 60_000),
    ("hours", 3_600_000),
    ("hour", 3_600_000),
    ("시간", 3_600_000),
    ("h", 3_600_000),
];

/// The numbers of a text. Digits that are part of a name (`v2`, `node-01`, `5xx`, `1.29.2`) are none.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(begin) = text.get(at..).and_then(|rest| rest.find(|it: char| it.is_ascii_digit())) {
        let begin = at + begin;
        let end = begin + length(text.get(begin..).unwrap_or_default());
        at = end;
        let (before, behind) = (text.get(..begin).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let (unit, behind) = unit(behind);
        let is_name = ends_in_name(before) || behind.starts_with(|it: char| it.is_ascii_alphanumeric() || it == '_');
        let digits: String = text.get(begin..end).unwrap_or_default().chars().filter(|it| *it != ',').collect();
        match digits.parse::<f64>() {
            Ok(value) if !is_name => numbers.push(Number { value, unit, range: begin..end }),
            // Something like 1.29.2 is no number as a whole.
            _ => {}
        }
    }
    numbers
}

/// How long a number is that a text begins with: digits, commas before three of them, dots before digits.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    loop {
        match bytes.get(end) {
            Some(byte) if byte.is_ascii_digit() => end += 1,
            Some(b',') if (end + 1..end + 4).all(is_digit) && !is_digit(end + 4) => end += 4,
            Some(b'.') if is_digit(end + 1) => end += 2,
            _ => return end,
        }
    }
}

/// What a number is counted in, told by what stands behind it, and what comes then.
fn unit(behind: &str) -> (Unit, &str) {
    let word = behind.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if let Some(rest) = word.strip_prefix('%') {
        return (Unit::Percent, rest);
    }
    let time = TIMES.iter().find_map(|(name, milliseconds)| {
        let rest = word.strip_prefix(name)?;
        // `10 s` is a time, `10 services` is none; nor is 7분의 1.
        let is_whole = !(name.is_ascii() && rest.starts_with(|it: char| it.is_ascii_alphanumeric()));
        (is_whole && !rest.starts_with('의')).then_some((Unit::Time(*milliseconds), rest))
    });
    time.unwrap_or((Unit::Count, behind))
}

/// Whether a number behind a text goes on with a name.
fn ends_in_name(before: &str) -> bool {
    let mut backwards = before.chars().rev();
    match backwards.next() {
        Some('_') => true,
        Some('-' | '/' | '.') => backwards.next().is_some_and(|it| it.is_ascii_alphabetic()),
        Some(last) => last.is_ascii_alphanumeric(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_with_their_units() {
        let told = |text: &str| numbers(text).iter().map(|it| (it.value, it.unit)).collect::<Vec<_>>();
        let (count, percent, seconds) = (Unit::Count, Unit::Percent, Unit::Time(1_000));
        for (text, expected) in [
            ("between 7 and 13.2 % of 1,000", vec![(7.0, count), (13.2, percent), (1_000.0, count)]),
            (
                "10 s, 20초, 5 services, 6 ms",
                vec![(10.0, seconds), (20.0, seconds), (5.0, count), (6.0, Unit::Time(1))],
            ),
            ("30s 2m 25%", vec![(30.0, seconds), (2.0, Unit::Time(60_000)), (25.0, percent)]),
            (
                "1/7은 14.3%입니다. 7분의 1",
                vec![(1.0, count), (7.0, count), (14.3, percent), (7.0, count), (1.0, count)],
            ),
            ("0.9¹⁰ (127, 128) 2023, then", vec![(0.9, count), (127.0, count), (128.0, count), (2023.0, count)]),
            ("v2 node-01 5xx 1.29.2 HTTP/1.1 a_1 2nd IST0101", vec![]),
            (
                "--replicas=9 [7.0, 13] :8080/41",
                vec![(9.0, count), (7.0, count), (13.0, count), (8080.0, count), (41.0, count)],
            ),
            ("", vec![]),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
