//! The patch that `kubectl apply` sends: from what was applied last, what is applied now and what lives
//! (`k8s.io/apimachinery/pkg/util/{strategicpatch,jsonmergepatch}`).

use serde_json::{Map, Value, json};

/// The annotation that holds what was applied last.
pub(crate) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The lists that are merged by a key, by the name of their field and of the field above it (`patchMergeKey` in
/// `k8s.io/api`); every other list is replaced as a whole.
const KEYS: &[(&str, &str, &str)] = &[
    ("", "containers", "name"),
    ("", "initContainers", "name"),
    ("", "ephemeralContainers", "name"),
    ("", "env", "name"),
    ("containers", "ports", "containerPort"),
    ("initContainers", "ports", "containerPort"),
    ("", "ports", "port"),
    ("spec", "volumes", "name"),
    ("", "volumeMounts", "mountPath"),
    ("", "volumeDevices", "devicePath"),
    ("", "imagePullSecrets", "name"),
    ("", "secrets", "name"),
    ("", "hostAliases", "ip"),
    ("", "topologySpreadConstraints", "topologyKey"),
    ("", "schedulingGates", "name"),
    ("", "resourceClaims", "name"),
    ("", "ownerReferences", "uid"),
    ("status", "conditions", "type"),
];

/// The key by which a list is merged.
fn merge_key(above: &str, field: &str) -> Option<&'static str> {
    KEYS.iter()
        .find(|(parent, name, _)| *name == field && (parent.is_empty() || *parent == above))
        .map(|(_, _, key)| *key)
}

/// What has to be sent so that `current` becomes `modified`, what `original` had and `modified` has not being taken away;
/// where `strategic`, lists are merged by their keys.
pub(crate) fn three_way(original: &Value, modified: &Value, current: &Value, strategic: bool) -> Value {
    let mut patch = Map::new();
    let empty = Map::new();
    let (original, modified) = (original.as_object().unwrap_or(&empty), modified.as_object().unwrap_or(&empty));
    maps(original, modified, current.as_object().unwrap_or(&empty), ("", ""), strategic, &mut patch);
    Value::Object(patch)
}

fn maps(
    original: &Map<String, Value>,
    modified: &Map<String, Value>,
    current: &Map<String, Value>,
    place: (&str, &str),
    strategic: bool,
    patch: &mut Map<String, Value>,
) {
    for (key, new) in modified {
        let (old, live) = (original.get(key), current.get(key));
        match (new, live) {
            (Value::Null, None) => {}
            (Value::Object(new), Some(Value::Object(live))) => {
                let empty = Map::new();
                let old = old.and_then(Value::as_object).unwrap_or(&empty);
                let mut inner = Map::new();
                maps(old, new, live, (place.1, key), strategic, &mut inner);
                if !inner.is_empty() {
                    patch.insert(key.clone(), Value::Object(inner));
                }
            }
            (Value::Array(new), Some(Value::Array(live))) => {
                let old = old.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                match merge_key(place.1, key).filter(|_| strategic) {
                    Some(by) => {
                        let changes = lists(old, new, live, by, key);
                        if !changes.is_empty() {
                            let named = new.iter().filter_map(|item| item.get(by));
                            let order = named.map(|value| json!({ by: value })).collect();
                            patch.insert(format!("$setElementOrder/{key}"), Value::Array(order));
                            patch.insert(key.clone(), Value::Array(changes));
                        }
                    }
                    None if new == live => {}
                    None => {
                        patch.insert(key.clone(), Value::Array(new.clone()));
                    }
                }
            }
            (new, Some(live)) if new == live => {}
            (new, _) => {
                patch.insert(key.clone(), new.clone());
            }
        }
    }
    for key in original.keys().filter(|key| !modified.contains_key(*key)) {
        // A merge patch names only what is there to be taken away.
        if strategic || current.contains_key(key) {
            patch.insert(key.clone(), Value::Null);
        }
    }
}

