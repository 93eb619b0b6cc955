//! Whole numbers, however they are written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// 0 to 2⁶⁴ - 1. To JSON `3`, `3.0` and `3e0` are the same number, and some writers know only one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole(pub(super) u64);

/// 2⁶⁴, the first number that is too large.
const END: f64 = 18_446_744_073_709_551_616.0;

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u64(Digits).map(Self)
    }
}

struct Digits;

impl Visitor<'_> for Digits {
    type Value = u64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a whole number from 0 to {}", u64::MAX)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u64, E> {
        Ok(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u64, E> {
        u64::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<u64, E> {
        if number.fract() == 0.0 && (0.0..END).contains(&number) {
            Ok(number as u64)
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_read_in_every_form() {
        let read = |text: &str| serde_json::from_str::<Whole>(text).ok().map(|whole| whole.0);
        for text in ["3", "3.0", "3e0", "0.3e1"] {
            assert_eq!(read(text), Some(3), "{text}");
        }
        assert_eq!((read("-0.0"), read("18446744073709551615")), (Some(0), Some(u64::MAX)));
        for text in ["-1", "0.5", "18446744073709551616", "1e20", "\"3\"", "true", "null"] {
            assert_eq!(read(text), None, "{text}");
        }
        let message = serde_json::from_str::<Whole>("-1").unwrap_err().to_string();
        assert!(message.contains("`-1`, expected a whole number from 0"), "{message}");
    }
}
