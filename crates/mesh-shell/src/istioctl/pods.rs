//! Pods as istioctl names them: `NAME`, `NAME.NAMESPACE`, `deploy/NAME[.NAMESPACE]` (`istioctl/pkg/util/handlers`).

use mesh_cluster::api::{Address, Resource, Verb};
use serde_json::Value;

use super::{Failure, error};
use crate::{Context, json};

/// Name and namespace of what an argument names.
pub(super) fn inferred(argument: &str, namespace: &str) -> (String, String) {
    match argument.rsplit_once('.') {
        Some((name, namespace)) => (name.to_owned(), namespace.to_owned()),
        None => (argument.to_owned(), namespace.to_owned()),
    }
}

/// Name and namespace of a pod, by itself or by what it belongs to.
pub(super) fn pod(argument: &str, namespace: &str, context: &mut Context<'_>) -> Result<(String, String), Failure> {
    let (name, namespace) = inferred(argument, namespace);
    let Some((kind, owner)) = name.split_once('/') else { return Ok((name, namespace)) };
    let (group, plural) = match kind.to_ascii_lowercase().as_str() {
        "pod" | "pods" | "po" => return Ok((owner.to_owned(), namespace)),
        "deploy" | "deployment" | "deployments" => ("apps", "deployments"),
        "sts" | "statefulset" | "statefulsets" => ("apps", "statefulsets"),
        "ds" | "daemonset" | "daemonsets" => ("apps", "daemonsets"),
        "rs" | "replicaset" | "replicasets" => ("apps", "replicasets"),
        "svc" | "service" | "services" => ("", "services"),
        other => {
            return error(format!(
                "failed retrieving: the server doesn't have a resource type {other:?} in the {namespace:?} namespace"
            ));
        }
    };
    let object = match get(group, plural, owner, &namespace, context) {
        Ok(object) => object,
        Err(words) => return error(format!("failed retrieving: {words} in the {namespace:?} namespace")),
    };
    let selector = if group.is_empty() { "spec.selector" } else { "spec.selector.matchLabels" };
    let labels: Vec<String> =
        json::entries(&object, selector).map(|(key, value)| format!("{key}={}", json::shown(value))).collect();
    let found = list("", "pods", Some(&namespace), &labels.join(","), context);
    let running = found.iter().find(|pod| json::text(pod, "status.phase") == "Running").or(found.first());
    match running {
        Some(pod) => Ok((json::name(pod).to_owned(), namespace)),
        None => error(format!("no pods match {name:?}")),
    }
}

/// An object of the API, or why there is none.
pub(super) fn get(
    group: &str,
    plural: &str,
    name: &str,
    namespace: &str,
    context: &mut Context<'_>,
) -> Result<Value, String> {
    let resource = Resource { group: group.to_owned(), plural: plural.to_owned() };
    let address = Address { resource, namespace: namespace.to_owned(), name: name.to_owned() };
    context.server.call(&Verb::Get(address)).map_err(|status| status.message)
}

/// Objects of the API.
pub(super) fn list(
    group: &str,
    plural: &str,
    namespace: Option<&str>,
    labels: &str,
    context: &mut Context<'_>,
) -> Vec<Value> {
    let resource = Resource { group: group.to_owned(), plural: plural.to_owned() };
    let (namespace, labels) = (namespace.map(str::to_owned), labels.to_owned());
    match context.server.call(&Verb::List { resource, namespace, labels, fields: String::new() }) {
        Ok(mut list) => match list.get_mut("items").map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        },
        Err(_) => Vec::new(),
    }
}
