use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::{
    callers::{self, Callers},
    calls::ruled_hosts,
    conflicting_mesh_hosts::is_in_mesh,
};
use crate::context::{Context, PODS, finding, spec};

rule! {
    /// A VirtualService that no client ever consults.
    ///
    /// Rules are looked at in the proxy of whoever calls. Without `gateways` a rule is for sidecars: traffic that enters by
    /// a NodePort or a gateway, or that comes from pods without a sidecar, does not meet it. With `gateways` it is for those
    /// alone: add `mesh` for calls from inside the mesh.
    each beside ["App", "Gateway", "Service", "Traffic", "VirtualService", PODS] check => "MP0110"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(callers) = callers::all(context) else { return Vec::new() };
    let in_mesh = context.istio("VirtualService").filter(|service| is_in_mesh(service));
    let ruled_in_mesh: OrderedSet<String> = in_mesh.flat_map(|service| ruled_hosts(context, service)).collect();
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let hosts = spec(service).get("hosts");
        // A delegate has no hosts; a wildcard may stand for anything.
        let is_open = hosts.items().len() == 0 || hosts.items().any(|host| host.text().starts_with('*'));
        let is_bound_to_gateway = spec(service).get("gateways").items().any(|gateway| gateway.text() != "mesh");
        if is_open || (is_in_mesh(service) && is_bound_to_gateway) {
            continue;
        }
        let ruled = ruled_hosts(context, service);
        let verdict = if is_bound_to_gateway {
            at_gateway(service, &ruled, &callers, &ruled_in_mesh)
        } else {
            in_the_mesh(service, &ruled, &callers)
        };
        found.extend(verdict);
    }
    found
}

fn in_the_mesh(service: &Resource, ruled: &OrderedSet<String>, callers: &Callers) -> Option<Diagnostic> {
    if !ruled.is_disjoint(&callers.with_sidecar) {
        return None;
    }
    let message = if ruled.is_disjoint(&callers.bare) || !ruled.is_disjoint(&callers.entering) {
        say!("unconsulted-rule-never-called")
    } else {
        say!("unconsulted-rule-without-sidecar")
    };
    Some(finding("MP0110", Severity::Warning, service, spec(service).get("hosts"), message))
}

fn at_gateway(
    service: &Resource,
    ruled: &OrderedSet<String>,
    callers: &Callers,
    ruled_in_mesh: &OrderedSet<String>,
) -> Option<Diagnostic> {
    let is_left_to_others = !ruled.is_disjoint(ruled_in_mesh) || !ruled.is_disjoint(&callers.entering);
    if is_left_to_others || ruled.is_disjoint(&callers.with_sidecar) {
        return None;
    }
    let message = say!("unconsulted-rule-at-gateways");
    Some(finding("MP0110", Severity::Warning, service, spec(service).get("gateways"), message))
}
