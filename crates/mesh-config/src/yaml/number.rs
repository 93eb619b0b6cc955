//! Numbers as Kubernetes' YAML reader takes them.

use super::Scalar;
use crate::float::parse_float;

impl Scalar {
    /// The number that a plain scalar is: decimal, hexadecimal, octal or binary, `_` allowed (go-yaml v2).
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        if !self.plain {
            return None;
        }
        if let Some(integer) = self.as_integer() {
            return Some(integer as f64);
        }
        let text = &*self.text;
        match text {
            ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
            "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
            ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
            _ => {}
        }
        let begins_well = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        let is_of_one = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E' | b'_');
        if !begins_well || !text.bytes().all(is_of_one) {
            return None;
        }
        // What is too large to be held is no number for Go.
        parse_float(&text.replace('_', "")).filter(|number| number.is_finite())
    }

    /// The whole number that a plain scalar is.
    #[must_use]
    pub fn as_integer(&self) -> Option<i128> {
        let text = self.text.as_ref();
        if !self.plain || !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+')) {
            return None;
        }
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let digits = digits.replace('_', "");
        if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.len() > 40 {
            return None;
        }
        let (radix, digits) = match digits.get(..2) {
            Some("0x" | "0X") => (16, &digits[2..]),
            Some("0b" | "0B") => (2, &digits[2..]),
            Some("0o" | "0O") => (8, &digits[2..]),
            Some(head) if head.starts_with('0') && digits[1..].bytes().all(|b| b.is_ascii_digit()) => (8, &digits[1..]),
            _ => (10, digits.as_str()),
        };
        if !digits.starts_with(|c: char| c.is_digit(radix)) {
            return None;
        }
        let value = i128::from_str_radix(digits, radix).ok()?;
        Some(if negative { -value } else { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Scalar {
        Scalar { text: text.into(), plain: true }
    }

    #[test]
    fn whole_numbers_in_every_notation() {
        for (text, value) in [
            ("0", 0),
            ("-7", -7),
            ("+7", 7),
            ("0x1F", 31),
            ("010", 8),
            ("0o10", 8),
            ("0b11", 3),
            ("1_000", 1000),
            ("-_1", -1),
        ] {
            assert_eq!(plain(text).as_integer(), Some(value), "{text}");
        }
        for text in ["", "-", "1.5", "1e3", "0x", "089", "v1", "1s", "--1", "0x-1"] {
            assert_eq!(plain(text).as_integer(), None, "{text}");
        }
    }

    #[test]
    fn fractions_and_what_only_looks_like_one() {
        assert_eq!(plain("0.5").as_number(), Some(0.5));
        assert_eq!(plain("1e3").as_number(), Some(1000.0));
        assert_eq!(plain("-.5").as_number(), Some(-0.5));
        assert_eq!(plain("1_0.5").as_number(), Some(10.5));
        for text in ["1e400", "e", "1.2.3", "infinity", "nan", "1-2", "."] {
            assert_eq!(plain(text).as_number(), None, "{text}");
        }
    }
}
