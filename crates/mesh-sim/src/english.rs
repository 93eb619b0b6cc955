//! Words as English text in JSON.

use std::borrow::Cow;

use mesh_words::Words;
use serde::{Deserialize, Deserializer, Serializer};

/// Writes words in English.
pub(crate) fn serialize<S: Serializer>(words: &Words, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(words)
}

/// Reads a text, which is no sentence of the catalogue any more.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
    Cow::<'de, str>::deserialize(deserializer).map(|text| Words::theirs(text.into_owned()))
}
