use std::collections::BTreeSet;

use mesh_config::{Diagnostic, Severity};

use super::destinations;
use crate::context::{Context, finding, spec};
use crate::host_names::service_of;

rule! {
    /// A route or a mirror names a subset that no DestinationRule of its host defines.
    ///
    /// Such requests are answered 503 NC. Add the subset to the DestinationRule before the route that uses it ("make
    /// before break"). Istio: `DestinationRuleAnalyzer`, IST0101.
    check => "IST0101"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut defined = BTreeSet::new();
    for rule in context.istio("DestinationRule") {
        let host = service_of(&rule.metadata.namespace, &spec(rule).get("host").text());
        for subset in spec(rule).get("subsets").items() {
            defined.insert((host.clone(), subset.get("name").text().into_owned()));
        }
    }
    let mut found = Vec::new();
    for service in context.istio("VirtualService") {
        for destination in destinations::all(service) {
            let (host, subset) = (destination.field.get("host").text(), destination.field.get("subset").text());
            let key = (service_of(&service.metadata.namespace, &host), subset.clone().into_owned());
            if subset.is_empty() || defined.contains(&key) {
                continue;
            }
            let what = if destination.is_mirror { "mirror" } else { "host" };
            let message = format!("Referenced {what}+subset in destinationrule not found: \"{host}+{subset}\"");
            found.push(finding("IST0101", Severity::Error, service, destination.place(), message));
        }
    }
    found
}
