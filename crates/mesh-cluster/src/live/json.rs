//! Reading and writing fields of objects by path: `spec/replicas`, parts parted by slashes (no part may hold one).

use serde_json::{Map, Value, json};

/// What stands at a path.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').try_fold(value, |value, part| match value {
        Value::Array(list) => part.parse::<usize>().ok().and_then(|index| list.get(index)),
        other => other.get(part),
    })
}

/// The text at a path; empty where there is none.
pub(crate) fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    at(value, path).and_then(Value::as_str).unwrap_or_default()
}

/// The whole number at a path.
pub(crate) fn int(value: &Value, path: &str) -> Option<i64> {
    at(value, path).and_then(Value::as_i64)
}

/// The list at a path; empty where there is none.
pub(crate) fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    at(value, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether `true` stands at a path.
pub(crate) fn flag(value: &Value, path: &str) -> bool {
    at(value, path).and_then(Value::as_bool) == Some(true)
}

/// The text under a key of a map (labels, annotations), whose keys may hold slashes.
pub(crate) fn entry<'a>(value: &'a Value, path: &str, key: &str) -> Option<&'a str> {
    at(value, path)?.get(key)?.as_str()
}

/// The map at a path, made if it is not there.
pub(crate) fn map<'a>(value: &'a mut Value, path: &str) -> &'a mut Map<String, Value> {
    let mut here = value;
    for part in path.split('/').filter(|part| !part.is_empty()) {
        here = as_map(here).entry(part).or_insert(Value::Null);
    }
    as_map(here)
}

/// A value as a map; what is none becomes an empty one.
pub(crate) fn as_map(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("has just been made an object"),
    }
}

/// Writes a field.
pub(crate) fn set(value: &mut Value, path: &str, new: impl Into<Value>) {
    let (parent, key) = path.rsplit_once('/').unwrap_or(("", path));
    map(value, parent).insert(key.to_owned(), new.into());
}

/// Writes a field that is not there yet.
pub(crate) fn default(value: &mut Value, path: &str, new: impl Into<Value>) {
    if at(value, path).is_none_or(Value::is_null) {
        set(value, path, new);
    }
}

/// Takes a field away.
pub(crate) fn remove(value: &mut Value, path: &str) -> Option<Value> {
    let (parent, key) = path.rsplit_once('/').unwrap_or(("", path));
    match parent {
        "" => value.as_object_mut()?.remove(key),
        _ => at_mut(value, parent)?.as_object_mut()?.remove(key),
    }
}

/// What stands at a path, to be changed.
pub(crate) fn at_mut<'a>(value: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    path.split('/').try_fold(value, |value, part| match value {
        Value::Array(list) => part.parse::<usize>().ok().and_then(|index| list.get_mut(index)),
        other => other.get_mut(part),
    })
}

/// Writes a number, or takes the field away where it is 0: Go's `omitempty`.
pub(crate) fn set_count(value: &mut Value, path: &str, count: i64) {
    if count == 0 {
        remove(value, path);
    } else {
        set(value, path, count);
    }
}

/// How encoding/json calls the kind of a value.
pub(crate) fn go_kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_made_and_taken_away() {
        let mut value = json!({"spec": {"list": [{"name": "a"}]}});
        assert_eq!(text(&value, "spec/list/0/name"), "a");
        set(&mut value, "status/ready", 2);
        default(&mut value, "status/ready", 5);
        assert_eq!(int(&value, "status/ready"), Some(2));
        set_count(&mut value, "status/ready", 0);
        assert_eq!(value["status"], json!({}));
        assert_eq!(remove(&mut value, "nothing/there"), None);
    }
}
