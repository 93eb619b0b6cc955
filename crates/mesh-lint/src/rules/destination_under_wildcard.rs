use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use crate::{
    context::{Context, finding},
    destinations,
    hosts::export_to,
};

rule! {
    /// A route or a mirror names a host that only a wildcard ServiceEntry covers.
    ///
    /// Clusters are looked up by the name that the route writes, and a wildcard makes only one of its own name: the requests
    /// are answered 503 NC. Add the host itself to the ServiceEntry, or define one for it. istioctl says nothing, because
    /// its check of destinations takes wildcards. Istio: `GetDestinationCluster`.
    each beside ["Service", "ServiceEntry"] check => "MP0182"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("VirtualService").flat_map(|service| verdicts(service, context)).collect()
}

fn verdicts(service: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let exported = export_to(service);
    let mut seen = OrderedSet::new();
    let mut found = Vec::new();
    for destination in destinations::all(service) {
        let place = destination.place();
        let host = place.text();
        let Some(wildcard) = context.hosts().only_wildcard(&service.metadata.namespace, &exported, &host) else {
            continue;
        };
        if seen.insert(host.to_string()) {
            let message = if destination.is_mirror {
                say!("destination-under-wildcard-mirror", host, wildcard)
            } else {
                say!("destination-under-wildcard-route", host, wildcard)
            };
            found.push(finding("MP0182", Severity::Warning, service, place, message));
        }
    }
    found
}
