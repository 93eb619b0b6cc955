//! The three ways in which a patch is laid on an object.

mod json_patch;
mod removed;
mod strategic;

use serde_json::Value;

use json_patch::json;
pub(super) use removed::take_away;
use strategic::strategic;

use crate::api::PatchType;

/// An object with a patch laid on it, as client and server do.
///
/// # Errors
/// Which operation of a JSON patch does not apply.
pub fn patched(object: &Value, patch_type: PatchType, patch: &Value) -> Result<Value, String> {
    match patch_type {
        PatchType::StrategicMerge => Ok(strategic(object, patch)),
        PatchType::Merge => Ok(merge(object, patch)),
        PatchType::Json => json(object, patch),
    }
}

/// A merge patch (RFC 7386).
fn merge(object: &Value, patch: &Value) -> Value {
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
