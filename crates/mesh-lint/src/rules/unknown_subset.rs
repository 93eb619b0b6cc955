use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::{Words, say};

use super::endpoints;
use crate::context::{Context, finding, once_without_line};
use crate::destinations;
use crate::suggestion::{near_name, offering};

rule! {
    /// A route or a mirror names a subset that no DestinationRule of its host defines.
    ///
    /// Such requests are answered 503 NC. Add the subset to the DestinationRule before the route that uses it ("make
    /// before break"). Istio: `DestinationRuleAnalyzer`, IST0101.
    each beside ["DestinationRule"] check => "IST0101"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services.flat_map(|service| once_without_line(unknown(service, context))).collect()
}

fn unknown(service: &Resource, context: &Context<'_>) -> Vec<(bool, Diagnostic)> {
    let mut found = Vec::new();
    for destination in destinations::all(service) {
        let (host, subset) = (destination.field.get("host").text(), destination.field.get("subset").text());
        if subset.is_empty() || endpoints::subset(context, &service.metadata.namespace, &host, &subset).is_some() {
            continue;
        }
        let what = if destination.is_mirror { "mirror" } else { "host" };
        let message =
            format!("Referenced {what}+subset in destinationrule not found: {:?}", format!("{host}+{subset}"));
        let finding = finding("IST0101", Severity::Error, service, destination.place(), Words::theirs(message));
        let names = endpoints::subsets(context, &service.metadata.namespace, &host);
        let near = near_name(&subset, names.map(|subset| subset.get("name").text().into_owned()));
        let mut finding = offering(finding, destination.field.get("subset"), near.clone());
        // Istio points at the host, which is right.
        if destination.has_line {
            finding = finding.marked(destination.field.get("subset").span());
        }
        if let (Some(fix), Some(near)) = (finding.fixes.last_mut(), near) {
            fix.title = say!("unknown-subset-change", subset = &subset, near);
        }
        found.push((destination.has_line, finding));
    }
    found
}
