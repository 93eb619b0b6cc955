//! How proto JSON writes what serde would write otherwise: durations, 64-bit integers, whole doubles.

use serde::{Deserialize, Deserializer, Serializer, de};

/// Whether a value is the default that proto JSON leaves out.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A duration as `"1.500s"`: no, three, six or nine digits after the point, as protobuf's own printers do.
pub(super) mod duration {
    use std::time::Duration;

    use super::{Deserialize, Deserializer, Serializer, de};

    pub(in super::super) fn print(value: Duration) -> String {
        let (seconds, nanos) = (value.as_secs(), value.subsec_nanos());
        match nanos {
            0 => format!("{seconds}s"),
            n if n % 1_000_000 == 0 => format!("{seconds}.{:03}s", n / 1_000_000),
            n if n % 1_000 == 0 => format!("{seconds}.{:06}s", n / 1_000),
            n => format!("{seconds}.{n:09}s"),
        }
    }

    pub(in super::super) fn parse(text: &str) -> Option<Duration> {
        let number = text.strip_suffix('s')?;
        let (seconds, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if seconds.is_empty() || !digits(seconds) || !digits(fraction) || fraction.len() > 9 {
            return None;
        }
        let nanos = if fraction.is_empty() { 0 } else { format!("{fraction:0<9}").parse().ok()? };
        Some(Duration::new(seconds.parse().ok()?, nanos))
    }

    pub(in super::super) mod option {
        use super::{Deserialize, Deserializer, Duration, Serializer, de, parse, print};

        pub(in super::super::super) fn serialize<S: Serializer>(
            value: &Option<Duration>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => serializer.serialize_str(&print(*value)),
                None => serializer.serialize_none(),
            }
        }

        pub(in super::super::super) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<Duration>, D::Error> {
            let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
            match parse(&text) {
                Some(value) => Ok(Some(value)),
                None => {
                    Err(de::Error::custom(format!("{text:?} is not a duration of zero or more seconds, as \"1.5s\"")))
                }
            }
        }
    }
}

/// A 64-bit integer, which proto JSON writes as a string and reads as a string or a number.
pub(super) mod integer64 {
    use std::fmt::Display;
    use std::str::FromStr;

    use super::{Deserialize, Deserializer, Serializer, de};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum TextOrNumber<T> {
        Number(T),
        Text(String),
    }

    fn parse<T: FromStr, E: de::Error>(value: TextOrNumber<T>) -> Result<T, E> {
        match value {
            TextOrNumber::Number(number) => Ok(number),
            TextOrNumber::Text(text) => {
                text.parse().map_err(|_| E::custom(format!("{text:?} is not an integer in range")))
            }
        }
    }

    pub(in super::super) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(in super::super) fn deserialize<'de, T: FromStr + Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        parse(TextOrNumber::deserialize(deserializer)?)
    }

    pub(in super::super) mod option {
        use super::{Deserialize, Deserializer, Display, FromStr, Serializer, TextOrNumber, parse};

        pub(in super::super::super) fn serialize<T: Display, S: Serializer>(
            value: &Option<T>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => serializer.collect_str(value),
                None => serializer.serialize_none(),
            }
        }

        pub(in super::super::super) fn deserialize<'de, T: FromStr + Deserialize<'de>, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<T>, D::Error> {
            Option::<TextOrNumber<T>>::deserialize(deserializer)?.map(parse).transpose()
        }
    }
}

/// A double that is written without `.0` when it is whole.
pub(super) mod double {
    use super::Serializer;

    pub(in super::super) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = *value as i64;
        if whole as f64 == *value && whole.unsigned_abs() < 1 << 53 {
            serializer.serialize_i64(whole)
        } else {
            serializer.serialize_f64(*value)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::duration;

    #[test]
    fn durations_are_written_as_protobuf_does() {
        for (nanos, text) in
            [(0, "0s"), (1_500_000_000, "1.500s"), (250_000, "0.000250s"), (60_000_000_001, "60.000000001s")]
        {
            assert_eq!(duration::print(Duration::from_nanos(nanos)), text);
            assert_eq!(duration::parse(text), Some(Duration::from_nanos(nanos)));
        }
        assert_eq!(duration::parse("1.5s"), Some(Duration::from_millis(1500)));
        for text in ["", "s", "1", "-1s", "1.s.s", "1.0000000001s", "+1s", "99999999999999999999s"] {
            assert_eq!(duration::parse(text), None, "{text}");
        }
    }
}
