use std::collections::BTreeMap;

use mesh_config::{Diagnostic, Severity};

use crate::context::{Context, finding, spec};

rule! {
    /// A rule names one host and subset in two destinations: their weights add up.
    ///
    /// Kiali: KIA1105.
    each check => "KIA1105"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for list in ["http", "tcp", "tls"] {
            for route in spec(service).get(list).items() {
                let mut by_target: BTreeMap<String, Vec<_>> = BTreeMap::new();
                for entry in route.get("route").items() {
                    by_target.entry(entry.get("destination").canonical(&[])).or_default().push(entry);
                }
                for entry in by_target.into_values().filter(|entries| entries.len() > 1).flatten() {
                    let message =
                        "This host and subset combination is referenced by another destination of the same rule.";
                    let place = entry.get("destination").get("host");
                    found.push(finding("KIA1105", Severity::Warning, service, place, message.into()));
                }
            }
        }
    }
    found
}
