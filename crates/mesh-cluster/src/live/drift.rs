//! Where what lives differs from what the files say: after `kubectl scale`, `set image`, `delete`.

use mesh_config::{Config, Entry, Node, Resource, Span, Spec, Value as Tree};
use serde_json::Value;

use super::kind::{Kind, Name};
use super::{Machine, json, manifest, quantity};
use crate::api::{ISTIO, KUBERNETES};

/// A place in the files at which another value lives.
#[derive(Clone, Debug, PartialEq)]
pub struct Drifted {
    /// The field, as `spec.replicas`; empty for an object that is gone.
    pub path: String,
    /// The value in the files; of an object that is gone its name.
    pub span: Span,
    /// What lives there; `None` where nothing does.
    pub live: Option<Value>,
}

/// Places that are told.
const MOST: usize = 200;

/// Parts of an object that people write and the machine leaves alone.
const WRITTEN: [&str; 4] = ["spec", "data", "metadata.labels", "metadata.annotations"];

impl Machine {
    /// Counts up with each change of any object.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.store.version()
    }

    /// The places at which the files say otherwise than what lives; a field that nobody wrote is none.
    #[must_use]
    pub fn drifted(&self, config: &Config) -> Vec<Drifted> {
        let mut found = Vec::new();
        for resource in &config.resources {
            if found.len() >= MOST {
                break;
            }
            self.drifted_from(resource, &mut found);
        }
        found.truncate(MOST);
        found
    }

    fn drifted_from(&self, resource: &Resource, found: &mut Vec<Drifted>) {
        // What the world of time 0 makes by itself is not held against its documents.
        if matches!(resource.spec, Spec::Node(_) | Spec::Namespace(_)) || !resource.readable {
            return;
        }
        let group = resource.api_version.split_once('/').map_or("", |(group, _)| group);
        let known = KUBERNETES.iter().chain(ISTIO).find(|known| known.group == group && known.kind == resource.kind);
        let Some(known) = known else { return };
        let name = &resource.metadata.name;
        let namespace = if known.namespaced { resource.metadata.namespace.as_str() } else { "" };
        let Some(live) = self.object(Kind::from(known), &Name::new(namespace, name.value.as_str())) else {
            found.push(Drifted { path: String::new(), span: name.span, live: None });
            return;
        };
        for part in WRITTEN {
            let written = part.split('.').try_fold(&*resource.node, |node, key| field(node, key));
            let lives = json::at(&live, &part.replace('.', "/"));
            if let (Some(written), Some(lives)) = (written, lives) {
                compare(part, written, lives, found);
            }
        }
    }
}

fn field<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    entries(node).iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
}

fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        Tree::Mapping(entries) => entries,
        _ => &[],
    }
}

/// Compares what is written with what lives there, field by field and item by item.
fn compare(path: &str, written: &Node, live: &Value, found: &mut Vec<Drifted>) {
    match (&written.value, live) {
        (Tree::Mapping(entries), Value::Object(live)) => {
            for entry in entries {
                let path = format!("{path}.{}", entry.key.value);
                match live.get(&entry.key.value) {
                    Some(live) => compare(&path, &entry.value, live, found),
                    None if is_empty(&manifest::value(&entry.value)) => {}
                    None => found.push(Drifted { path, span: entry.value.span, live: None }),
                }
            }
        }
        (Tree::Sequence(items), Value::Array(live)) if items.len() == live.len() => {
            for (at, (item, live)) in items.iter().zip(live).enumerate() {
                compare(&format!("{path}[{at}]"), item, live, found);
            }
        }
        _ if is_same(&manifest::value(written), live) => {}
        _ => found.push(Drifted { path: path.to_owned(), span: written.span, live: Some(live.clone()) }),
    }
}

/// What the API server does not keep.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Bool(true) => false,
    }
}

/// Whether the API server would keep one value as the other: a number as its text, `0.5` as `500m`.
fn is_same(written: &Value, live: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    written == live
        || is_empty(written) && is_empty(live)
        || text(written) == text(live)
        || quantity::milli(written).is_some_and(|amount| quantity::milli(live) == Some(amount))
}
