use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::Words;

use crate::{
    context::{Context, finding, full_name, once_without_line, spec},
    field::Field,
};

rule! {
    /// A rule of the mesh splits a host by subsets, but a gateway's rule routes to that host without one.
    ///
    /// Requests that enter by the gateway are not split: no second VirtualService is consulted. Route to the subsets in
    /// the gateway's rule. Istio: `DestinationHostAnalyzer`, IST0140.
    among ["VirtualService"] check => "IST0140"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut splitting: OrderedMap<String, OrderedSet<String>> = OrderedMap::new();
    for service in context.istio("VirtualService") {
        for host in split_hosts(service) {
            splitting.entry(host).or_default().insert(full_name(service));
        }
    }
    let at_gateways = context.istio("VirtualService").filter(|service| spec(service).get("gateways").is_filled());
    at_gateways.flat_map(|service| once_without_line(unsplit(service, &splitting))).collect()
}

/// The destinations of a gateway's rule that other rules split.
fn unsplit(service: &Resource, splitting: &OrderedMap<String, OrderedSet<String>>) -> Vec<(bool, Diagnostic)> {
    let mut found = Vec::new();
    let mut seen = OrderedSet::new();
    for destination in destinations(service).filter(|destination| destination.get("subset").text().is_empty()) {
        let host = destination.get("host").text();
        if !seen.insert(host.clone()) {
            continue;
        }
        for by in splitting.get(&*host).into_iter().flatten() {
            let message = Words::theirs(format!(
                "Subset in virtual service {by} has no effect on ingress gateway {} requests",
                full_name(service)
            ));
            // Istio looks for the line under the route's name, where it is not.
            found.push((false, finding("IST0140", Severity::Warning, service, destination.get("host"), message)));
        }
    }
    found
}

/// The own hosts of a VirtualService to which it routes by subset.
fn split_hosts(service: &Resource) -> OrderedSet<String> {
    let own: OrderedSet<String> = spec(service).get("hosts").items().map(|host| host.text().into_owned()).collect();
    destinations(service)
        .filter(|destination| !destination.get("subset").text().is_empty())
        .map(|destination| destination.get("host").text().into_owned())
        .filter(|host| own.contains(host))
        .collect()
}

fn destinations(service: &Resource) -> impl Iterator<Item = Field<'_>> {
    let routes = spec(service).get("http").items().flat_map(|route| route.get("route").items());
    routes.map(|entry| entry.get("destination"))
}
