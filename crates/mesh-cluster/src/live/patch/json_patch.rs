//! JSON patches (RFC 6902), refused in the words of gopkg.in/evanphx/json-patch.

use serde_json::Value;

use super::super::json;

/// Lays a patch on an object.
pub(crate) fn json(object: &Value, patch: &Value) -> Result<Value, String> {
    let mut object = object.clone();
    for operation in patch.as_array().map_or(&[][..], Vec::as_slice) {
        let path = json::text(operation, "path");
        let value = || operation.get("value").cloned().unwrap_or_default();
        match json::text(operation, "op") {
            "add" => add(&mut object, path, value())?,
            "remove" => {
                remove(&mut object, path, "remove")?;
            }
            "replace" => {
                let place = object.pointer_mut(path);
                let missing = || format!("replace operation does not apply: doc is missing key: {path}: missing value");
                *place.ok_or_else(missing)? = value();
            }
            "test" => {
                if object.pointer(path) != Some(&value()) {
                    return Err(format!("testing value {path} failed: test failed"));
                }
            }
            "move" => {
                let moved = remove(&mut object, json::text(operation, "from"), "move")?;
                add(&mut object, path, moved)?;
            }
            "copy" => {
                let from = json::text(operation, "from");
                let copied = object.pointer(from).cloned();
                add(
                    &mut object,
                    path,
                    copied.ok_or_else(|| format!("copy operation does not apply: doc is missing from path: {from}"))?,
                )?;
            }
            other => return Err(format!("Unexpected kind: {other}")),
        }
    }
    Ok(object)
}

fn split(path: &str) -> (&str, String) {
    let (parent, key) = path.rsplit_once('/').unwrap_or(("", path));
    (parent, key.replace("~1", "/").replace("~0", "~"))
}

fn add(object: &mut Value, path: &str, value: Value) -> Result<(), String> {
    if path.is_empty() {
        *object = value;
        return Ok(());
    }
    let (parent, key) = split(path);
    let missing = || format!("add operation does not apply: doc is missing path: \"{path}\": missing value");
    match object.pointer_mut(parent).ok_or_else(missing)? {
        Value::Object(map) => {
            map.insert(key, value);
        }
        Value::Array(list) => {
            let index =
                if key == "-" { Some(list.len()) } else { key.parse().ok().filter(|index| *index <= list.len()) };
            list.insert(index.ok_or_else(missing)?, value);
        }
        _ => return Err(missing()),
    }
    Ok(())
}

fn remove(object: &mut Value, path: &str, operation: &str) -> Result<Value, String> {
    let (parent, key) = split(path);
    let missing = || format!("{operation} operation does not apply: doc is missing path: \"{path}\": missing value");
    let removed = match object.pointer_mut(parent).ok_or_else(missing)? {
        Value::Object(map) => map.remove(&key),
        Value::Array(list) => match key.parse::<usize>() {
            Ok(index) if index < list.len() => Some(list.remove(index)),
            _ => None,
        },
        _ => None,
    };
    removed.ok_or_else(|| {
        format!("{operation} operation does not apply: Unable to remove nonexistent key: {key}: missing value")
    })
}
