//! Pods.

use serde_json::Value;

use super::page::Page;
use super::template::{containers, spread, time, tolerations, volumes};
use crate::json::{at, condition, controller, entries, items, name, namespace, number, text};
use crate::kubectl::columns::age;
use crate::kubectl::quantity;

pub(super) fn describe(page: &mut Page, pod: &Value, now: i128) {
    page.field(0, "Name", name(pod));
    page.field(0, "Namespace", namespace(pod));
    if let Some(priority) = at(pod, "spec.priority").as_i64() {
        page.field(0, "Priority", &priority.to_string());
    }
    for (label, path) in [
        ("Priority Class Name", "spec.priorityClassName"),
        ("Runtime Class Name", "spec.runtimeClassName"),
        ("Service Account", "spec.serviceAccountName"),
    ] {
        if !text(pod, path).is_empty() {
            page.field(0, label, text(pod, path));
        }
    }
    match text(pod, "spec.nodeName") {
        "" => page.field(0, "Node", "<none>"),
        node => page.field(0, "Node", &format!("{node}/{}", text(pod, "status.hostIP"))),
    }
    if !text(pod, "status.startTime").is_empty() {
        page.field(0, "Start Time", &time(pod, "status.startTime"));
    }
    page.labels("Labels", pod, "metadata.labels");
    page.annotations("Annotations", pod, "metadata.annotations");
    let phase = text(pod, "status.phase");
    if !text(pod, "metadata.deletionTimestamp").is_empty() && !matches!(phase, "Failed" | "Succeeded") {
        page.field(0, "Status", &format!("Terminating (lasts {})", age(pod, "metadata.deletionTimestamp", now)));
        page.field(0, "Termination Grace Period", &format!("{}s", number(pod, "metadata.deletionGracePeriodSeconds")));
    } else {
        page.field(0, "Status", phase);
    }
    for (label, path) in [("Reason", "status.reason"), ("Message", "status.message")] {
        if !text(pod, path).is_empty() {
            page.field(0, label, text(pod, path));
        }
    }
    let profile = text(pod, "spec.securityContext.seccompProfile.type");
    if !profile.is_empty() {
        page.field(0, "SeccompProfile", profile);
    }
    page.field(0, "IP", text(pod, "status.podIP"));
    let addresses = items(pod, "status.podIPs");
    if addresses.is_empty() {
        page.field(0, "IPs", "<none>");
    } else {
        page.line(0, "IPs:");
        for address in addresses {
            page.field(1, "IP", text(address, "ip"));
        }
    }
    if let Some(owner) = controller(pod) {
        page.field(0, "Controlled By", &format!("{}/{}", text(owner, "kind"), text(owner, "name")));
    }
    if !text(pod, "status.nominatedNodeName").is_empty() {
        page.field(0, "NominatedNodeName", text(pod, "status.nominatedNodeName"));
    }
    let init = items(pod, "spec.initContainers");
    if !init.is_empty() {
        containers(page, "Init Containers", init, items(pod, "status.initContainerStatuses"), "");
    }
    containers(page, "Containers", items(pod, "spec.containers"), items(pod, "status.containerStatuses"), "");
    conditions(page, pod);
    volumes(page, items(pod, "spec.volumes"), "");
    page.field(0, "QoS Class", quality(pod));
    page.labels("Node-Selectors", pod, "spec.nodeSelector");
    tolerations(page, "Tolerations", items(pod, "spec.tolerations"));
    spread(page, items(pod, "spec.topologySpreadConstraints"), "");
}

fn conditions(page: &mut Page, pod: &Value) {
    let gates = items(pod, "spec.readinessGates");
    if !gates.is_empty() {
        page.line(0, "Readiness Gates:");
        page.line(1, "Type\tStatus");
        for gate in gates {
            let kind = text(gate, "conditionType");
            let status = condition(pod, kind).map_or("<none>", |condition| text(condition, "status"));
            page.line(1, &format!("{kind} \t{status} "));
        }
    }
    if !items(pod, "status.conditions").is_empty() {
        page.line(0, "Conditions:");
        page.line(1, "Type\tStatus");
        for condition in items(pod, "status.conditions") {
            page.line(1, &format!("{} \t{} ", text(condition, "type"), text(condition, "status")));
        }
    }
}

/// The class of service that requests and limits make (`qos.GetPodQOS`).
fn quality(pod: &Value) -> &str {
    if !text(pod, "status.qosClass").is_empty() {
        return text(pod, "status.qosClass");
    }
    let all = items(pod, "spec.containers").iter().chain(items(pod, "spec.initContainers"));
    let (mut any, mut guaranteed) = (false, true);
    for container in all {
        any |= ["resources.requests", "resources.limits"].iter().any(|path| entries(container, path).next().is_some());
        guaranteed &= ["cpu", "memory"].iter().all(|resource| {
            let of = |path: &str| quantity::parse(text(container, &format!("resources.{path}.{resource}")));
            of("limits").is_some() && (of("requests").is_none() || of("requests") == of("limits"))
        });
    }
    match (any, guaranteed) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}
