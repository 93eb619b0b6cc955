//! Istio's `StringMatch`: a oneof of exact, prefix and regex.

use crate::decode::{Decoder, FieldValue, FromNode};
use crate::schema::{Field, Message, Shape, Support};
use crate::{Node, Span, Spanned};

/// How a text is compared. Case counts, except where a field says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub enum StringMatch {
    /// The whole text is equal.
    Exact(Spanned<String>),
    /// The text begins so, letter by letter: `/v1` takes `/v1x` too.
    Prefix(Spanned<String>),
    /// The RE2 expression matches the whole text.
    Regex(Spanned<String>),
    /// None of them (`{}`): of a header or a query parameter, that it is present.
    Unset(Span),
}

impl Default for StringMatch {
    fn default() -> Self {
        StringMatch::Unset(Span::default())
    }
}

impl StringMatch {
    /// Its part of the field table.
    pub const MESSAGE: &'static Message = &Message {
        name: "StringMatch",
        doc: "How a text is compared: one of exact, prefix and regex. Case counts.",
        link: "virtual-service/#StringMatch",
        fields: &[
            field("exact", "The whole text is equal."),
            field("prefix", "The text begins so, letter by letter: `/v1` takes `/v1x` too."),
            field("regex", "The RE2 expression matches the whole text."),
        ],
        oneofs: &[&["exact", "prefix", "regex"]],
        others: &[],
    };

    /// Where the compared text stands, or the whole match when there is none.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Exact(text) | Self::Prefix(text) | Self::Regex(text) => text.span,
            Self::Unset(span) => *span,
        }
    }

    /// The compared text, whichever way it is compared.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Exact(text) | Self::Prefix(text) | Self::Regex(text) => Some(text),
            Self::Unset(_) => None,
        }
    }
}

const fn field(name: &'static str, doc: &'static str) -> Field {
    Field { name, doc, default: "", support: Support::Simulated, shape: || Shape::Scalar("string") }
}

impl FromNode for StringMatch {
    fn shape() -> Shape {
        Shape::Message(Self::MESSAGE)
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let mut matched = StringMatch::Unset(node.span);
        decoder.message(node, Self::MESSAGE, &mut |decoder, name, value| {
            if let Some(text) = <Option<Spanned<String>>>::decode(value, decoder) {
                matched = match name {
                    "exact" => StringMatch::Exact(text),
                    "prefix" => StringMatch::Prefix(text),
                    _ => StringMatch::Regex(text),
                };
            }
        })?;
        Some(matched)
    }
}
