//! The files of an envelope that may end or go wrong anywhere.

use std::fmt;

use mesh_config::SourceFile;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The files that an envelope begins with.
#[derive(Debug, Default)]
pub(super) struct Begun {
    pub(super) files: Vec<SourceFile>,
    /// Whether nothing was wrong up to where the bytes end.
    pub(super) is_sound: bool,
}

/// Reads the files as far as they can be read; a text may end early.
pub(super) fn begun(bytes: &[u8]) -> Begun {
    let Readable { text, is_open, is_sound } = Readable::of(bytes);
    let mut text = text.to_owned();
    if is_open {
        text.push('"');
    }
    let mut files = Vec::new();
    let read = Envelope(&mut files).deserialize(&mut serde_json::Deserializer::from_slice(text.as_bytes()));
    Begun { files, is_sound: is_sound && read.err().is_none_or(|error| error.is_eof()) }
}

/// What stands before the first byte that no envelope of ours has at its place.
struct Readable<'a> {
    text: &'a str,
    /// Whether it ends inside a string.
    is_open: bool,
    /// Whether there is no such byte; the last character may be cut in its middle.
    is_sound: bool,
}

impl<'a> Readable<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let (text, mut is_sound) = match str::from_utf8(bytes) {
            Ok(text) => (text, true),
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                (str::from_utf8(valid).unwrap_or_default(), error.error_len().is_none())
            }
        };
        let (mut at, mut is_open) = (0, false);
        while let Some(byte) = text.as_bytes().get(at) {
            let length = match byte {
                0..0x20 => None,
                b'\\' if is_open => escape(text.get(at..).unwrap_or_default()),
                b'"' => {
                    is_open = !is_open;
                    Some(1)
                }
                _ => Some(1),
            };
            let Some(length) = length else {
                is_sound &= *byte == b'\\' && text.len() - at < LONGEST_ESCAPE;
                break;
            };
            at += length;
        }
        Self { text: text.get(..at).unwrap_or_default(), is_open, is_sound }
    }
}

/// `\u` and four digits.
const LONGEST_ESCAPE: usize = 6;

/// How long an escape is that stands for a whole character; `None` for any other, and for one that is cut off.
fn escape(text: &str) -> Option<usize> {
    match text.as_bytes().get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => {
            let digits =
                text.get(2..LONGEST_ESCAPE).filter(|digits| digits.bytes().all(|one| one.is_ascii_hexdigit()))?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?).map(|_| LONGEST_ESCAPE)
        }
        _ => None,
    }
}

/// Each reader takes what it has read at once: what goes wrong later takes none of it back.
struct Envelope<'a>(&'a mut Vec<SourceFile>);
struct Files<'a>(&'a mut Vec<SourceFile>);
struct File<'a>(&'a mut Vec<SourceFile>);

macro_rules! reader {
    ($name:ident, $read:ident) => {
        impl<'de> DeserializeSeed<'de> for $name<'_> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                deserializer.$read(self)
            }
        }
    };
}

reader!(Envelope, deserialize_map);
reader!(Files, deserialize_seq);
reader!(File, deserialize_seq);

impl<'de> Visitor<'de> for Envelope<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an envelope")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "files" {
                map.next_value_seed(Files(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Files<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of files")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut files: S) -> Result<(), S::Error> {
        while files.next_element_seed(File(self.0))?.is_some() {}
        Ok(())
    }
}

impl<'de> Visitor<'de> for File<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name and a text")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut parts: S) -> Result<(), S::Error> {
        let name = parts.next_element()?.ok_or_else(|| S::Error::custom("a file without a name"))?;
        let text = parts.next_element()?.ok_or_else(|| S::Error::custom("a file without a text"))?;
        self.0.push(SourceFile { name, text });
        parts.next_element::<IgnoredAny>().map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, String)>, bool) {
        let Begun { files, is_sound } = begun(text.as_bytes());
        (files.into_iter().map(|file| (file.name, file.text)).collect(), is_sound)
    }

    fn file(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn a_text_may_end_anywhere() {
        assert_eq!(read(r#"{"files":[["a","b\n"],["c","d"#), (vec![file("a", "b\n"), file("c", "d")], true));
        assert_eq!(read(r#"{"files":[["a","b"],["c"#), (vec![file("a", "b")], true));
        assert_eq!(read(r#"{"files":[["a","b"]],"se"#), (vec![file("a", "b")], true));
        assert_eq!(read(r#"{"files":[["a","b"]],"seed":7}"#), (vec![file("a", "b")], true));
        assert_eq!(read(r#"{"files":[["a","b\u00"#), (vec![file("a", "b")], true));
        assert_eq!(read(""), (vec![], true));
    }

    #[test]
    fn nonsense_ends_a_text_but_takes_nothing_back() {
        for nonsense in ["\u{1}x", "\\q ......", "\\ud800 .", "\\u00 ...", "\\u+041 ."] {
            let text = format!("{{\"files\":[[\"a\",\"b\"],[\"c\",\"d{nonsense}\"]]}}");
            let (files, is_sound) = read(&text);
            assert_eq!(files, [file("a", "b"), file("c", "d")], "{nonsense}");
            assert!(!is_sound, "{nonsense}");
        }
        let mut bytes = br#"{"files":[["a","b"#.to_vec();
        bytes.extend([0xff, 0xfe]);
        let Begun { files, is_sound } = begun(&bytes);
        assert_eq!((files[0].text.as_str(), is_sound), ("b", false));
        let cut = begun(&bytes[..bytes.len() - 2].iter().copied().chain([0xec, 0xb9]).collect::<Vec<u8>>());
        assert_eq!((cut.files[0].text.as_str(), cut.is_sound), ("b", true), "half a character is only cut off");
        assert_eq!(read(r#"{"files":[["a","b"],7,["c","d"]]}"#), (vec![file("a", "b")], false));
        assert_eq!(read("[1]"), (vec![], false));
    }

    #[test]
    fn lists_in_lists_without_end_are_given_up() {
        let deep = format!("{{\"other\":{}", "[".repeat(100_000));
        assert!(begun(deep.as_bytes()).files.is_empty());
    }
}
