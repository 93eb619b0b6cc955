//! What is said of the keys of configuration in another language than English.
//!
//! A file holds sections. A line `## NAME` begins that of a message or of an enumeration; what it is for stands in a line of its
//! own, and each of its keys in another:
//!
//! ```text
//! ## HTTPRoute
//! HTTP 요청에 대한 규칙입니다. [1f03a9c4]
//! timeout (없음) = 요청 전체의 제한 시간입니다. [9d8e7f60]
//! ```
//!
//! In parentheses stands a default that is not a value but says something. At the end stands the [`fingerprint`] of the English
//! that it was made from: what a program has in English, it finds by that, and what has changed since stays English.

use std::fmt::Write as _;
use std::sync::OnceLock;

/// What is said of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDoc<'a> {
    /// What it does.
    pub doc: &'a str,
    /// What holds without it; empty when nothing does.
    pub default: &'a str,
}

/// What a line of such a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldLine<'a> {
    /// The message or the enumeration.
    pub section: &'a str,
    /// The key; empty for the whole of it.
    pub name: &'a str,
    /// What is said.
    pub said: FieldDoc<'a>,
    /// Of the English that it was made from; `None` where the line has none.
    pub fingerprint: Option<u32>,
}

/// The lines of a file. Empty ones and those that begin with `# ` are left out.
pub fn field_lines(file: &str) -> impl Iterator<Item = FieldLine<'_>> {
    let mut section = "";
    file.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix("## ") {
            section = name.trim();
            return None;
        }
        if line.trim().is_empty() || line.starts_with('#') {
            return None;
        }
        let (text, fingerprint) = match line.trim_end().strip_suffix(']').and_then(|line| line.rsplit_once(" [")) {
            Some((text, digits)) if digits.len() == 8 => (text, u32::from_str_radix(digits, 16).ok()),
            _ => (line, None),
        };
        let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let (key, doc) = text.split_once(" = ").unwrap_or(("", text));
        let (name, default) = key.strip_suffix(')').and_then(|key| key.split_once(" (")).unwrap_or((key, ""));
        let (name, said) = match Some(name).filter(is_name) {
            Some(name) => (name, FieldDoc { doc, default }),
            None => ("", FieldDoc { doc: text, default: "" }),
        };
        Some(FieldLine { section, name, said, fingerprint })
    })
}

