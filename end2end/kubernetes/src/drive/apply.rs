//! `kubectl apply`: three-way, from the configuration that was applied last.

use mesh_cluster::api::{Address, Verb};
use serde_json::{Map, Value, json};

use super::Drive;
use super::client::resource_of;

const LAST: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The documents of a text.
pub(super) fn documents(text: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let value: Result<Value, _> = serde::de::Deserialize::deserialize(document);
        match value {
            Ok(Value::Null) | Err(_) => {}
            Ok(list) if list.get("kind").and_then(Value::as_str) == Some("List") => {
                all.extend(list.get("items").and_then(Value::as_array).cloned().unwrap_or_default());
            }
            Ok(value) => all.push(value),
        }
    }
    all
}

impl Drive {
    pub(super) fn apply(&mut self, text: &str) {
        for document in documents(text) {
            self.apply_one(document);
        }
    }

    pub(super) fn create(&mut self, text: &str) {
        for document in documents(text) {
            if let Some((resource, namespace, _)) = place(&document) {
                let _ = self.call(&Verb::Create { resource, namespace, object: document, dry_run: false });
            }
        }
    }

    fn apply_one(&mut self, mut document: Value) {
        let Some((resource, namespace, name)) = place(&document) else { return };
        let mut plain = document.clone();
        let metadata = child(&mut plain, "metadata");
        metadata.entry("annotations").or_insert_with(|| json!({}));
        if !namespace.is_empty() {
            metadata.insert("namespace".to_owned(), json!(namespace));
        }
        let last = format!("{plain}\n");
        let annotations = child(&mut document, "metadata").entry("annotations").or_insert_with(|| json!({}));
        if let Value::Object(map) = annotations {
            map.insert(LAST.to_owned(), json!(last));
        }
        let address = Address { resource: resource.clone(), namespace: namespace.clone(), name };
        match self.get(&address) {
            None => {
                let answer = self.call(&Verb::Create { resource, namespace, object: document, dry_run: false });
                if let Err(status) = answer {
                    eprintln!("apply: {}", status.message);
                }
            }
            Some(live) => {
                let before =
                    live.pointer("/metadata/annotations").and_then(|all| all.get(LAST)).and_then(Value::as_str);
                let before: Value = before.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
                let patch = three_way(&before, &document);
                let _ = self.patch(&address, patch);
            }
        }
    }
}

/// What is new, and nulls for what was applied before and is no longer there.
fn three_way(before: &Value, new: &Value) -> Value {
    let (Some(before), Some(new)) = (before.as_object(), new.as_object()) else { return new.clone() };
    let mut patch = Map::new();
    for (key, value) in new {
        let old = before.get(key).cloned().unwrap_or_default();
        patch.insert(key.clone(), if value.is_object() { three_way(&old, value) } else { value.clone() });
    }
    for key in before.keys().filter(|key| !new.contains_key(*key)) {
        patch.insert(key.clone(), Value::Null);
    }
    Value::Object(patch)
}

fn child<'a>(value: &'a mut Value, key: &str) -> &'a mut Map<String, Value> {
    if !value.get(key).is_some_and(Value::is_object) {
        value[key] = json!({});
    }
    value[key].as_object_mut().expect("has just been made an object")
}

/// Where a document belongs.
fn place(document: &Value) -> Option<(mesh_cluster::api::Resource, String, String)> {
    let (resource, namespaced) = resource_of(document)?;
    let text = |path: &str| document.pointer(path).and_then(Value::as_str);
    let namespace = if namespaced { text("/metadata/namespace").unwrap_or("default") } else { "" };
    Some((resource, namespace.to_owned(), text("/metadata/name").unwrap_or_default().to_owned()))
}
