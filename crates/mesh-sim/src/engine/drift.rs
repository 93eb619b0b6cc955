//! Rules that live otherwise than the files say: applied, patched or deleted through the API of a cluster that lives.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_cluster::api::Address;
use mesh_cluster::live::manifest;
use mesh_config::{Config, Resource, SourceFile};
use serde_json::Value;

/// By where they stand: what lives there, or that nothing does any more.
pub(super) type Drift = BTreeMap<Key, Option<Arc<Value>>>;

/// API group, kind, namespace and name.
pub(super) type Key = (String, String, String, String);

/// What only the API server writes.
const OF_THE_SERVER: [&str; 6] =
    ["creationTimestamp", "generation", "managedFields", "ownerReferences", "resourceVersion", "uid"];

/// Whether an object is one that istiod reads.
pub(super) fn is_rule(address: &Address) -> bool {
    matches!(&*address.resource.group, "networking.istio.io" | "gateway.networking.k8s.io")
        || (address.resource.group.is_empty() && address.resource.plural == "services")
}

/// Where an object stands, by what it says of itself.
pub(super) fn key_of(object: &Value) -> Key {
    let text = |path| object.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    (group_of(&text("/apiVersion")), text("/kind"), text("/metadata/namespace"), text("/metadata/name"))
}

/// Where a document stands.
pub(super) fn key_of_document(resource: &Resource) -> Key {
    let metadata = &resource.metadata;
    let (namespace, name) = (metadata.namespace.clone(), metadata.name.value.clone());
    (group_of(&resource.api_version), resource.kind.clone(), namespace, name)
}

fn group_of(api_version: &str) -> String {
    api_version.split_once('/').map_or_else(String::new, |(group, _)| group.to_owned())
}

/// The documents with what lives otherwise in their places.
pub(super) fn overlaid(files: &Config, drift: &Drift) -> Config {
    let mut config = files.clone();
    config.resources.retain(|resource| !drift.contains_key(&key_of_document(resource)));
    // In a file of their own, behind those that there are.
    let index = files.resources.iter().map(|resource| resource.span.file as usize + 1).max().unwrap_or_default();
    let texts: Vec<String> = drift.values().flatten().map(|object| written(object)).collect();
    if !texts.is_empty() {
        let empty = SourceFile { name: String::new(), text: String::new() };
        let mut sources = vec![empty; index];
        sources.push(SourceFile { name: "live.yaml".into(), text: texts.join("\n---\n") });
        config.resources.extend(mesh_config::parse(&sources).resources);
    }
    config
}

/// Whether a document says what lives.
pub(super) fn is_said(resource: &Arc<Resource>, object: &Value) -> bool {
    manifest::object(resource).get("spec") == object.get("spec")
}

/// An object as its document: what only the server writes is left out.
fn written(object: &Value) -> String {
    let mut object = object.clone();
    if let Some(map) = object.as_object_mut() {
        map.remove("status");
    }
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        OF_THE_SERVER.iter().for_each(|field| drop(metadata.remove(*field)));
    }
    // JSON is YAML.
    object.to_string()
}
