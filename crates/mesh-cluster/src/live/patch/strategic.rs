//! Strategic merge patches (k8s.io/apimachinery/pkg/util/strategicpatch): lists are merged by the key that their type names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::json;

/// By which key a list is merged: the `patchMergeKey` of the API's types. Lists without one are replaced.
pub(super) fn merge_key(field: &str, parent: &str) -> Option<&'static str> {
    Some(match (parent, field) {
        (
            _,
            "containers"
            | "initContainers"
            | "ephemeralContainers"
            | "env"
            | "volumes"
            | "imagePullSecrets"
            | "secrets",
        ) => "name",
        ("spec", "ports") => "port",
        (_, "ports") => "containerPort",
        (_, "volumeMounts") => "mountPath",
        (_, "volumeDevices") => "devicePath",
        (_, "conditions" | "addresses") => "type",
        (_, "ownerReferences") => "uid",
        (_, "hostAliases" | "podIPs" | "hostIPs") => "ip",
        (_, "topologySpreadConstraints") => "topologyKey",
        _ => return None,
    })
}

/// Whether a list of plain values is merged as a set.
fn is_set(field: &str) -> bool {
    field == "finalizers"
}

/// Lays a patch on an object.
pub(crate) fn strategic(object: &Value, patch: &Value) -> Value {
    merge(object, patch, "", 0)
}

fn merge(old: &Value, patch: &Value, field: &str, depth: usize) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    if depth > 64 {
        return old.clone();
    }
    if patch.get("$patch").and_then(Value::as_str) == Some("replace") {
        let mut patch = patch.clone();
        patch.remove("$patch");
        return Value::Object(patch);
    }
    let mut map = old.as_object().cloned().unwrap_or_default();
    if let Some(retained) = patch.get("$retainKeys").and_then(Value::as_array) {
        map.retain(|key, _| retained.iter().any(|kept| kept == key));
    }
    for (key, value) in patch {
        if let Some(list) = key.strip_prefix("$deleteFromPrimitiveList/") {
            let gone = value.as_array().map_or(&[][..], Vec::as_slice);
            if let Some(list) = map.get_mut(list).and_then(Value::as_array_mut) {
                list.retain(|one| !gone.contains(one));
            }
        } else if key.starts_with('$') {
            continue;
        } else if value.is_null() {
            map.remove(key);
        } else if let (Value::Array(new), Some(by)) = (value, merge_key(key, field)) {
            let order = patch.get(&format!("$setElementOrder/{key}")).and_then(Value::as_array);
            let merged = merge_list(map.get(key), new, by, key, order, depth);
            map.insert(key.clone(), merged);
        } else if let (Value::Array(new), true) = (value, is_set(key)) {
            let mut list = map.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
            list.extend(new.iter().filter(|one| !list.contains(one)).cloned().collect::<Vec<_>>());
            map.insert(key.clone(), Value::Array(list));
        } else {
            let old = map.get(key).cloned().unwrap_or_default();
            map.insert(key.clone(), clean(merge(&old, value, key, depth + 1)));
        }
    }
    // An order alone, without a list of changes, sorts what is there.
    for (key, order) in
        patch.iter().filter_map(|(key, order)| Some((key.strip_prefix("$setElementOrder/")?, order.as_array()?)))
    {
        if let (None, Some(by)) = (patch.get(key), merge_key(key, field))
            && let Some(list) = map.get_mut(key).and_then(Value::as_array_mut)
        {
            let server = list.clone();
            sort(list, order, &server, by);
        }
    }
    Value::Object(map)
}

/// Takes directives away from something that has been set as a whole.
fn clean(mut value: Value) -> Value {
    if let Value::Object(map) = &mut value {
        map.retain(|key, _| !key.starts_with("$setElementOrder/") && key != "$retainKeys");
    }
    value
}

