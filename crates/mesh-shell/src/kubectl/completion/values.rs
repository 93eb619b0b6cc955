//! Values of flags and arguments.

use super::super::commands::Flag;
use super::{Typed, resource};
use crate::completion::Around;
use crate::json;

const FORMATS: [&str; 10] = [
    "go-template-file=",
    "go-template=",
    "json",
    "jsonpath-as-json=",
    "jsonpath-file=",
    "jsonpath=",
    "kyaml",
    "name",
    "yaml",
    "wide",
];

/// What can be a flag's value.
pub(super) fn of(flag: &Flag, typed: &Typed, current: &str, around: &mut Around<'_>) -> Vec<String> {
    let all = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    match flag.name.as_str() {
        "namespace" => plural("namespaces", typed, around),
        "filename" | "patch-file" | "from-file" | "from-env-file" => around.files(),
        "output" if typed.command.path == "get" => {
            let mut formats: Vec<String> = all(&FORMATS);
            formats.extend(["custom-columns=", "custom-columns-file="].map(str::to_owned));
            formats
        }
        "output" => FORMATS.iter().filter(|format| **format != "wide").map(|format| (*format).to_owned()).collect(),
        "dry-run" => all(&["none", "server", "client"]),
        "cascade" => all(&["background", "orphan", "foreground"]),
        "validate" => all(&["strict", "warn", "ignore"]),
        "type" if typed.command.path == "patch" => all(&["json", "merge", "strategic"]),
        "type" if typed.command.path == "expose" => all(&["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]),
        "restart" => all(&["Always", "OnFailure", "Never"]),
        "context" => vec![super::super::CONTEXT.to_owned()],
        "cluster" => all(&["kubernetes"]),
        "user" => all(&["kubernetes-admin"]),
        "container" | "containers" => containers(typed, around),
        "for" if typed.command.path == "wait" => all(&["condition=", "create", "delete", "jsonpath="]),
        "for" => typed_names(None, current, typed, around),
        "subresource" => all(&["status", "scale", "resize"]),
        "api-group" => {
            let mut groups: Vec<String> =
                around.server.resources().iter().map(|resource| resource.group.to_owned()).collect();
            groups.retain(|group| !group.is_empty());
            groups
        }
        _ => Vec::new(),
    }
}

/// The names of all objects of a kind.
fn plural(word: &str, typed: &Typed, around: &mut Around<'_>) -> Vec<String> {
    match resource(word, around) {
        Some(resource) => around.names(&resource, &typed.namespace),
        None => Vec::new(),
    }
}

/// The containers of the pod that is named.
fn containers(typed: &Typed, around: &mut Around<'_>) -> Vec<String> {
    let names = typed.arguments.iter().map(|name| name.rsplit('/').next().unwrap_or(name).to_owned());
    let Some(pods) = resource("pods", around) else { return Vec::new() };
    let pod = names.filter_map(|name| around.object(&pods, &typed.namespace, &name)).next();
    let Some(pod) = pod else { return Vec::new() };
    let lists = ["spec.containers", "spec.initContainers"];
    let all = lists.iter().flat_map(|list| json::items(&pod, list));
    all.map(|container| json::text(container, "name").to_owned()).collect()
}

/// Names of one kind, or `KIND/NAME` of any; those that stand there already aside.
pub(super) fn named(word: &str, typed: &Typed, current: &str, around: &mut Around<'_>) -> Vec<String> {
    if current.contains('/') {
        return slashed(current, typed, around);
    }
    let one = matches!(typed.command.path, "logs" | "exec" | "attach" | "port-forward" | "cp" | "top pod" | "top node");
    if one && !typed.arguments.is_empty() {
        return Vec::new();
    }
    let mut names = plural(word, typed, around);
    names.retain(|name| !typed.arguments.contains(name));
    names
}

/// A kind first, then names of it.
pub(super) fn typed(kinds: Option<&[&str]>, typed: &Typed, current: &str, around: &mut Around<'_>) -> Vec<String> {
    let Some((first, names)) = typed.arguments.split_first() else {
        return typed_names(kinds, current, typed, around);
    };
    if matches!(typed.command.path, "explain" | "events" | "auth can-i") {
        return Vec::new();
    }
    if first.contains('/') {
        // Once an argument has a slash, each has.
        let mut all = typed_names(kinds, current, typed, around);
        all.retain(|one| !typed.arguments.contains(one));
        return all;
    }
    let kind = first.split(',').next().unwrap_or(first);
    let mut all = plural(kind, typed, around);
    all.retain(|name| !names.contains(name));
    all
}

/// Kinds, behind a comma too; names behind a slash.
fn typed_names(kinds: Option<&[&str]>, current: &str, typed: &Typed, around: &mut Around<'_>) -> Vec<String> {
    if current.contains('/') {
        return slashed(current, typed, around);
    }
    let before = current.rfind(',').and_then(|comma| current.get(..=comma)).unwrap_or_default();
    let all: Vec<String> = match kinds {
        Some(kinds) => kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        None => around.server.resources().iter().map(|resource| resource.plural.to_owned()).collect(),
    };
    all.into_iter().map(|kind| format!("{before}{kind}")).collect()
}

/// `KIND/NAME`.
fn slashed(current: &str, typed: &Typed, around: &mut Around<'_>) -> Vec<String> {
    let Some((kind, _)) = current.split_once('/') else { return Vec::new() };
    plural(kind, typed, around).into_iter().map(|name| format!("{kind}/{name}")).collect()
}
