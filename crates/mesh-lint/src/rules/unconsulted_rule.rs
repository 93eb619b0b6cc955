use std::collections::BTreeSet;

use mesh_config::{Diagnostic, Severity};

use super::{
    calls::{self, called_service, ruled_services},
    conflicting_mesh_hosts::is_in_mesh,
};
use crate::context::{Context, PODS, finding, spec};

rule! {
    /// A VirtualService of the mesh that no client ever consults.
    ///
    /// Rules are looked at in the proxy of whoever calls. Traffic that enters by a NodePort, or that only gateways send,
    /// meets no sidecar on the way to this host: bind the rule to the gateway, or call from inside the mesh.
    each beside ["App", "Traffic", PODS] check => "MP0110"
}

/// Images whose apps call others without an App that says so.
const CALLING_IMAGES: [&str; 2] = ["istio-fleetman", "examples-bookinfo"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let is_caller_unknown = context
        .every_pod()
        .flat_map(|pod| &pod.containers)
        .any(|container| CALLING_IMAGES.iter().any(|image| container.image.contains(image)));
    if is_caller_unknown || context.kind("Traffic").next().is_none() {
        return Vec::new();
    }
    let mut called: BTreeSet<(String, String)> = calls::of_apps(context).into_iter().map(|call| call.service).collect();
    for traffic in context.kind("Traffic") {
        let from = spec(traffic).get("from").text();
        if !(from.starts_with("ingress") || from == "nodeport") {
            called.insert(called_service(&traffic.metadata.namespace, &spec(traffic).get("request").get("url").text()));
        }
    }
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService").filter(|service| is_in_mesh(service)) {
        let hosts = spec(service).get("hosts");
        // A delegate has no hosts; a wildcard may stand for anything.
        let is_open = hosts.items().len() == 0 || hosts.items().any(|host| host.text().starts_with('*'));
        let is_bound_to_gateway = spec(service).get("gateways").items().any(|gateway| gateway.text() != "mesh");
        if is_open || is_bound_to_gateway || ruled_services(service).any(|ruled| called.contains(&ruled)) {
            continue;
        }
        let message = "No client ever consults this VirtualService: no Traffic and no App calls its host from inside the mesh. \
                       Rules work in the caller's proxy; for traffic through a gateway name it under gateways.";
        found.push(finding("MP0110", Severity::Warning, service, hosts, message.into()));
    }
    found
}