/// Names what is said in English of a key of a message or an enumeration, whatever spaces and ends of lines are between its
/// words.
#[must_use]
pub fn fingerprint(owner: &str, name: &str, english: FieldDoc<'_>) -> u32 {
    // FNV-1a: a few letters, and nobody has a reason to make two of them meet.
    let mut hash: u32 = 0x811c_9dc5;
    for part in [owner, name, english.doc, english.default] {
        let words = part.split_whitespace().flat_map(|word| word.bytes().chain([b' ']));
        for byte in words.chain([b'\n']) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// What is said of keys in a language, by the fingerprints of the English.
#[derive(Clone, Debug, Default)]
pub struct FieldDocs(String);

impl FieldDocs {
    /// Those of a file.
    #[must_use]
    pub fn of_file(file: &str) -> Self {
        let mut lines = String::with_capacity(file.len());
        for line in field_lines(file) {
            if let Some(fingerprint) = line.fingerprint {
                let FieldDoc { doc, default } = line.said;
                writeln!(lines, "{fingerprint:08x}{default}\t{doc}").ok();
            }
        }
        Self(lines)
    }

    /// What a program is handed ([`install_field_docs`]).
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.0
    }

    /// What is said of a key in this language; the English where it is not known, and where a default is a value.
    #[must_use]
    pub fn said<'a>(&'a self, owner: &str, name: &str, english: FieldDoc<'a>) -> FieldDoc<'a> {
        let fingerprint = format!("{:08x}", fingerprint(owner, name, english));
        let found = self.0.lines().find_map(|line| line.strip_prefix(fingerprint.as_str())?.split_once('\t'));
        found.map_or(english, |(default, doc)| {
            let default = if default.is_empty() { english.default } else { default };
            FieldDoc { doc, default }
        })
    }
}

static HANDED_OVER: OnceLock<FieldDocs> = OnceLock::new();

/// Hands a program what it says of keys in the language that it speaks ([`FieldDocs::as_text`]).
pub fn install_field_docs(text: String) {
    HANDED_OVER.set(FieldDocs(text)).ok();
}

/// What this program says of a key that English says this of.
#[must_use]
pub fn field_doc(owner: &str, name: &str, english: FieldDoc<'static>) -> FieldDoc<'static> {
    HANDED_OVER.get().map_or(english, |docs| docs.said(owner, name, english))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: FieldDoc<'_> = FieldDoc { doc: "The time, retries included.", default: "none" };

    #[test]
    fn a_line_says_key_default_text_and_fingerprint() {
        let file =
            "# Korean\n\n## HTTPRoute\n규칙입니다. [00000001]\ntimeout (없음) = 시간: a = b [9d8e7f60]\nname = 이름\n";
        let lines: Vec<_> = field_lines(file).collect();
        let line = |name, doc, default, fingerprint| FieldLine {
            section: "HTTPRoute",
            name,
            said: FieldDoc { doc, default },
            fingerprint,
        };
        let expected = [
            line("", "규칙입니다.", "", Some(1)),
            line("timeout", "시간: a = b", "없음", Some(0x9d8e_7f60)),
            line("name", "이름", "", None),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn what_is_no_key_is_said_of_the_whole() {
        for text in ["`a = b`처럼 씁니다.", "a b = c", "[00000001", "x [1]"] {
            let line = field_lines(text).next().unwrap();
            assert_eq!((line.name, line.said.doc, line.fingerprint), ("", text, None));
        }
    }

    #[test]
    fn words_make_a_fingerprint_and_spaces_do_not() {
        let broken = FieldDoc { doc: " The time,\n retries  included.\n", ..ENGLISH };
        let known = fingerprint("HTTPRoute", "timeout", ENGLISH);
        assert_eq!(fingerprint("HTTPRoute", "timeout", broken), known);
        for (owner, name, other) in [
            ("HTTPRetry", "timeout", ENGLISH),
            ("HTTPRoute", "interval", ENGLISH),
            ("HTTPRoute", "timeout", FieldDoc { doc: "The time.", ..ENGLISH }),
            ("HTTPRoute", "timeout", FieldDoc { default: "", ..ENGLISH }),
            ("HTTPRoute", "timeout", FieldDoc { doc: "", default: "The time, retries included. none" }),
        ] {
            assert_ne!(fingerprint(owner, name, other), known, "{owner} {name} {other:?}");
        }
    }

    #[test]
    fn what_changed_in_english_stays_english() {
        let file = format!("timeout (없음) = 시간입니다. [{:08x}]", fingerprint("HTTPRoute", "timeout", ENGLISH));
        let docs = FieldDocs::of_file(&file);
        assert_eq!(docs.said("HTTPRoute", "timeout", ENGLISH), FieldDoc { doc: "시간입니다.", default: "없음" });
        let changed = FieldDoc { doc: "The time.", ..ENGLISH };
        assert_eq!(docs.said("HTTPRoute", "timeout", changed), changed);
        assert_eq!(FieldDocs::default().said("HTTPRoute", "timeout", ENGLISH), ENGLISH);
    }

    #[test]
    fn a_default_that_is_a_value_stays() {
        let english = FieldDoc { doc: "How often.", default: "2" };
        let docs = FieldDocs::of_file(&format!(
            "attempts = 횟수입니다. [{:08x}]",
            fingerprint("HTTPRetry", "attempts", english)
        ));
        assert_eq!(docs.said("HTTPRetry", "attempts", english), FieldDoc { doc: "횟수입니다.", default: "2" });
    }
}
