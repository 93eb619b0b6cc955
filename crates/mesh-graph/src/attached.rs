//! Which services are drawn as a triangle on the app behind them.

use mesh_ordered::OrderedMap;

use crate::{Edge, Node, NodeKind};

/// Says of each service what its triangle sits on: the app, where that has one Service and the Service selects nothing else.
/// A Service that leads to several apps, or to none, and the Services of an app that has several, stand by themselves.
pub(crate) fn attach(nodes: &mut [Node], edges: &[Edge], selected: &OrderedMap<String, (String, Vec<String>)>) {
    let mut services_of: OrderedMap<(&str, &str), u32> = OrderedMap::new();
    for (namespace, apps) in selected.values() {
        for app in apps {
            *services_of.entry((namespace, app)).or_default() += 1;
        }
    }
    // What stands for an app: its one node, or the box around its versions.
    let mut stands: OrderedMap<(String, String), Vec<String>> = OrderedMap::new();
    for node in nodes.iter().filter(|node| matches!(node.kind, NodeKind::App | NodeKind::Workload)) {
        let whole = node.parent.clone().unwrap_or_else(|| node.id.clone());
        let standing = stands.entry((node.namespace.clone(), node.app.clone())).or_default();
        if !standing.contains(&whole) {
            standing.push(whole);
        }
    }
    let mut sits: OrderedMap<&str, String> = OrderedMap::new();
    for (service, (namespace, apps)) in selected {
        let [app] = apps.as_slice() else { continue };
        let is_only = services_of.get(&(namespace.as_str(), app.as_str())) == Some(&1);
        if let (true, Some([whole])) = (is_only, stands.get(&(namespace.clone(), app.clone())).map(Vec::as_slice)) {
            sits.insert(service, whole.clone());
        }
    }
    // Requests that a rule sends on to another app leave the triangle: then it cannot sit on the one.
    let stood_for: OrderedMap<&str, &str> =
        nodes.iter().map(|node| (node.id.as_str(), node.parent.as_deref().unwrap_or(&node.id))).collect();
    for edge in edges {
        let leads_away = |whole: &String| stood_for.get(edge.target.as_str()) != Some(&whole.as_str());
        if sits.get(edge.source.as_str()).is_some_and(leads_away) {
            sits.remove(edge.source.as_str());
        }
    }
    let sits: OrderedMap<String, String> =
        sits.into_iter().map(|(service, whole)| (service.to_owned(), whole)).collect();
    for node in nodes {
        node.sits_on = sits.get(&node.id).cloned();
    }
}
