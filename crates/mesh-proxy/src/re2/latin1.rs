//! Texts as Latin-1 reads them: a character for each byte.

use std::borrow::Cow;

/// The characters of a text's bytes.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { text.bytes().map(char::from).collect() }
}

/// The text whose bytes these are the characters of. A pattern can take characters of UTF-8 apart: what is left of one
/// becomes the replacement character.
pub(super) fn encode(characters: &str) -> String {
    if characters.is_ascii() {
        return characters.to_owned();
    }
    let bytes: Vec<u8> = characters.chars().map(|character| u8::try_from(character).unwrap_or(b'?')).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
