//! Looking into the API's objects by path.

use serde_json::Value;

/// Nothing.
pub(crate) static NULL: Value = Value::Null;

/// What stands at a path of keys; a number is an index. `Null` where nothing does.
pub(crate) fn at<'a>(object: &'a Value, path: &str) -> &'a Value {
    let mut found = object;
    for key in path.split('.').filter(|key| !key.is_empty()) {
        found = match found {
            Value::Object(map) => map.get(key),
            Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        }
        .unwrap_or(&NULL);
    }
    found
}

/// The text at a path; empty where there is none.
pub(crate) fn text<'a>(object: &'a Value, path: &str) -> &'a str {
    at(object, path).as_str().unwrap_or_default()
}

/// The whole number at a path; 0 where there is none.
pub(crate) fn number(object: &Value, path: &str) -> i64 {
    at(object, path).as_i64().unwrap_or_default()
}

/// The items of the list at a path.
pub(crate) fn items<'a>(object: &'a Value, path: &str) -> &'a [Value] {
    at(object, path).as_array().map_or(&[], Vec::as_slice)
}

/// The entries of the map at a path, in the order of their keys.
pub(crate) fn entries<'a>(object: &'a Value, path: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    at(object, path).as_object().into_iter().flatten()
}

/// Text or number as text; what is neither as JSON.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// An object's `metadata.name`.
pub(crate) fn name(object: &Value) -> &str {
    text(object, "metadata.name")
}

/// An object's `metadata.namespace`.
pub(crate) fn namespace(object: &Value) -> &str {
    text(object, "metadata.namespace")
}

/// The map at a path of keys, made where it is missing.
pub(crate) fn map_mut<'a>(object: &'a mut Value, path: &[&str]) -> Option<&'a mut serde_json::Map<String, Value>> {
    let mut found = object;
    for key in path {
        if found.is_null() {
            *found = Value::Object(serde_json::Map::new());
        }
        found = found.as_object_mut()?.entry((*key).to_owned()).or_insert(Value::Null);
    }
    if found.is_null() {
        *found = Value::Object(serde_json::Map::new());
    }
    found.as_object_mut()
}

/// The status of a condition, by its type.
pub(crate) fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a Value> {
    items(object, "status.conditions").iter().find(|condition| text(condition, "type") == kind)
}

/// The owner that controls an object.
pub(crate) fn controller(object: &Value) -> Option<&Value> {
    items(object, "metadata.ownerReferences").iter().find(|owner| at(owner, "controller") == &Value::Bool(true))
}
