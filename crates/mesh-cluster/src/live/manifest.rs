//! Documents of a scenario as the objects that a client would send.

use std::sync::Arc;

use mesh_config::{Node, Resource, Value as NodeValue};
use serde_json::{Map, Number, Value};

use super::json;

/// A document as an object.
#[must_use]
pub fn object(resource: &Arc<Resource>) -> Value {
    let mut object = value(&resource.node);
    if !resource.metadata.namespace.is_empty() {
        json::set(&mut object, "metadata/namespace", resource.metadata.namespace.as_str());
    }
    object
}

/// A tree of YAML as JSON (sigs.k8s.io/yaml).
fn value(node: &Node) -> Value {
    match &node.value {
        NodeValue::Sequence(items) => items.iter().map(value).collect(),
        NodeValue::Mapping(entries) => Value::Object(
            entries.iter().map(|entry| (entry.key.value.clone(), value(&entry.value))).collect::<Map<_, _>>(),
        ),
        NodeValue::Scalar(scalar) if scalar.is_null() => Value::Null,
        NodeValue::Scalar(scalar) if !scalar.plain => Value::from(&*scalar.text),
        NodeValue::Scalar(scalar) => match (scalar.as_bool(), scalar.text.parse::<i64>()) {
            (Some(flag), _) => Value::Bool(flag),
            (None, Ok(number)) => Value::from(number),
            (None, Err(_)) => match scalar.text.parse::<f64>().ok().and_then(Number::from_f64) {
                Some(number) if scalar.text.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
                    Value::Number(number)
                }
                _ => Value::from(&*scalar.text),
            },
        },
    }
}
