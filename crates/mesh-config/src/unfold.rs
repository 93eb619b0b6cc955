//! `kubectl get … -o yaml` prints one List; its items are objects like any other.

use crate::{Entry, Node, Scalar, Spanned, Value};

/// The objects that a document holds: the items of a List, or the document itself.
pub(crate) fn unfold(node: Node, objects: &mut Vec<Node>) {
    let kind = node.get("kind").and_then(Node::text).unwrap_or_default();
    let Some(item_kind) = kind.strip_suffix("List").map(str::to_owned) else {
        objects.push(node);
        return;
    };
    let api_version = node.get("apiVersion").cloned();
    let Value::Mapping(entries) = node.value else { return };
    let Some(items) = entries.into_iter().find(|entry| entry.key.value == "items") else { return };
    let Value::Sequence(items) = items.value.value else { return };
    for mut item in items {
        if !item_kind.is_empty() {
            complete(&mut item, &item_kind, api_version.as_ref());
        }
        unfold(item, objects);
    }
}

/// The API server leaves kind and version out of the items of a `ServiceList`.
fn complete(item: &mut Node, kind: &str, api_version: Option<&Node>) {
    let span = item.span;
    let missing = |key: &str| item.get(key).is_none();
    let (no_kind, no_version) = (missing("kind"), missing("apiVersion"));
    let Value::Mapping(entries) = &mut item.value else { return };
    if no_kind {
        let value = Value::Scalar(Scalar { text: kind.into(), plain: true });
        entries.push(Entry { key: Spanned::new("kind".to_owned(), span), value: Node { span, value } });
    }
    if let (true, Some(version)) = (no_version, api_version) {
        entries.push(Entry { key: Spanned::new("apiVersion".to_owned(), span), value: version.clone() });
    }
}
