//! What stands in the places of a sentence.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Words;

/// What stands in a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Argument {
    /// A name, a value, something quoted: the same in every language.
    Text(Cow<'static, str>),
    /// A whole number; it may choose between one and several.
    Number(i64),
    /// A part of a sentence that is a sentence of the catalogue itself.
    Words(Box<Words>),
    /// Several, in order.
    List(Vec<Argument>),
}

/// Makes an [`Argument`] of a variable, or of a value.
#[doc(hidden)]
#[macro_export]
macro_rules! argument {
    ($name:ident) => {
        $crate::Argument::from($name)
    };
    ($name:ident, $value:expr) => {
        $crate::Argument::from($value)
    };
}

/// A sentence quotes what is written, which may be as long as its file, and stand in a finding of each of its lines.
pub(crate) fn clipped(text: Cow<'static, str>, longest: usize) -> Cow<'static, str> {
    match text.char_indices().nth(longest) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => text,
    }
}

/// More characters of a quoted text are not kept.
const LONGEST: usize = 1_000;

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(clipped(Cow::Owned(text), LONGEST))
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        text.char_indices().nth(LONGEST).map_or_else(
            || Self::Text(Cow::Owned(text.to_owned())),
            |(end, _)| Self::Text(Cow::Owned(format!("{}…", &text[..end]))),
        )
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&&str> for Argument {
    fn from(text: &&str) -> Self {
        Self::from(*text)
    }
}

impl From<Cow<'_, str>> for Argument {
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(&*text)
    }
}

impl From<&Cow<'_, str>> for Argument {
    fn from(text: &Cow<'_, str>) -> Self {
        Self::from(&**text)
    }
}

impl From<char> for Argument {
    fn from(letter: char) -> Self {
        Self::from(letter.to_string())
    }
}

impl From<f64> for Argument {
    fn from(number: f64) -> Self {
        Self::from(number.to_string())
    }
}

impl From<bool> for Argument {
    fn from(value: bool) -> Self {
        Self::Text(Cow::Borrowed(if value { "true" } else { "false" }))
    }
}

impl From<Words> for Argument {
    fn from(words: Words) -> Self {
        Self::Words(Box::new(words))
    }
}

impl<T: Into<Argument>> From<Vec<T>> for Argument {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

macro_rules! from_whole_numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                i64::try_from(number).map_or_else(|_| Self::from(number.to_string()), Self::Number)
            }
        }

        impl From<&$number> for Argument {
            fn from(number: &$number) -> Self {
                Self::from(*number)
            }
        })+
    };
}

from_whole_numbers!(u8, u16, u32, u64, usize, i32, i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_clipped_at_a_whole_character() {
        let Argument::Text(text) = Argument::from("é".repeat(5_000)) else { panic!("a text") };
        assert_eq!(text.chars().count(), LONGEST + 1);
        assert!(text.ends_with('…'));
        assert_eq!(Argument::from("é".repeat(5_000).as_str()), Argument::Text(text));
    }

    #[test]
    fn a_number_too_large_to_count_with_is_a_text() {
        assert_eq!(Argument::from(u64::MAX), Argument::from("18446744073709551615"));
    }
}