fn lists(original: &[Value], modified: &[Value], current: &[Value], by: &str, field: &str) -> Vec<Value> {
    let of = |list: &[Value], key: &Value| list.iter().find(|item| item.get(by) == Some(key)).cloned();
    let mut changes = Vec::new();
    for item in modified {
        let Some(key) = item.get(by) else {
            changes.push(item.clone());
            continue;
        };
        let Some(live) = of(current, key) else {
            changes.push(item.clone());
            continue;
        };
        let old = of(original, key).unwrap_or(Value::Null);
        let empty = Map::new();
        let mut inner = Map::new();
        maps(
            old.as_object().unwrap_or(&empty),
            item.as_object().unwrap_or(&empty),
            live.as_object().unwrap_or(&empty),
            ("", field),
            true,
            &mut inner,
        );
        if !inner.is_empty() {
            inner.insert(by.to_owned(), key.clone());
            changes.push(Value::Object(inner));
        }
    }
    for item in original {
        let Some(key) = item.get(by) else { continue };
        if of(modified, key).is_none() {
            let mut gone = Map::new();
            gone.insert("$patch".to_owned(), Value::String("delete".to_owned()));
            gone.insert(by.to_owned(), key.clone());
            changes.push(Value::Object(gone));
        }
    }
    changes
}

/// An object with the annotation that says how it was applied.
pub(crate) fn with_annotation(object: &Value) -> Value {
    let mut plain = object.clone();
    if let Some(annotations) = crate::json::map_mut(&mut plain, &["metadata", "annotations"]) {
        annotations.remove(LAST_APPLIED);
    }
    let text = super::yaml_out::json_line(&plain) + "\n";
    if let Some(annotations) = crate::json::map_mut(&mut plain, &["metadata", "annotations"]) {
        annotations.insert(LAST_APPLIED.to_owned(), Value::String(text));
    }
    plain
}

/// What was applied last.
pub(crate) fn last_applied(object: &Value) -> Option<Value> {
    let text = crate::json::at(object, "metadata.annotations").get(LAST_APPLIED)?.as_str()?;
    serde_json::from_str(text).ok()
}

/// An object without the fields that are null.
pub(crate) fn without_nulls(object: &Value) -> Value {
    match object {
        Value::Object(map) => Value::Object(
            map.iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key.clone(), without_nulls(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_field_wins_over_drift_and_an_unwritten_one_stays() {
        let cases = [
            // Nothing to do: what is not written keeps its live value.
            (json!({"a": 1}), json!({"a": 1}), json!({"a": 1, "b": 2}), json!({})),
            // Drift is written back.
            (json!({"a": 1}), json!({"a": 1}), json!({"a": 5}), json!({"a": 1})),
            // What is no longer written is taken away.
            (json!({"a": 1, "b": 1}), json!({"a": 1}), json!({"a": 1, "b": 1}), json!({"b": null})),
            // Lists with a key are merged by it.
            (
                json!({"containers": [{"name": "x", "image": "1"}, {"name": "y", "image": "1"}]}),
                json!({"containers": [{"name": "x", "image": "2"}]}),
                json!({"containers": [{"name": "x", "image": "1", "policy": "p"}, {"name": "y", "image": "1"}]}),
                json!({
                    "$setElementOrder/containers": [{"name": "x"}],
                    "containers": [{"name": "x", "image": "2"}, {"name": "y", "$patch": "delete"}],
                }),
            ),
            // Others are replaced.
            (json!({"args": ["a"]}), json!({"args": ["b"]}), json!({"args": ["a"]}), json!({"args": ["b"]})),
        ];
        for (original, modified, current, patch) in cases {
            assert_eq!(three_way(&original, &modified, &current, true), patch);
        }
        let modified = json!({"hosts": ["a"], "http": [{"name": "x"}]});
        let current = json!({"hosts": ["a"], "http": [{"name": "y"}]});
        assert_eq!(three_way(&Value::Null, &modified, &current, false), json!({"http": [{"name": "x"}]}));
    }
}