fn merge_list(
    old: Option<&Value>,
    new: &[Value],
    by: &str,
    field: &str,
    order: Option<&Vec<Value>>,
    depth: usize,
) -> Value {
    let mut list = old.and_then(Value::as_array).cloned().unwrap_or_default();
    if new.iter().any(|item| json::text(item, "$patch") == "replace") {
        return new.iter().filter(|item| json::text(item, "$patch") != "replace").cloned().collect();
    }
    for item in new {
        let key = item.get(by);
        let place = list.iter().position(|known| key.is_some() && known.get(by) == key);
        match (place, json::text(item, "$patch")) {
            (Some(place), "delete") => {
                list.remove(place);
            }
            (None, "delete") => {}
            (Some(place), _) => {
                if let Some(known) = list.get_mut(place) {
                    *known = clean(merge(known, item, field, depth + 1));
                }
            }
            (None, _) => list.push(clean(merge(&Value::Object(Map::new()), item, field, depth + 1))),
        }
    }
    let server = old.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    sort(&mut list, order.map_or(new, Vec::as_slice), server, by);
    Value::Array(list)
}

/// Where each key stands in a list.
fn places(list: &[Value], by: &str) -> BTreeMap<String, usize> {
    let keys = list.iter().enumerate().filter_map(|(place, item)| Some((item.get(by)?.to_string(), place)));
    // Of two that are the same the first counts.
    keys.rev().collect()
}

/// Sorts as the patch has its items, or says in `$setElementOrder` (`normalizeElementOrder`): what the server alone has keeps its
/// place before what stood behind it, and comes after what is new.
fn sort(list: &mut Vec<Value>, order: &[Value], server: &[Value], by: &str) {
    let (order, server) = (places(order, by), places(server, by));
    let place = |places: &BTreeMap<String, usize>, item: &Value| places.get(&item.get(by)?.to_string()).copied();
    let (mut patched, kept): (Vec<Value>, Vec<Value>) =
        std::mem::take(list).into_iter().partition(|item| place(&order, item).is_some());
    patched.sort_by_key(|item| place(&order, item));
    let (mut patched, mut kept) = (patched.into_iter().peekable(), kept.into_iter().peekable());
    while let (Some(old), Some(new)) = (kept.peek(), patched.peek()) {
        let stands_before = match (place(&server, old), place(&server, new)) {
            (Some(old), Some(new)) => old < new,
            _ => false,
        };
        list.extend(if stands_before { kept.next() } else { patched.next() });
    }
    list.extend(kept);
    list.extend(patched);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_are_merged_by_their_key() {
        let old = json!({"spec": {"containers": [{"name": "a", "image": "x", "env": [{"name": "E", "value": "1"}]}, {"name": "b"}], "args": ["1"]}});
        let cases = [
            (json!({"spec": {"containers": [{"name": "a", "image": "y"}]}}), "/spec/containers/0/image", json!("y")),
            (
                json!({"spec": {"containers": [{"name": "a", "env": [{"name": "F", "value": "2"}]}]}}),
                "/spec/containers/0/env",
                // What is new comes first unless the patch says in which order they stand.
                json!([{"name": "F", "value": "2"}, {"name": "E", "value": "1"}]),
            ),
            (
                json!({"spec": {"containers": [{"name": "a", "$patch": "delete"}]}}),
                "/spec/containers",
                json!([{"name": "b"}]),
            ),
            (
                json!({"spec": {"containers": [{"name": "c"}, {"name": "b", "image": "z"}]}}),
                "/spec/containers",
                json!([{"name": "c"}, {"name": "a", "image": "x", "env": [{"name": "E", "value": "1"}]}, {"name": "b", "image": "z"}]),
            ),
            (json!({"spec": {"args": ["2"]}}), "/spec/args", json!(["2"])),
            (json!({"spec": {"args": null}}), "/spec/args", json!(null)),
            (
                json!({"spec": {"$setElementOrder/containers": [{"name": "c"}, {"name": "a"}], "containers": [{"name": "c"}, {"name": "b", "$patch": "delete"}]}}),
                "/spec/containers/0/name",
                json!("c"),
            ),
        ];
        for (patch, path, wanted) in cases {
            let new = strategic(&old, &patch);
            assert_eq!(new.pointer(path).unwrap_or(&json!(null)), &wanted, "{patch}");
        }
    }
}
