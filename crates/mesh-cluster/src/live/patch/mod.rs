//! The three ways in which a patch is laid on an object.

mod json_patch;
mod strategic;

use serde_json::Value;

pub(crate) use json_patch::json;
pub(crate) use strategic::strategic;

/// A merge patch (RFC 7386).
pub(crate) fn merge(object: &Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut map = object.as_object().cloned().unwrap_or_default();
    for (key, value) in patch {
        if value.is_null() {
            map.remove(key);
        } else {
            let old = map.get(key).cloned().unwrap_or_default();
            map.insert(key.clone(), merge(&old, value));
        }
    }
    Value::Object(map)
}
