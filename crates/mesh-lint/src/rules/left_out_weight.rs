use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A destination without a weight beside others that have one gets nothing, or next to nothing.
    ///
    /// In a VirtualService a weight that is left out is 0, and a destination of weight 0 is left out. In an HTTPRoute it is
    /// 1: beside weights that are meant as percent it gets next to nothing. Write the share. Istio:
    /// `applyHTTPRouteDestination`.
    each check => "MP0187"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for list in ["http", "tcp", "tls"] {
            for route in spec(service).get(list).items() {
                let left_out = left_out(route.get("route"));
                found.extend(left_out.map(|(entry, sum)| without_weight(service, entry.get("destination"), sum)));
            }
        }
    }
    for route in context.subjects("HTTPRoute") {
        for rule in spec(route).get("rules").items() {
            // Small numbers are parts, not percent.
            let left_out = left_out(rule.get("backendRefs")).filter(|(_, sum)| *sum >= 10);
            found.extend(left_out.map(|(entry, sum)| with_weight_of_one(route, entry, sum)));
        }
    }
    found
}

/// The entries that have no weight where others have one, and the sum of those.
fn left_out(entries: Field<'_>) -> impl Iterator<Item = (Field<'_>, i64)> {
    let sum = entries.items().fold(0_i64, |sum, entry| sum.saturating_add(entry.get("weight").integer().max(0)));
    // A weight that stands inside of the destination is said of as what it is.
    let is_misplaced = |entry: &Field<'_>| entry.get("destination").get("weight").present();
    let without = entries.items().filter(move |entry| !entry.get("weight").present() && !is_misplaced(entry));
    without.filter(move |_| sum > 0).map(move |entry| (entry, sum))
}

fn without_weight(service: &Resource, destination: Field<'_>, sum: i64) -> Diagnostic {
    let (host, subset) = (destination.get("host").text(), destination.get("subset"));
    let rest = 100 - sum;
    let (place, message) = match (subset.present(), rest > 0) {
        (true, true) => (subset, say!("left-out-weight-of-subset", subset = subset.text(), host, sum, rest)),
        (true, false) => (subset, say!("left-out-weight-of-subset-beside-all", subset = subset.text(), host, sum)),
        (false, true) => (destination.get("host"), say!("left-out-weight", host, sum, rest)),
        (false, false) => (destination.get("host"), say!("left-out-weight-beside-all", host, sum)),
    };
    finding("MP0187", Severity::Warning, service, place, message)
}

fn with_weight_of_one(route: &Resource, backend: Field<'_>, sum: i64) -> Diagnostic {
    let name = backend.get("name");
    let message = say!("left-out-weight-in-http-route", backend = name.text(), count = sum.saturating_add(1));
    finding("MP0187", Severity::Info, route, name, message)
}
