use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use crate::{
    context::{Context, finding, spec},
    field::Field,
    host_names::full_name,
};

rule! {
    /// A rule names one host and subset in two destinations: their weights add up.
    ///
    /// A short name and the full one are the same host. Make one destination of them, or correct the subset of one.
    /// Kiali: KIA1105.
    each check => "KIA1105"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for list in ["http", "tcp", "tls"] {
            for route in spec(service).get(list).items() {
                let mut by_target: OrderedMap<_, Vec<_>> = OrderedMap::new();
                for entry in route.get("route").items() {
                    let destination = entry.get("destination");
                    by_target.entry(target(service, destination)).or_default().push(destination);
                }
                for destination in by_target.into_values().filter(|entries| entries.len() > 1).flatten() {
                    let message = "This host subset combination is already referenced in another route destination of \
                                   this rule:";
                    let message = Words::theirs(message).and(say!("repeated-destination"));
                    let place = destination.get("host");
                    found.push(finding("KIA1105", Severity::Warning, service, place, message));
                }
            }
        }
    }
    found
}

/// What a destination means: host, subset and port.
fn target(service: &Resource, destination: Field<'_>) -> (String, String, i64) {
    let host = full_name(&service.metadata.namespace, &destination.get("host").text());
    (host, destination.get("subset").text().into_owned(), destination.get("port").get("number").integer())
}
