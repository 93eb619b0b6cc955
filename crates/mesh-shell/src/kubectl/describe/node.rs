//! Nodes.

use serde_json::Value;

use super::page::Page;
use super::template::time;
use crate::json::{at, entries, items, name, shown, text};
use crate::kubectl::columns::{age, node_roles};
use crate::kubectl::quantity::{parse, show};
use crate::kubectl::resource_sums::{of_pod, sum};

/// A node with its lease and the pods on it that have not ended.
pub(super) fn describe(page: &mut Page, node: &Value, lease: Result<Value, String>, pods: &[Value], now: i128) {
    page.field(0, "Name", name(node));
    page.field(0, "Roles", &node_roles(node));
    page.labels("Labels", node, "metadata.labels");
    page.annotations("Annotations", node, "metadata.annotations");
    page.field(0, "CreationTimestamp", &time(node, "metadata.creationTimestamp"));
    taints(page, items(node, "spec.taints"));
    page.field(0, "Unschedulable", &(at(node, "spec.unschedulable") == &Value::Bool(true)).to_string());
    match lease {
        Ok(lease) => {
            page.line(0, "Lease:");
            let or_unset =
                |path: &str| if text(&lease, path).is_empty() { "<unset>".to_owned() } else { time(&lease, path) };
            let holder = text(&lease, "spec.holderIdentity");
            page.field(1, "HolderIdentity", if holder.is_empty() { "<unset>" } else { holder });
            page.field(1, "AcquireTime", &or_unset("spec.acquireTime"));
            page.field(1, "RenewTime", &or_unset("spec.renewTime"));
        }
        Err(why) => page.field(0, "Lease", &format!("Failed to get lease: {why}")),
    }
    if !items(node, "status.conditions").is_empty() {
        page.line(0, "Conditions:");
        page.line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
        page.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
        for condition in items(node, "status.conditions") {
            page.line(
                1,
                &format!(
                    "{} \t{} \t{} \t{} \t{} \t{}",
                    text(condition, "type"),
                    text(condition, "status"),
                    time(condition, "lastHeartbeatTime"),
                    time(condition, "lastTransitionTime"),
                    text(condition, "reason"),
                    text(condition, "message")
                ),
            );
        }
    }
    page.line(0, "Addresses:");
    for address in items(node, "status.addresses") {
        page.field(1, text(address, "type"), text(address, "address"));
    }
    for (label, path) in [("Capacity", "status.capacity"), ("Allocatable", "status.allocatable")] {
        if entries(node, path).next().is_some() {
            page.line(0, &format!("{label}:"));
            for (resource, quantity) in entries(node, path) {
                page.field(1, resource, &shown(quantity));
            }
        }
    }
    page.line(0, "System Info:");
    for (label, field) in [
        ("Machine ID", "machineID"),
        ("System UUID", "systemUUID"),
        ("Boot ID", "bootID"),
        ("Kernel Version", "kernelVersion"),
        ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"),
        ("Architecture", "architecture"),
        ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"),
    ] {
        page.field(1, label, text(node, &format!("status.nodeInfo.{field}")));
    }
    if !text(node, "spec.podCIDR").is_empty() {
        page.field(0, "PodCIDR", text(node, "spec.podCIDR"));
        let all: Vec<String> = items(node, "spec.podCIDRs").iter().map(shown).collect();
        page.field(0, "PodCIDRs", &all.join(","));
    }
    if !text(node, "spec.providerID").is_empty() {
        page.field(0, "ProviderID", text(node, "spec.providerID"));
    }
    resources(page, node, pods, now);
}

fn taints(page: &mut Page, list: &[Value]) {
    if list.is_empty() {
        page.field(0, "Taints", "<none>");
        return;
    }
    let mut all: Vec<(String, String)> = list
        .iter()
        .map(|taint| {
            let (key, value, effect) = (text(taint, "key"), text(taint, "value"), text(taint, "effect"));
            let value = if value.is_empty() { String::new() } else { format!("={value}") };
            (format!("{effect},{key}"), format!("{key}{value}:{effect}"))
        })
        .collect();
    all.sort();
    for (index, (_, taint)) in all.iter().enumerate() {
        let head = if index == 0 { "Taints:" } else { "" };
        page.line(0, &format!("{head}\t{taint}"));
    }
}

/// Requests and limits of the pods, as shares of what the node has.
fn resources(page: &mut Page, node: &Value, pods: &[Value], now: i128) {
    let of_node = |resource: &str| {
        let path =
            if entries(node, "status.allocatable").next().is_some() { "status.allocatable" } else { "status.capacity" };
        at(node, path).get(resource).map(shown).and_then(|text| parse(&text)).unwrap_or_default()
    };
    let share = |resource: &str, value: i128| {
        let all = of_node(resource);
        let percent = if all == 0 { 0 } else { value * 100 / all };
        format!("{} ({percent}%)", show(value, resource != "cpu"))
    };
    page.field(0, "Non-terminated Pods", &format!("({} in total)", pods.len()));
    page.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
    page.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
    for pod in pods {
        let cell = |resource: &str, field: &str| share(resource, of_pod(pod, field, resource));
        page.line(
            1,
            &format!(
                "{}\t{}\t\t{}\t{}\t{}\t{}\t{}",
                crate::json::namespace(pod),
                name(pod),
                cell("cpu", "requests"),
                cell("cpu", "limits"),
                cell("memory", "requests"),
                cell("memory", "limits"),
                age(pod, "metadata.creationTimestamp", now)
            ),
        );
    }
    page.line(0, "Allocated resources:");
    page.line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
    page.line(1, "Resource\tRequests\tLimits");
    page.line(1, "--------\t--------\t------");
    for resource in ["cpu", "memory", "ephemeral-storage"] {
        let cell = |field: &str| share(resource, sum(pods, field, resource));
        page.line(1, &format!("{resource}\t{}\t{}", cell("requests"), cell("limits")));
    }
}
