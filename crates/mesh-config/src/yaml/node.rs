//! One value of the tree with its place in the text.

use mesh_words::{Words, say};

use crate::{Span, Spanned};

/// A YAML value and where it stands. Aliases are already replaced by what they stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Where it stands; of an aliased value, where its anchor stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The three shapes that a YAML value can have.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A single word, number or text; null is a plain scalar too.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the text, without duplicates.
    Mapping(Vec<Entry>),
}

impl Default for Value {
    fn default() -> Self {
        Value::Scalar(Scalar { text: "".into(), plain: true })
    }
}

/// The text of a scalar after unescaping. What a plain one means depends on the type that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text without quotes.
    pub text: Box<str>,
    /// Written without quotes or block marks, so it may be a number, a boolean or null.
    pub plain: bool,
}

impl Scalar {
    /// `null`, `~` or nothing at all.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }

    /// `true` or `false` as Kubernetes' YAML reader takes them (YAML 1.1, so `yes` and `on` too).
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if !self.plain {
            return None;
        }
        match &*self.text {
            "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => Some(true),
            "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => Some(false),
            _ => None,
        }
    }
}

/// A key of a mapping and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as written.
    pub key: Spanned<String>,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// How many nodes it is made of, itself included.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + match &self.value {
            Value::Mapping(entries) => entries.iter().map(|entry| entry.value.count()).sum(),
            Value::Sequence(items) => items.iter().map(Node::count).sum(),
            Value::Scalar(_) => 0,
        }
    }

    /// The value of a key, if this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The key with its value, if this is a mapping that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.value == key)
    }

    /// The entries of a mapping; none of anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; none of anything else.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The scalar, if it is one.
    #[must_use]
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar as written, without quotes.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.scalar().map(|scalar| &*scalar.text)
    }

    /// Whether it is null or nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(Scalar::is_null)
    }

    /// What it is, in the words of a message.
    #[must_use]
    pub fn describe(&self) -> Words {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_null() => say!("config-found-nothing"),
            Value::Scalar(scalar) if scalar.as_bool().is_some() => say!("config-found-boolean"),
            Value::Scalar(scalar) if scalar.as_number().is_some() => say!("config-found-number"),
            Value::Scalar(_) => say!("config-found-text"),
            Value::Sequence(_) => say!("config-found-list"),
            Value::Mapping(_) => say!("config-found-mapping"),
        }
    }
}
