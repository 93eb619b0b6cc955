//! Nodes that are interchangeable: equal ones that a case names in the same way.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::case::Case;

/// For each node that is not alone in its class the name of the class.
#[must_use]
pub fn classes(case: &Case) -> BTreeMap<String, String> {
    let name = |node: &Value| node.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let names: Vec<String> = case.nodes.iter().map(name).collect();
    let texts: Vec<String> = case
        .setup
        .iter()
        .chain(&case.steps)
        .map(|step| {
            let fields = ["cmd", "in", "apply", "lost", "static", "v"];
            fields
                .iter()
                .filter_map(|field| step.get(*field))
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in &case.nodes {
        let own = name(node);
        let mut key = node.clone();
        if let Some(map) = key.as_object_mut() {
            map.remove("name");
        }
        let mut key = key.to_string();
        for text in texts.iter().filter(|text| names.iter().any(|name| text.contains(name.as_str()))) {
            // A step that does not name this node says nothing of it but that it names another.
            let mut said = text.replace(&own, "<itself>");
            for other in &names {
                said = said.replace(other.as_str(), "<another>");
            }
            let mut words: Vec<&str> = said.split_whitespace().collect();
            words.sort_unstable();
            key.push('\n');
            key.push_str(&words.join(" "));
        }
        groups.entry(key).or_default().push(own);
    }
    let mut classes = BTreeMap::new();
    for members in groups.into_values().filter(|members| members.len() > 1) {
        let class = format!(
            "<node like {}>",
            members
                .first()
                .map(|name| name.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>())
                .unwrap_or_default()
        );
        let first = members.first().cloned().unwrap_or_default();
        for member in members {
            classes.insert(member, format!("{class}{}", first.bytes().map(u64::from).sum::<u64>()));
        }
    }
    classes
}
