//! The objects of a file and their main parts, as a tree.

use mesh_view::OutlineItem;

use crate::{Config, Node, Resource, Value};

/// The objects of a file in document order.
#[must_use]
pub fn outline(config: &Config, file: u32) -> Vec<OutlineItem> {
    config.resources.iter().filter(|resource| resource.span.file == file).map(|resource| item(resource)).collect()
}

fn item(resource: &Resource) -> OutlineItem {
    let name = &resource.metadata.name.value;
    let parts = resource.node.get("spec").map(Node::entries).unwrap_or_default();
    let children = parts.iter().flat_map(|entry| match &entry.value.value {
        Value::Sequence(items) => items.iter().enumerate().map(|(index, node)| part(&entry.key, index, node)).collect(),
        _ => Vec::new(),
    });
    OutlineItem {
        name: if name.is_empty() { resource.kind.clone() } else { name.clone() },
        detail: resource.kind.clone(),
        span: resource.span,
        children: children.collect(),
    }
}

fn part(key: &str, index: usize, node: &Node) -> OutlineItem {
    let place = format!("{key}[{index}]");
    let name = node.get("name").or(Some(node)).and_then(Node::text);
    OutlineItem {
        name: name.map_or_else(|| place.clone(), str::to_owned),
        detail: place,
        span: node.span,
        children: Vec::new(),
    }
}
