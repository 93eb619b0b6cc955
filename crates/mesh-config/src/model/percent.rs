//! Istio's `Percent` and numeric wrappers.

use crate::decode::{Decoder, FieldValue, FromNode};
use crate::schema::{Field, Message, Shape, Support};
use crate::{Node, Span, Spanned};

/// A share in percent, written as `{value: 10}`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Percent {
    /// Where the number stands, or the whole of it when there is none.
    pub span: Span,
    /// From 0 to 100, though any number may have been written; `{}` is 0.
    pub value: f64,
}

impl Percent {
    /// Its part of the field table.
    pub const MESSAGE: &'static Message = &Message {
        name: "Percent",
        doc: "A share in percent, from 0 to 100; fractions down to 0.0001 count.",
        link: "virtual-service/#Percent",
        fields: &[Field {
            name: "value",
            doc: "The share, from 0 to 100.",
            default: "0",
            support: Support::Simulated,
            shape: || Shape::Scalar("double"),
        }],
        oneofs: &[],
        others: &[],
    };
}

impl FromNode for Percent {
    fn shape() -> Shape {
        Shape::Message(Self::MESSAGE)
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let mut percent = Percent { span: node.span, value: 0.0 };
        decoder.message(node, Self::MESSAGE, &mut |decoder, _, value| {
            if let Some(number) = <Option<Spanned<f64>>>::decode(value, decoder) {
                percent = Percent { span: number.span, value: number.value };
            }
        })?;
        Some(percent)
    }
}
