//! The sentences of all languages, as the build read them.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

/// A part of a sentence of the catalogue.
pub(crate) enum Piece {
    Text(&'static str),
    /// The argument of this number.
    Argument(usize),
    /// A list, with this word before its last item.
    List(usize, &'static str),
    /// The first variant that fits the argument: the same text, `one` for 1; else the default.
    Select {
        argument: usize,
        variants: &'static [(&'static str, &'static [Piece])],
        default: usize,
    },
}

/// A sentence of the catalogue, by the number of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sentence(pub(crate) u16);

impl Sentence {
    /// Its key in the catalogue.
    #[must_use]
    pub fn key(self) -> &'static str {
        KEYS.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    pub(crate) fn english(self) -> &'static [Piece] {
        ENGLISH.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Sentence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let index = KEYS.binary_search(&&*key).ok().and_then(|index| u16::try_from(index).ok());
        index.map(Sentence).ok_or_else(|| D::Error::custom(format_args!("the catalogue has no sentence `{key}`")))
    }
}
