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
        let (mut exact, mut prefix, mut regex) = (None, None, None);
        decoder.message(node, Self::MESSAGE, &mut |decoder, place, value| {
            let text = <Option<Spanned<String>>>::decode(value, decoder);
            match Self::MESSAGE.fields.get(place).map(|field| field.name) {
                Some("exact") => exact = text,
                Some("prefix") => prefix = text,
                _ => regex = text,
            }
        })?;
        // Of several Istio's reader takes the last in the order of their definition, however they were written.
        let last = regex.map(StringMatch::Regex).or(prefix.map(StringMatch::Prefix)).or(exact.map(StringMatch::Exact));
        Some(last.unwrap_or(StringMatch::Unset(node.span)))
    }
}

#[cfg(test)]
mod tests {
    use crate::{SourceFile, Spec, parse};

    use super::*;

    #[test]
    fn of_several_kinds_the_last_defined_counts() {
        for (written, regex) in [("{regex: /r, exact: /e}", true), ("{prefix: /p, exact: /e}", false)] {
            let text = format!(
                "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: a}}\nspec: {{hosts: [a], http: [{{match: [{{uri: {written}}}]}}]}}\n"
            );
            let config = parse(&[SourceFile { name: "a.yaml".into(), text }]);
            let Spec::VirtualService(rule) = &config.resources[0].spec else { panic!("{config:?}") };
            let uri = rule.http[0].matches[0].uri.as_ref().unwrap();
            assert_eq!(matches!(uri, StringMatch::Regex(_)), regex, "{written}");
            assert_eq!(matches!(uri, StringMatch::Prefix(_)), !regex, "{written}");
        }
    }
}
