//! Optional values, lists and maps as fields.

use mesh_ordered::OrderedMap;
use mesh_words::say;

use super::{Decoder, FieldValue, FromNode, FromScalar};
use crate::schema::Shape;
use crate::{Node, Spanned, Value};

impl<T: FromNode> FieldValue for Option<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Self {
        if node.is_null() { None } else { T::from_node(node, decoder) }
    }
}

impl<T: FromNode> FieldValue for Vec<T> {
    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Self {
        let mut list = Vec::new();
        decoder.items(node, &mut |decoder, item| {
            if let Some(value) = T::from_node(item, decoder) {
                list.push(value);
            }
        });
        // Room for more would be most of the memory of thousands of short lists.
        list.shrink_to_fit();
        list
    }
}

impl<T: FromNode> FieldValue for OrderedMap<String, T> {
    fn shape() -> Shape {
        Shape::Map(T::shape)
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Self {
        match &node.value {
            Value::Mapping(entries) => {
                let mut map = OrderedMap::new();
                for entry in entries {
                    if decoder.labels_too_deep(entry, T::shape()) {
                        continue;
                    }
                    let value = decoder.inside_key(&entry.key, |decoder| T::from_node(&entry.value, decoder));
                    if let Some(value) = value {
                        map.insert(entry.key.value.clone(), value);
                    }
                }
                map
            }
            _ if node.is_null() => OrderedMap::new(),
            _ => {
                decoder.wrong_type(node, say!("config-expected-mapping"), say!("config-cure-lines"));
                OrderedMap::new()
            }
        }
    }
}

impl<T: FromNode> FromNode for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        T::from_node(node, decoder).map(Box::new)
    }
}

impl<T: FromScalar> FromNode for Spanned<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Value::Scalar(scalar) = &node.value else {
            decoder.wrong_type(node, say!("config-expected-single-value"), say!("config-cure-line-of-key"));
            return None;
        };
        match T::from_scalar(scalar) {
            Ok(value) => Some(Spanned::new(value, node.span)),
            Err(refusal) => {
                decoder.refuse(node, refusal);
                None
            }
        }
    }
}

impl FromNode for Node {
    fn shape() -> Shape {
        Shape::Any
    }

    fn from_node(node: &Node, _: &mut Decoder<'_>) -> Option<Self> {
        Some(node.clone())
    }
}
