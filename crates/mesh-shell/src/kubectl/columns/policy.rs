//! Nodes, budgets, namespaces, and what is stored and configured.

use serde_json::Value;

use super::{AGE, Column, NAME, column, count, or, wide};
use crate::json::{at, condition, entries, items, name, shown, text};

pub(super) const NODES: &[Column] = &[
    NAME,
    column("STATUS", |node, _| node_status(node)),
    column("ROLES", |node, _| node_roles(node)),
    AGE,
    column("VERSION", |node, _| text(node, "status.nodeInfo.kubeletVersion").to_owned()),
    wide("INTERNAL-IP", |node, _| node_address(node, "InternalIP")),
    wide("EXTERNAL-IP", |node, _| node_address(node, "ExternalIP")),
    wide("OS-IMAGE", |node, _| or(node, "status.nodeInfo.osImage", "<unknown>")),
    wide("KERNEL-VERSION", |node, _| {
        let kernel = or(node, "status.nodeInfo.kernelVersion", "<unknown>");
        match text(node, "status.nodeInfo.architecture") {
            "" => kernel,
            architecture => format!("{kernel} ({architecture})"),
        }
    }),
    wide("CONTAINER-RUNTIME", |node, _| or(node, "status.nodeInfo.containerRuntimeVersion", "<unknown>")),
];

pub(super) const BUDGETS: &[Column] = &[
    NAME,
    column("MIN AVAILABLE", |budget, _| or(budget, "spec.minAvailable", "N/A")),
    column("MAX UNAVAILABLE", |budget, _| or(budget, "spec.maxUnavailable", "N/A")),
    column("ALLOWED DISRUPTIONS", |budget, _| count(budget, "status.disruptionsAllowed")),
    AGE,
];

pub(super) const NAMESPACES: &[Column] =
    &[NAME, column("STATUS", |object, _| text(object, "status.phase").to_owned()), AGE];

pub(super) const CONFIG_MAPS: &[Column] = &[
    NAME,
    column("DATA", |object, _| (entries(object, "data").count() + entries(object, "binaryData").count()).to_string()),
    AGE,
];

pub(super) const SECRETS: &[Column] = &[
    NAME,
    column("TYPE", |object, _| text(object, "type").to_owned()),
    column("DATA", |object, _| entries(object, "data").count().to_string()),
    AGE,
];

pub(super) const QUOTAS: &[Column] = &[
    NAME,
    column("REQUEST", |quota, _| quota_column(quota, false)),
    column("LIMIT", |quota, _| quota_column(quota, true)),
    AGE,
];

pub(super) const LEASES: &[Column] =
    &[NAME, column("HOLDER", |lease, _| text(lease, "spec.holderIdentity").to_owned()), AGE];

pub(super) const PRIORITY_CLASSES: &[Column] = &[
    NAME,
    column("VALUE", |class, _| count(class, "value")),
    column("GLOBAL-DEFAULT", |class, _| (at(class, "globalDefault") == &Value::Bool(true)).to_string()),
    AGE,
    column("PREEMPTIONPOLICY", |class, _| or(class, "preemptionPolicy", "PreemptLowerPriority")),
];

pub(super) const STORAGE_CLASSES: &[Column] = &[
    column("NAME", |class, _| {
        let default = at(class, "metadata.annotations")
            .get("storageclass.kubernetes.io/is-default-class")
            .is_some_and(|value| value == "true");
        if default { format!("{} (default)", name(class)) } else { name(class).to_owned() }
    }),
    column("PROVISIONER", |class, _| text(class, "provisioner").to_owned()),
    column("RECLAIMPOLICY", |class, _| or(class, "reclaimPolicy", "Delete")),
    column("VOLUMEBINDINGMODE", |class, _| or(class, "volumeBindingMode", "Immediate")),
    column("ALLOWVOLUMEEXPANSION", |class, _| or(class, "allowVolumeExpansion", "false")),
    AGE,
];

pub(super) const ROLE_BINDINGS: &[Column] = &[
    NAME,
    column("ROLE", |binding, _| format!("{}/{}", text(binding, "roleRef.kind"), text(binding, "roleRef.name"))),
    AGE,
    wide("USERS", |binding, _| subjects(binding, "User")),
    wide("GROUPS", |binding, _| subjects(binding, "Group")),
    wide("SERVICEACCOUNTS", |binding, _| subjects(binding, "ServiceAccount")),
];

/// Kinds that the table shows with the time of their creation.
pub(super) const CREATED: &[Column] =
    &[NAME, column("CREATED AT", |object, _| text(object, "metadata.creationTimestamp").to_owned())];

fn node_status(node: &Value) -> String {
    let ready = match condition(node, "Ready").map(|condition| text(condition, "status")) {
        Some("True") => "Ready",
        Some(_) => "NotReady",
        None => "Unknown",
    };
    match at(node, "spec.unschedulable") {
        Value::Bool(true) => format!("{ready},SchedulingDisabled"),
        _ => ready.to_owned(),
    }
}

/// The roles that labels give a node.
pub(crate) fn node_roles(node: &Value) -> String {
    let mut roles: Vec<String> = entries(node, "metadata.labels")
        .filter_map(|(key, value)| match key.strip_prefix("node-role.kubernetes.io/") {
            Some(role) => Some(role.to_owned()),
            None if key == "kubernetes.io/role" => Some(shown(value)),
            None => None,
        })
        .filter(|role| !role.is_empty())
        .collect();
    roles.sort();
    roles.dedup();
    if roles.is_empty() { "<none>".to_owned() } else { roles.join(",") }
}

fn node_address(node: &Value, kind: &str) -> String {
    let found = items(node, "status.addresses").iter().find(|address| text(address, "type") == kind);
    found.map_or("<none>".to_owned(), |address| text(address, "address").to_owned())
}

fn quota_column(quota: &Value, limits: bool) -> String {
    let each: Vec<String> = entries(quota, "status.hard")
        .filter(|(resource, _)| resource.starts_with("limits.") == limits)
        .map(|(resource, hard)| {
            let used = at(quota, "status.used").get(resource).map_or_else(|| "0".to_owned(), shown);
            format!("{resource}: {used}/{}", shown(hard))
        })
        .collect();
    each.join(", ")
}

fn subjects(binding: &Value, kind: &str) -> String {
    let of_kind = items(binding, "subjects").iter().filter(|subject| text(subject, "kind") == kind);
    let each: Vec<String> = of_kind
        .map(|subject| match kind {
            "ServiceAccount" => format!("{}/{}", text(subject, "namespace"), text(subject, "name")),
            _ => text(subject, "name").to_owned(),
        })
        .collect();
    each.join(", ")
}
