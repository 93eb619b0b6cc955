//! Roles and their bindings (`create_role.go`, `create_clusterrole.go`, `create_rolebinding.go`).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::call::Call;
use super::super::failure::{Failure, error};
use super::super::resources::one;
use super::name;
use crate::Context;

/// What kubectl knows as verbs.
const VERBS: [&str; 14] = [
    "*",
    "get",
    "delete",
    "list",
    "create",
    "update",
    "patch",
    "watch",
    "proxy",
    "deletecollection",
    "use",
    "bind",
    "escalate",
    "impersonate",
];

/// `create role` and `clusterrole`.
pub(super) fn role(call: &Call, context: &mut Context<'_>) -> Result<Value, Failure> {
    let name = name(call)?;
    let (verbs, resources) = (call.list("verb"), call.list("resource"));
    if verbs.is_empty() {
        return error("at least one verb must be specified");
    }
    let urls = call.list("non-resource-url");
    if resources.is_empty() && urls.is_empty() {
        return error(match call.command.name() {
            "role" => "at least one resource must be specified",
            _ => "one of resource or nonResourceURL must be specified",
        });
    }
    for verb in verbs.iter().filter(|verb| !VERBS.contains(&verb.as_str())) {
        context.err(&format!("Warning: '{verb}' is not a standard resource verb\n"));
    }
    let mut rules = rules(call, &verbs, &resources, context)?;
    if !urls.is_empty() {
        rules.push(json!({"nonResourceURLs": urls, "verbs": verbs}));
    }
    let cluster = call.command.name() == "clusterrole";
    Ok(json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": if cluster { "ClusterRole" } else { "Role" },
        "metadata": {"name": name},
        "rules": rules,
    }))
}

/// A rule for each API group (`generateResourcePolicyRules`).
fn rules(
    call: &Call,
    verbs: &[String],
    resources: &[String],
    context: &mut Context<'_>,
) -> Result<Vec<Value>, Failure> {
    let mut groups: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for word in resources {
        let (word, below) = word.split_once('/').map_or((word.as_str(), None), |(word, below)| (word, Some(below)));
        let found = one(word, context).map_err(|failure| Failure::Plain(failure.inner()))?;
        let plural = below.map_or_else(|| found.plural.to_owned(), |below| format!("{}/{below}", found.plural));
        let group = groups.entry(found.group).or_default();
        if !group.contains(&plural) {
            group.push(plural);
        }
    }
    let names = call.list("resource-name");
    let rule = |(group, resources): (&str, Vec<String>)| match names.is_empty() {
        true => json!({"apiGroups": [group], "resources": resources, "verbs": verbs}),
        false => json!({"apiGroups": [group], "resourceNames": names, "resources": resources, "verbs": verbs}),
    };
    Ok(groups.into_iter().map(rule).collect())
}

/// `create rolebinding` and `clusterrolebinding`.
pub(super) fn binding(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    let (role, cluster_role) = (call.text("role"), call.text("clusterrole"));
    if role.is_empty() == cluster_role.is_empty() {
        return error("exactly one of clusterrole or role must be specified");
    }
    let mut subjects = Vec::new();
    for account in call.list("serviceaccount") {
        let Some((namespace, account)) = account.split_once(':') else {
            return error("serviceaccount must be <namespace>:<name>");
        };
        subjects.push(json!({"kind": "ServiceAccount", "name": account, "namespace": namespace}));
    }
    for (flag, kind) in [("user", "User"), ("group", "Group")] {
        for subject in call.list(flag) {
            subjects.push(json!({"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": subject}));
        }
    }
    let (kind, target) = if role.is_empty() { ("ClusterRole", cluster_role) } else { ("Role", role) };
    let cluster = call.command.name() == "clusterrolebinding";
    Ok(json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": if cluster { "ClusterRoleBinding" } else { "RoleBinding" },
        "metadata": {"name": name},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": target},
        "subjects": subjects,
    }))
}
