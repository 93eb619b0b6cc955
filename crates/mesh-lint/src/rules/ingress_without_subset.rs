use mesh_config::{Diagnostic, Resource, Severity};

use crate::context::{Context, finding, full_name, spec};

rule! {
    /// A rule of the mesh splits a host by subsets, but a gateway's rule routes to that host without one.
    ///
    /// Requests that enter by the gateway are not split: no second VirtualService is consulted. Route to the subsets in
    /// the gateway's rule. Istio: `DestinationHostAnalyzer`, IST0140.
    among ["VirtualService"] check => "IST0140"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let splits: Vec<(&Resource, String)> = context.istio("VirtualService").flat_map(subset_hosts).collect();
    let mut found = Vec::new();
    for service in context.istio("VirtualService").filter(|service| spec(service).get("gateways").items().len() > 0) {
        for route in spec(service).get("http").items() {
            for entry in route.get("route").items() {
                let destination = entry.get("destination");
                if !destination.get("subset").text().is_empty() {
                    continue;
                }
                let host = destination.get("host").text();
                for (splitting, _) in splits.iter().filter(|(_, split)| *split == host) {
                    let message = format!(
                        "Subset in virtual service {} has no effect on ingress gateway {} requests",
                        full_name(splitting),
                        full_name(service)
                    );
                    found.push(finding("IST0140", Severity::Warning, service, destination.get("host"), message));
                }
            }
        }
    }
    found
}

/// The hosts of a VirtualService to which it routes by subset, once for each such destination.
fn subset_hosts(service: &Resource) -> Vec<(&Resource, String)> {
    let mut found = Vec::new();
    for route in spec(service).get("http").items() {
        for entry in route.get("route").items() {
            let destination = entry.get("destination");
            if destination.get("subset").text().is_empty() {
                continue;
            }
            let host = destination.get("host").text();
            for own in spec(service).get("hosts").items().filter(|own| own.text() == host) {
                found.push((service, own.text().into_owned()));
            }
        }
    }
    found
}
