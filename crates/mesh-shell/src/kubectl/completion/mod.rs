//! What a command line of kubectl can go on with (`k8s.io/kubectl/pkg/util/completion`).

mod values;

use mesh_cluster::api::ApiResource;

use super::commands::{Command, Flag, Takes, below, below_named, find, global_flags};
use crate::completion::Around;

/// Commands whose arguments are a kind and names; `None` of the kinds: all.
const TYPED: [(&str, Option<&[&str]>); 29] = [
    ("get", None),
    ("describe", None),
    ("delete", None),
    ("edit", None),
    ("label", None),
    ("annotate", None),
    ("patch", None),
    ("wait", None),
    ("set image", Some(WORKLOADS)),
    ("set env", Some(WORKLOADS)),
    ("set resources", Some(WORKLOADS)),
    ("set serviceaccount", Some(WORKLOADS)),
    ("set selector", Some(&["services"])),
    ("expose", Some(&["deployments", "pods", "replicasets", "replicationcontrollers", "services"])),
    ("scale", Some(SCALED)),
    ("autoscale", Some(SCALED)),
    ("rollout status", Some(ROLLED)),
    ("rollout history", Some(ROLLED)),
    ("rollout undo", Some(ROLLED)),
    ("rollout restart", Some(ROLLED)),
    ("rollout pause", Some(&["deployments"])),
    ("rollout resume", Some(&["deployments"])),
    ("taint", Some(&["nodes"])),
    ("apply view-last-applied", None),
    ("apply edit-last-applied", None),
    ("events", None),
    ("explain", None),
    ("debug", Some(&["nodes", "pods"])),
    ("auth can-i", None),
];

const WORKLOADS: &[&str] = &["cronjobs", "daemonsets", "deployments", "jobs", "pods", "replicasets", "statefulsets"];
const SCALED: &[&str] = &["deployments", "replicasets", "replicationcontrollers", "statefulsets"];
const ROLLED: &[&str] = &["daemonsets", "deployments", "statefulsets"];

/// Commands whose arguments are names of one kind.
const NAMED: [(&str, &str); 11] = [
    ("drain", "nodes"),
    ("cordon", "nodes"),
    ("uncordon", "nodes"),
    ("logs", "pods"),
    ("exec", "pods"),
    ("attach", "pods"),
    ("port-forward", "pods"),
    ("cp", "pods"),
    ("top pod", "pods"),
    ("top node", "nodes"),
    ("certificate approve", "certificatesigningrequests"),
];

/// The words that are there already.
struct Typed {
    command: Command,
    flags: Vec<Flag>,
    arguments: Vec<String>,
    namespace: String,
    /// The flag whose value comes next.
    open: Option<Flag>,
}

/// What can stand at the cursor.
pub(crate) fn complete(words: &[String], current: &str, around: &mut Around<'_>) -> Vec<String> {
    let Some(typed) = read(words, around) else { return Vec::new() };
    if let Some(flag) = &typed.open {
        return values::of(flag, &typed, current, around);
    }
    if let Some((name, value)) = current.strip_prefix("--").and_then(|rest| rest.split_once('=')) {
        let Some(flag) = typed.flags.iter().find(|flag| flag.name == name).cloned() else { return Vec::new() };
        let values = values::of(&flag, &typed, value, around).into_iter();
        return values.map(|value| format!("--{name}={value}")).collect();
    }
    if current.starts_with('-') {
        return typed.flags.iter().map(written).collect();
    }
    let path = typed.command.path;
    let deeper = below(path);
    if !deeper.is_empty() && typed.arguments.is_empty() {
        return deeper.into_iter().map(str::to_owned).collect();
    }
    if let Some((_, plural)) = NAMED.iter().find(|(known, _)| *known == path) {
        return values::named(plural, &typed, current, around);
    }
    match TYPED.iter().find(|(known, _)| *known == path) {
        Some((_, kinds)) => values::typed(*kinds, &typed, current, around),
        None if matches!(path, "config use-context" | "config delete-context" | "config rename-context") => {
            vec![super::CONTEXT.to_owned()]
        }
        None => Vec::new(),
    }
}

/// A flag as it is typed; one that may stand without a value still wants its value behind `=`.
fn written(flag: &Flag) -> String {
    if flag.bare.is_some() && flag.takes != Takes::Bool {
        format!("--{}=", flag.name)
    } else {
        format!("--{}", flag.name)
    }
}

/// Which command the words name, its flags, and what else there is.
fn read(words: &[String], around: &Around<'_>) -> Option<Typed> {
    let global = global_flags();
    let mut typed = Typed {
        command: find("")?,
        flags: Vec::new(),
        arguments: Vec::new(),
        namespace: around.session.namespace.clone(),
        open: None,
    };
    typed.flags = typed.command.flags().into_iter().chain(global.clone()).collect();
    for word in words {
        if let Some(flag) = typed.open.take() {
            typed.take(&flag, word);
        } else if word.len() > 1 && word.starts_with('-') {
            let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
            let flag = typed.flags.iter().find(|flag| match name.strip_prefix("--") {
                Some(long) => flag.name == long,
                None => name.chars().nth(1) == flag.short && name.chars().count() == 2,
            });
            let Some(flag) = flag.cloned() else { continue };
            match value {
                Some(value) => typed.take(&flag, value),
                None if flag.takes != Takes::Bool && flag.bare.is_none() => typed.open = Some(flag),
                None => {}
            }
        } else if let Some(name) = below_named(typed.command.path, word).filter(|_| typed.arguments.is_empty()) {
            let path = match typed.command.path {
                "" => name.to_owned(),
                path => format!("{path} {name}"),
            };
            typed.command = find(&path)?;
            typed.flags = typed.command.flags().into_iter().chain(global.clone()).collect();
        } else {
            typed.arguments.push(word.clone());
        }
    }
    if typed.namespace.is_empty() {
        typed.namespace = "default".to_owned();
    }
    Some(typed)
}

impl Typed {
    fn take(&mut self, flag: &Flag, value: &str) {
        if flag.name == "namespace" {
            value.clone_into(&mut self.namespace);
        }
    }
}

/// The resource that a word means.
fn resource(word: &str, around: &Around<'_>) -> Option<ApiResource> {
    super::resources::meant(word, &around.server.resources()).0
}
