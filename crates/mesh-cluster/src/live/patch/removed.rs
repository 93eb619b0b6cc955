//! What a patch has to say of fields that are written no more (`kubectl apply`: of what was applied last and is not there now).

use serde_json::{Map, Value, json};

use super::strategic::merge_key;
use crate::api::PatchType;

/// Adds to a patch that what `old` has and it has not is to go.
pub(crate) fn take_away(old: &Value, patch: &mut Value, patch_type: PatchType) {
    if let (Some(old), Some(patch)) = (old.as_object(), patch.as_object_mut()) {
        fields(old, patch, "", patch_type == PatchType::StrategicMerge);
    }
}

/// `field` is the one that holds both; `is_strategic`: lists are merged by their keys and not replaced.
fn fields(old: &Map<String, Value>, patch: &mut Map<String, Value>, field: &str, is_strategic: bool) {
    for (key, value) in old {
        match (value, patch.get_mut(key)) {
            (_, None) => {
                patch.insert(key.clone(), Value::Null);
            }
            (Value::Object(old), Some(Value::Object(new))) => fields(old, new, key, is_strategic),
            (Value::Array(old), Some(Value::Array(new))) if is_strategic => {
                if let Some(by) = merge_key(key, field) {
                    items(old, new, key, by);
                }
            }
            _ => {}
        }
    }
}

/// Items of a list that is merged by a key.
fn items(old: &[Value], new: &mut Vec<Value>, field: &str, by: &str) {
    for item in old {
        let Some(key) = item.get(by) else { continue };
        match (item, new.iter_mut().find(|known| known.get(by) == Some(key))) {
            (Value::Object(old), Some(Value::Object(known))) => fields(old, known, field, true),
            (_, None) => new.push(json!({by: key, "$patch": "delete"})),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::patched;
    use super::*;

    #[test]
    fn what_is_written_no_more_is_taken_away() {
        let pod = |container: Value| json!({"spec": {"containers": [container]}});
        let web = |more: Value| {
            let mut container = json!({"name": "web", "image": "web:1"});
            container.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            container
        };
        let cases = [
            // A field of a container, and a list in it.
            (pod(web(json!({"args": ["10"]}))), pod(web(json!({})))),
            (pod(web(json!({"args": ["10"]}))), pod(web(json!({"command": ["nginx"]})))),
            (
                pod(web(json!({"env": [{"name": "A", "value": "1"}, {"name": "B"}]}))),
                pod(web(json!({"env": [{"name": "A"}]}))),
            ),
            (json!({"spec": {"containers": [web(json!({})), {"name": "b"}]}}), pod(web(json!({})))),
            // A port of a Service that is one of its nodes no more.
            (json!({"spec": {"ports": [{"port": 80, "nodePort": 30080}]}}), json!({"spec": {"ports": [{"port": 80}]}})),
            (json!({"metadata": {"labels": {"a": "1"}}}), json!({"metadata": {}})),
        ];
        for (old, new) in cases {
            let mut patch = new.clone();
            take_away(&old, &mut patch, PatchType::StrategicMerge);
            assert_eq!(patched(&old, PatchType::StrategicMerge, &patch).unwrap(), new, "{patch}");
        }
    }

    #[test]
    fn what_nobody_wrote_stays() {
        let (old, new) = (
            json!({"spec": {"containers": [{"name": "a", "args": ["1"]}]}}),
            json!({"spec": {"containers": [{"name": "a"}]}}),
        );
        let lives = json!({"spec": {"containers": [{"name": "a", "args": ["1"], "image": "set"}, {"name": "added"}]}});
        let mut patch = new;
        take_away(&old, &mut patch, PatchType::StrategicMerge);
        let wanted = json!({"spec": {"containers": [{"name": "a", "image": "set"}, {"name": "added"}]}});
        assert_eq!(patched(&lives, PatchType::StrategicMerge, &patch).unwrap(), wanted);
    }

    #[test]
    fn lists_that_are_replaced_say_all_themselves() {
        let (old, new) =
            (json!({"http": [{"name": "a", "match": []}, {"name": "b"}]}), json!({"http": [{"name": "a"}]}));
        for patch_type in [PatchType::Merge, PatchType::StrategicMerge] {
            let mut patch = new.clone();
            take_away(&old, &mut patch, patch_type);
            assert_eq!(patched(&old, patch_type, &patch).unwrap(), new);
        }
    }
}
