//! Texts, numbers, booleans and the words of enumerations, as Istio's and Kubernetes' JSON readers take them.

use std::time::Duration;

use mesh_words::{Words, say};

use super::FromScalar;
use crate::float::parse_float;
use crate::schema::{Enumeration, Shape, closest};
use crate::{Scalar, decode::parse_duration};

/// Why a scalar is not the value that its place needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// What was expected, such as `a whole number from 0 to 4294967295`.
    pub expected: Words,
    /// What to do about it.
    pub cure: Words,
    /// What would stand there instead, where there is a good guess.
    pub replacement: Option<String>,
}

impl Refusal {
    pub(crate) fn new(expected: Words, cure: Words) -> Self {
        Self { expected, cure, replacement: None }
    }

    pub(crate) fn replace_by(mut self, text: impl Into<String>) -> Self {
        self.replacement = Some(text.into());
        self
    }
}

impl FromScalar for String {
    fn shape() -> Shape {
        Shape::Scalar("string")
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        if scalar.is_null() {
            return Ok(String::new());
        }
        if scalar.as_bool().is_some() || scalar.as_number().is_some() {
            let quoted = format!("\"{}\"", scalar.text);
            return Err(Refusal::new(say!("config-expected-text"), say!("config-cure-quotes", quoted = &quoted))
                .replace_by(quoted));
        }
        Ok(scalar.text.to_string())
    }
}

impl FromScalar for bool {
    fn shape() -> Shape {
        Shape::Scalar("bool")
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        if scalar.is_null() {
            return Ok(false);
        }
        scalar.as_bool().ok_or_else(|| {
            let refusal = Refusal::new(say!("config-expected-boolean"), say!("config-cure-no-quotes"));
            match scalar.text.to_ascii_lowercase().as_str() {
                word @ ("true" | "false") => refusal.replace_by(word),
                _ => refusal,
            }
        })
    }
}

macro_rules! whole_number {
    ($($type:ty = $name:literal),*) => {
        $(impl FromScalar for $type {
            fn shape() -> Shape {
                Shape::Scalar($name)
            }

            fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
                if scalar.is_null() {
                    return Ok(0);
                }
                let plain = scalar.as_integer().or_else(|| scalar.as_number().and_then(whole));
                let number = match plain {
                    // JSON writes `-0.0` as `-0`, which has a sign.
                    Some(0) if <$type>::MIN == 0 && scalar.text.starts_with('-') && scalar.as_integer().is_none() => None,
                    Some(integer) => integer.try_into().ok(),
                    None => quoted(scalar, |text| text.parse().ok()),
                };
                number.ok_or_else(|| {
                    let expected = say!("config-expected-whole-number", least = <$type>::MIN, most = <$type>::MAX);
                    Refusal::new(expected, say!("config-cure-such-a-number"))
                })
            }
        })*
    };
}

whole_number!(u16 = "uint16", u32 = "uint32", i32 = "int32", u64 = "uint64", i64 = "int64");

/// The whole number that `1e3` or `5.0` is.
fn whole(number: f64) -> Option<i128> {
    (number.is_finite() && number.trunc() == number && number.abs() < 1e18).then_some(number as i128)
}

impl FromScalar for f64 {
    fn shape() -> Shape {
        Shape::Scalar("double")
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        if scalar.is_null() {
            return Ok(0.0);
        }
        let number = scalar.as_number().or_else(|| match &*scalar.text {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => quoted(scalar, parse_float).filter(|number| number.is_finite()),
        });
        number.ok_or_else(|| Refusal::new(say!("config-expected-number"), say!("config-cure-number")))
    }
}

/// The number that a text holds as JSON writes it, which Istio's reader takes in quotes too; `null` is 0.
fn quoted<T: Default>(scalar: &Scalar, read: fn(&str) -> Option<T>) -> Option<T> {
    let text = scalar.text.trim_matches([' ', '\t', '\n', '\r']);
    if text == "null" {
        return Some(T::default());
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    let begins_well = whole == 1 || (whole > 1 && !digits.starts_with('0'));
    let is_json = |character: char| character.is_ascii_digit() || matches!(character, '.' | 'e' | 'E' | '+' | '-');
    let fraction_is_whole = !digits.contains(['.'])
        || digits.split('.').nth(1).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    (scalar.as_bool().is_none() && begins_well && digits.chars().all(is_json) && fraction_is_whole)
        .then(|| read(text))?
}

impl FromScalar for Duration {
    fn shape() -> Shape {
        Shape::Scalar("Duration")
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        if scalar.is_null() {
            return Ok(Duration::ZERO);
        }
        if scalar.as_integer() == Some(0) {
            // In quotes Go takes it, but a number is no text.
            let refusal = Refusal::new(say!("config-expected-duration"), say!("config-cure-zero-unit"));
            return Err(refusal.replace_by("0s"));
        }
        parse_duration(&scalar.text)
    }
}

/// The word of an enumeration that a scalar is, by name or by number.
pub(crate) fn enumeration_value(enumeration: &'static Enumeration, scalar: &Scalar) -> Result<&'static str, Refusal> {
    let values = enumeration.values;
    if scalar.is_null() {
        return Ok("");
    }
    let by_name = values.iter().find(|value| *value.name == *scalar.text);
    if let Some(value) = by_name.filter(|_| scalar.as_number().is_none()) {
        return Ok(value.name);
    }
    let number = scalar.as_integer().or_else(|| scalar.as_number().and_then(whole));
    if let Some(number) = number.and_then(|number| i32::try_from(number).ok()) {
        // A number that stands for nothing is read all the same.
        return Ok(values.iter().find(|value| value.number == number).map_or("", |value| value.name));
    }
    let names: Vec<&str> = values.iter().map(|value| value.name).collect();
    let refusal = |cure| Refusal::new(say!("config-expected-one-of", names = names.clone()), cure);
    Err(match closest(&scalar.text, names.iter().copied()) {
        Some(near) => refusal(say!("config-cure-did-you-mean", near)).replace_by(near),
        None => refusal(say!("config-cure-choose-value", name = enumeration.name)),
    })
}
