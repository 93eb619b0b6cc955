//! Durations as Go writes them, which Istio and the playground's own kinds share.

use std::time::Duration;

use mesh_words::say;

use super::Refusal;

/// Reads `1.5s`, `1h30m`, `250ms` (Go's `time.ParseDuration`); a negative one counts as zero, which validation refuses too.
///
/// # Errors
/// Says that a unit is missing, or that it is no duration at all.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, Refusal> {
    let negative = text.starts_with('-');
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits == "0" {
        return Ok(Duration::ZERO);
    }
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let cure = say!("config-cure-add-unit", number = text);
        return Err(Refusal::new(say!("config-expected-duration"), cure).replace_by(format!("{text}s")));
    }
    match parts(digits) {
        Some(_) if negative => Ok(Duration::ZERO),
        Some(duration) => Ok(duration),
        None => Err(Refusal::new(say!("config-expected-duration-with-units"), say!("config-cure-duration-units"))),
    }
}

/// A duration as Istio's and the playground's kinds write it; `None` where it is none.
#[must_use]
pub fn duration(text: &str) -> Option<Duration> {
    parse_duration(text).ok()
}

fn parts(mut rest: &str) -> Option<Duration> {
    let mut nanoseconds = 0_u128;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let number_end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(number_end);
        let unit_end = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_end);
        nanoseconds = nanoseconds.checked_add(scaled(number, unit_nanoseconds(unit)?)?)?;
        rest = tail;
    }
    // Go counts them in 64 bits with a sign.
    i64::try_from(nanoseconds).ok().map(|nanoseconds| Duration::from_nanos(nanoseconds.unsigned_abs()))
}

fn unit_nanoseconds(unit: &str) -> Option<u128> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// `number` times `unit`, cut off below a nanosecond.
fn scaled(number: &str, unit: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut total = whole.checked_mul(unit)?;
    let mut place = unit;
    for digit in fraction.bytes() {
        place /= 10;
        total = total.checked_add(u128::from(digit - b'0') * place)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_durations() {
        for (text, nanoseconds) in [
            ("1.5s", 1_500_000_000_u64),
            ("250ms", 250_000_000),
            ("1h30m", 5_400_000_000_000),
            ("0", 0),
            ("0s", 0),
            (".5s", 500_000_000),
            ("1us2ns", 1_002),
            ("-1s", 0),
            ("0.123456789s", 123_456_789),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_nanos(nanoseconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_names_the_cure() {
        assert_eq!(parse_duration("10").unwrap_err().replacement.as_deref(), Some("10s"));
        for text in ["", "s", "1.2.3s", ".s", "1 s", "1d", "abc", "99999999999999999999h", "-"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }
}
