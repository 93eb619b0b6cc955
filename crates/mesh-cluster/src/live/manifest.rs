//! Documents of a scenario as the objects that a client would send.

use std::sync::Arc;

use mesh_config::{Node, Resource, Scalar, Value as Tree};
use serde_json::{Number, Value};

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

/// A tree as JSON, plain scalars being what YAML 1.1 makes of them (`sigs.k8s.io/yaml`).
#[must_use]
pub fn value(node: &Node) -> Value {
    match &node.value {
        Tree::Mapping(entries) => {
            let pairs = entries.iter().map(|entry| (entry.key.value.clone(), value(&entry.value)));
            Value::Object(pairs.collect())
        }
        Tree::Sequence(items) => items.iter().map(value).collect(),
        Tree::Scalar(scalar) => of_scalar(scalar),
    }
}

fn of_scalar(scalar: &Scalar) -> Value {
    if scalar.is_null() {
        return Value::Null;
    }
    if let Some(value) = scalar.as_bool() {
        return Value::Bool(value);
    }
    if let Some(whole) = scalar.as_integer().and_then(|number| i64::try_from(number).ok()) {
        return Value::Number(whole.into());
    }
    if let Some(number) = scalar.as_number().and_then(Number::from_f64) {
        return Value::Number(number);
    }
    Value::String(scalar.text.to_string())
}
