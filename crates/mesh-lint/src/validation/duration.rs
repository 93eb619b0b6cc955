//! Durations (`agent.ValidateDuration`).

use crate::{field::Field, findings::Findings};

const MILLISECOND: i128 = 1_000_000;

/// Checks that a duration is a whole number of milliseconds, one at least; none at all is fine.
pub(crate) fn validate(field: Field<'_>, findings: &mut Findings<'_>) {
    let Some(nanoseconds) = nanoseconds(field) else { return };
    if nanoseconds < MILLISECOND {
        findings.error(field, "duration must be greater than 1ms");
    } else if nanoseconds % MILLISECOND != 0 {
        findings.error(field, "only durations to ms precision are supported");
    }
}

/// The length of a duration as Go's `time.ParseDuration` reads it; none where it is absent or cannot be read.
pub(crate) fn nanoseconds(field: Field<'_>) -> Option<i128> {
    if field.present() { parse(&field.text()) } else { None }
}

fn parse(text: &str) -> Option<i128> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !(character.is_ascii_digit() || character == '.'))?;
        let (number, tail) = rest.split_at(digits);
        let unit_end =
            tail.find(|character: char| character.is_ascii_digit() || character == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_end);
        total = total.checked_add(scaled(number, unit_length(unit)?)?)?;
        rest = tail;
    }
    Some(sign * total)
}

fn unit_length(unit: &str) -> Option<i128> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => MILLISECOND,
        "s" => 1_000 * MILLISECOND,
        "m" => 60_000 * MILLISECOND,
        "h" => 3_600_000 * MILLISECOND,
        _ => return None,
    })
}

fn scaled(number: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || whole.len() > 18 {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction = fraction.get(..fraction.len().min(18)).unwrap_or_default();
    let part = if fraction.is_empty() {
        0
    } else {
        fraction.parse::<i128>().ok()? * unit / 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?
    };
    Some(whole * unit + part)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn go_durations() {
        for (text, expected) in [
            ("1s", Some(1_000_000_000)),
            ("1.5s", Some(1_500_000_000)),
            ("1h30m", Some(5_400_000_000_000)),
            ("0", Some(0)),
            ("-5s", Some(-5_000_000_000)),
            ("10", None),
            ("x", None),
            ("", None),
            ("1.s", Some(1_000_000_000)),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
