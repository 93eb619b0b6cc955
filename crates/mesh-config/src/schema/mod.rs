//! The field table: every field that a kind has, with its type, default, documentation and how far it is simulated.
//!
//! The table and the typed model come out of one declaration (`macros.rs`), so that what is decoded, what is
//! warned about, what the editor completes and what `docs/fields.md` says cannot drift apart.

mod docs;
mod macros;
mod sections;
mod suggest;

use mesh_words::{FieldDoc, Words, say};

pub use docs::fields_markdown;
pub(crate) use macros::{enumeration, message};
pub use mesh_view::Support;
pub use sections::{Section, sections};
pub use suggest::closest;
pub(crate) use suggest::is_within;

/// The type of what a figure is compared with.
pub(crate) const FIGURE: &str = "number, duration or text";
/// The type of how long something lasts that may not end by itself.
pub(crate) const DURATION_OR_IGNORE: &str = "Duration or ignore";

/// A mapping with a fixed set of keys.
#[derive(Debug)]
pub struct Message {
    /// The name in the API's reference, such as `HTTPMatchRequest`.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its page: absolute, or below Istio's networking reference.
    pub link: &'static str,
    /// Its keys in the order of the reference.
    pub fields: &'static [Field],
    /// Groups of keys of which one may be set; of several, Istio's reader takes the last of the group.
    pub oneofs: &'static [&'static [&'static str]],
    /// Keys that are valid, have no effect here and no table entry of their own.
    pub others: &'static [&'static str],
}

/// A key of a message.
pub struct Field {
    /// The key as written in YAML.
    pub name: &'static str,
    /// What it does, in one to three sentences.
    pub doc: &'static str,
    /// What holds when it is absent; empty when nothing does.
    pub default: &'static str,
    /// How far it is simulated.
    pub support: Support,
    /// What may stand there.
    pub shape: fn() -> Shape,
}

impl std::fmt::Debug for Field {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Field").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What may stand in a place.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A single value; the name of its type as the reference gives it (`string`, `uint32`, `Duration`).
    Scalar(&'static str),
    /// One of the named values.
    Enum(&'static Enumeration),
    /// A mapping with a fixed set of keys.
    Message(&'static Message),
    /// A list.
    List(fn() -> Shape),
    /// A mapping with free keys.
    Map(fn() -> Shape),
    /// Anything; it is kept as text.
    Any,
}

impl Field {
    /// What English says of it.
    #[must_use]
    pub fn english(&self) -> FieldDoc<'static> {
        FieldDoc { doc: self.doc.trim(), default: self.default }
    }

    /// What is said of it, which is a field of a message, in the language that this program speaks.
    pub(crate) fn said(&self, owner: &Message) -> FieldDoc<'static> {
        mesh_words::field_doc(owner.name, self.name, self.english())
    }
}

impl Shape {
    /// The type in words, as `list of HTTPRoute`.
    #[must_use]
    pub fn type_name(self) -> Words {
        match self {
            // Types that the playground made up have words for a name.
            Shape::Scalar(FIGURE) => say!("config-shape-figure"),
            Shape::Scalar(DURATION_OR_IGNORE) => say!("config-shape-duration-or-ignore"),
            Shape::Scalar(name) => Words::theirs(name),
            Shape::Enum(enumeration) => Words::theirs(enumeration.name),
            Shape::Message(message) => Words::theirs(message.name),
            Shape::List(item) => say!("config-shape-list", item = item().type_name()),
            Shape::Map(value) => say!("config-shape-map", item = value().type_name()),
            Shape::Any => say!("config-shape-any"),
        }
    }
}

/// A set of named values.
#[derive(Debug)]
pub struct Enumeration {
    /// The name in the API's reference.
    pub name: &'static str,
    /// The values in the order of their numbers.
    pub values: &'static [EnumerationValue],
}

/// One of an enumeration's values.
#[derive(Debug)]
pub struct EnumerationValue {
    /// As written in YAML.
    pub name: &'static str,
    /// Its number in the protocol buffer, which the API takes too.
    pub number: i32,
    /// What it means.
    pub doc: &'static str,
}

impl EnumerationValue {
    /// What English says of it.
    #[must_use]
    pub fn english(&self) -> FieldDoc<'static> {
        FieldDoc { doc: self.doc.trim(), default: "" }
    }

    /// What it, which is a value of an enumeration, means, in the language that this program speaks.
    pub(crate) fn said(&self, owner: &Enumeration) -> &'static str {
        mesh_words::field_doc(owner.name, self.name, self.english()).doc
    }
}

impl Message {
    /// What English says of it.
    #[must_use]
    pub fn english(&self) -> FieldDoc<'static> {
        FieldDoc { doc: self.doc.trim(), default: "" }
    }

    /// The field of a name, also when written in snake case as protocol buffers allow.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.get(self.place_of(key)?)
    }

    /// The place of such a field in the table.
    pub(crate) fn place_of(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == key).or_else(|| {
            key.contains('_').then(|| self.fields.iter().position(|field| is_snake_case_of(key, field.name)))?
        })
    }

    /// Whether the key is valid though it has no entry in the table.
    #[must_use]
    pub fn is_other(&self, key: &str) -> bool {
        self.others.contains(&key)
    }

    /// The whole address of its page.
    #[must_use]
    pub fn url(&self) -> String {
        if self.link.is_empty() || self.link.starts_with("http") {
            self.link.to_owned()
        } else {
            format!("https://istio.io/latest/docs/reference/config/networking/{}", self.link)
        }
    }
}

/// Whether `snake` is a protocol buffer's own name of the JSON name `camel` (`consecutive_5xx_errors`).
fn is_snake_case_of(snake: &str, camel: &str) -> bool {
    let mut upper = false;
    let mut rest = camel.chars();
    for character in snake.chars() {
        if character == '_' {
            upper = true;
            continue;
        }
        let expected = if upper { character.to_ascii_uppercase() } else { character };
        upper = false;
        if rest.next() != Some(expected) {
            return false;
        }
    }
    rest.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_snake_case_of;

    #[test]
    fn snake_case_names_of_protocol_buffers() {
        assert!(is_snake_case_of("consecutive_5xx_errors", "consecutive5xxErrors"));
        assert!(is_snake_case_of("http1_max_pending_requests", "http1MaxPendingRequests"));
        assert!(!is_snake_case_of("max_retry", "maxRetries"));
        assert!(!is_snake_case_of("max_retries_", "maxRetriesX"));
    }
}
