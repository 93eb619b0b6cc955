//! Many bootstraps as one, so that the real Envoy has to start once for all of them.

use std::collections::BTreeMap;
use std::path::Path;

use end2end_envoy::envoy;
use serde_json::{Value, json};

/// A bootstrap and what it was made from.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) bootstrap: Value,
}

/// What the real Envoy refuses, with its message. A refused heap is halved until the culprit stands alone.
pub(crate) fn refused(program: &Path, bootstraps: &[Named], folder: &Path) -> Vec<String> {
    let bootstrap = match bootstraps {
        [] => return Vec::new(),
        // Alone it goes as it is.
        [only] => only.bootstrap.clone(),
        _ => merge(bootstraps),
    };
    let Err(message) = envoy::validate(program, &bootstrap, folder) else { return Vec::new() };
    if let [only] = bootstraps {
        return vec![format!("{}: {}", only.name, message.lines().last().unwrap_or(""))];
    }
    let (first, second) = bootstraps.split_at(bootstraps.len() / 2);
    let mut found = refused(program, first, folder);
    found.extend(refused(program, second, folder));
    assert!(!found.is_empty(), "refused together and not apart: {message}");
    found
}

/// All listeners and clusters, under names and ports of their own.
fn merge(bootstraps: &[Named]) -> Value {
    let (mut listeners, mut clusters) = (Vec::new(), Vec::new());
    let mut merged = bootstraps[0].bootstrap.clone();
    for (number, named) in bootstraps.iter().enumerate() {
        let resources = &named.bootstrap["static_resources"];
        let list = |key: &str| resources[key].as_array().expect("a list").clone();
        let names: BTreeMap<String, String> = ["listeners", "clusters"]
            .into_iter()
            .flat_map(list)
            .filter_map(|item| item["name"].as_str().map(str::to_owned))
            .map(|name| (name.clone(), format!("{number}|{name}")))
            .collect();
        for mut listener in list("listeners") {
            rename(&mut listener, &names);
            listener["address"]["socket_address"]["port_value"] = json!(1024 + listeners.len());
            listeners.push(listener);
        }
        for mut cluster in list("clusters") {
            rename(&mut cluster, &names);
            clusters.push(cluster);
        }
    }
    merged["static_resources"] = json!({"listeners": listeners, "clusters": clusters});
    merged
}

/// Wherever one of the names stands, its own name takes its place.
fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = names.get(text) {
                text.clone_from(name);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(members) => members.values_mut().for_each(|member| rename(member, names)),
        _ => {}
    }
}
