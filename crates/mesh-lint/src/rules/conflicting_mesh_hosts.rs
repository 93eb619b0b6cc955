use std::collections::{BTreeMap, BTreeSet};

use mesh_config::{Diagnostic, Resource, Severity};

use crate::host_names::{scoped_name, scopes};
use crate::hosts::export_to;
use crate::{
    context::{Context, finding_on, full_name, spec},
    validation::names::hosts_overlap,
};

rule! {
    /// Two VirtualServices of the mesh rule the same host.
    ///
    /// Sidecars take the oldest one only and ignore the other. Merge them, or delegate. Istio:
    /// `ConflictingMeshGatewayHostsAnalyzer`, IST0109.
    among ["VirtualService"] check => "IST0109"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_host: BTreeMap<String, Vec<&Resource>> = BTreeMap::new();
    for service in context.istio("VirtualService").filter(|service| is_in_mesh(service)) {
        let namespace = &service.metadata.namespace;
        for scope in scopes(&export_to(service), namespace) {
            for host in spec(service).get("hosts").items() {
                by_host.entry(scoped_name(&scope, namespace, &host.text())).or_default().push(service);
            }
        }
    }
    let mut reported = BTreeSet::new();
    let mut found = Vec::new();
    for (scoped, own) in &by_host {
        let mut services = own.clone();
        if !scoped.starts_with("*/") {
            services.extend(seen_by_all(scoped, &by_host));
        }
        if services.len() < 2 {
            continue;
        }
        let mut names: Vec<String> = services.iter().map(|service| full_name(service)).collect();
        names.sort();
        let names = names.join(",");
        for service in services {
            if reported.insert(full_name(service)) {
                let message = format!(
                    "The VirtualServices {names} associated with mesh gateway define the same host {scoped} which can lead to \
                     undefined behavior. This can be fixed by merging the conflicting VirtualServices into a single resource."
                );
                found.push(finding_on("IST0109", Severity::Error, service, message));
            }
        }
    }
    found
}

/// Whether a VirtualService is bound to the sidecars of the mesh.
pub(crate) fn is_in_mesh(service: &Resource) -> bool {
    let gateways = spec(service).get("gateways");
    gateways.items().len() == 0 || gateways.items().any(|gateway| gateway.text() == "mesh")
}

fn seen_by_all<'a>(scoped: &str, by_host: &BTreeMap<String, Vec<&'a Resource>>) -> Vec<&'a Resource> {
    let host = scoped.split_once('/').map_or(scoped, |(_, host)| host);
    by_host
        .iter()
        .filter(|(other, _)| other.strip_prefix("*/").is_some_and(|name| hosts_overlap(host, name)))
        .flat_map(|(_, services)| services.iter().copied())
        .collect()
}
