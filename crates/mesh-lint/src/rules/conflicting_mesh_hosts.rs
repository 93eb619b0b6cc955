use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::Words;

use crate::context::{Context, finding_on, full_name, name_list, spec};
use crate::host_index::HostIndex;
use crate::host_names::{scoped_name, scopes};
use crate::hosts::export_to;

rule! {
    /// Two VirtualServices of the mesh rule the same host.
    ///
    /// Sidecars take the oldest one only and ignore the other. Merge them, or delegate. Istio:
    /// `ConflictingMeshGatewayHostsAnalyzer`, IST0109.
    among ["VirtualService"] check => "IST0109"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_host: OrderedMap<String, Vec<&Resource>> = OrderedMap::new();
    for service in context.istio("VirtualService").filter(|service| is_in_mesh(service)) {
        let namespace = &service.metadata.namespace;
        for scope in scopes(&export_to(service), namespace) {
            for host in spec(service).get("hosts").items() {
                by_host.entry(scoped_name(&scope, namespace, &host.text())).or_default().push(service);
            }
        }
    }
    let seen_by_all = SeenByAll::new(&by_host);
    let mut reported = OrderedSet::new();
    let mut found = Vec::new();
    for (scoped, own) in &by_host {
        let mut services = own.clone();
        if !scoped.starts_with("*/") {
            services.extend(seen_by_all.overlapping(scoped));
        }
        if services.len() < 2 {
            continue;
        }
        if services.iter().all(|service| reported.contains(&full_name(service))) {
            continue;
        }
        let names = name_list(services.iter().map(|service| full_name(service)).collect());
        for service in services {
            if reported.insert(full_name(service)) {
                let message = Words::theirs(format!(
                    "The VirtualServices {names} associated with mesh gateway define the same host {scoped} which can lead to \
                     undefined behavior. This can be fixed by merging the conflicting VirtualServices into a single resource."
                ));
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

/// The VirtualServices that every namespace sees, by their hosts.
struct SeenByAll<'a, 'b> {
    by_host: Vec<&'b Vec<&'a Resource>>,
    index: HostIndex<usize>,
}

impl<'a, 'b> SeenByAll<'a, 'b> {
    fn new(by_host: &'b OrderedMap<String, Vec<&'a Resource>>) -> Self {
        let mut seen = Self { by_host: Vec::new(), index: HostIndex::default() };
        for (scoped, services) in by_host {
            if let Some(host) = scoped.strip_prefix("*/") {
                seen.index.insert(host, seen.by_host.len());
                seen.by_host.push(services);
            }
        }
        seen
    }

    /// Those with a host that overlaps with a scoped one.
    fn overlapping(&self, scoped: &str) -> impl Iterator<Item = &'a Resource> + use<'a, 'b, '_> {
        let host = scoped.split_once('/').map_or(scoped, |(_, host)| host);
        let places = self.index.overlapping(host, usize::MAX).into_iter();
        places.filter_map(|place| self.by_host.get(place)).flat_map(|services| services.iter().copied())
    }
}
