use mesh_config::{Diagnostic, Severity};

use super::{destinations, endpoints};
use crate::context::{Context, finding};

rule! {
    /// A route or a mirror names a subset that no DestinationRule of its host defines.
    ///
    /// Such requests are answered 503 NC. Add the subset to the DestinationRule before the route that uses it ("make
    /// before break"). Istio: `DestinationRuleAnalyzer`, IST0101.
    each beside ["DestinationRule"] check => "IST0101"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for destination in destinations::all(service) {
            let (host, subset) = (destination.field.get("host").text(), destination.field.get("subset").text());
            if subset.is_empty() || endpoints::subset(context, &service.metadata.namespace, &host, &subset).is_some() {
                continue;
            }
            let what = if destination.is_mirror { "mirror" } else { "host" };
            let message = format!("Referenced {what}+subset in destinationrule not found: \"{host}+{subset}\"");
            found.push(finding("IST0101", Severity::Error, service, destination.place(), message));
        }
    }
    found
}
