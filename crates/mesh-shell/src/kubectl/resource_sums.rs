//! What pods ask for and what they are limited to, in thousandths (`k8s.io/component-helpers/resource`).

use serde_json::Value;

use super::quantity::parse;
use crate::json::{at, items, shown, text};

fn of_container(container: &Value, field: &str, resource: &str) -> i128 {
    at(container, &format!("resources.{field}"))
        .get(resource)
        .map(shown)
        .and_then(|text| parse(&text))
        .unwrap_or_default()
}

/// What a pod asks for: its containers together, or its largest init container if that is more.
pub(super) fn of_pod(pod: &Value, field: &str, resource: &str) -> i128 {
    let (mut beside, mut largest) = (0, 0);
    for container in items(pod, "spec.initContainers") {
        let own = of_container(container, field, resource);
        if text(container, "restartPolicy") == "Always" {
            beside += own;
            largest = largest.max(beside);
        } else {
            largest = largest.max(beside + own);
        }
    }
    let containers: i128 =
        items(pod, "spec.containers").iter().map(|container| of_container(container, field, resource)).sum();
    (containers + beside).max(largest)
}

/// What pods ask for together.
pub(super) fn sum(pods: &[Value], field: &str, resource: &str) -> i128 {
    pods.iter().map(|pod| of_pod(pod, field, resource)).sum()
}
