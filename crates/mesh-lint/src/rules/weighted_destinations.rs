use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::{endpoints, policies};
use crate::{
    context::{Context, PODS, finding, spec},
    field::Field,
};

rule! {
    /// A share of the traffic goes where nobody answers, or stickiness is lost on the way.
    ///
    /// Weights are drawn first and know nothing of pods: the share of a subset or a Service without pods is answered
    /// 503 UH, nobody takes it over (MP0103). A consistent hash picks a pod inside the subset that was drawn, so one user
    /// still moves between subsets from request to request (MP0105): route by a header instead.
    each beside ["DestinationRule", "Service", PODS] check => "MP0103", "MP0105"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("VirtualService").flat_map(|service| routes(service, context)).collect()
}

fn routes(service: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // A Service without pods is said of once, though many rules may route to it.
    let mut dead = OrderedSet::new();
    for (index, route) in spec(service).get("http").items().enumerate() {
        let destinations: Vec<Field<'_>> = route.get("route").items().collect();
        if let [only] = destinations.as_slice() {
            let host = only.get("destination").get("host");
            let names_subset = !only.get("destination").get("subset").text().is_empty();
            let is_dead = endpoints::count(context, &service.metadata.namespace, &host.text(), None) == Some(0);
            if !names_subset && is_dead && dead.insert(host.text()) {
                let place = format!("spec.http[{index}]");
                let message = say!("weighted-destinations-only", place, service = host.text());
                found.push(finding("MP0103", Severity::Warning, service, host, message));
            }
            continue;
        }
        found.extend(shares(service, index, &destinations, context));
        found.extend(stickiness(service, index, &destinations, context));
    }
    found
}

fn shares(service: &Resource, index: usize, destinations: &[Field<'_>], context: &Context<'_>) -> Vec<Diagnostic> {
    let namespace = &service.metadata.namespace;
    let total: i64 = destinations.iter().map(|destination| destination.get("weight").integer().max(0)).sum();
    let mut found = Vec::new();
    for entry in destinations {
        let (host, name) = (entry.get("destination").get("host"), entry.get("destination").get("subset"));
        let weight = entry.get("weight").integer();
        let subset = endpoints::subset(context, namespace, &host.text(), &name.text());
        // A subset that nobody defines is said of elsewhere.
        let is_defined = subset.is_some() || name.text().is_empty();
        let is_empty = || endpoints::count(context, namespace, &host.text(), subset) == Some(0);
        if weight > 0 && total > 0 && is_defined && is_empty() {
            let percent = format!("{:.0}", 100.0 * weight as f64 / total as f64);
            let place = format!("spec.http[{index}]");
            let (at, message) = if subset.is_some() {
                let (host, subset) = (host.text(), name.text());
                (name, say!("weighted-destinations-subset", percent, place, host, subset))
            } else {
                (host, say!("weighted-destinations-service", percent, place, service = host.text()))
            };
            found.push(finding("MP0103", Severity::Warning, service, at, message));
        }
    }
    found
}

fn stickiness(
    service: &Resource,
    index: usize,
    destinations: &[Field<'_>],
    context: &Context<'_>,
) -> Option<Diagnostic> {
    let drawn: Vec<Field<'_>> = destinations
        .iter()
        .filter(|entry| entry.get("weight").integer() > 0)
        .map(|entry| entry.get("destination"))
        .collect();
    if drawn.len() < 2 {
        return None;
    }
    let hashed = drawn.iter().find(|destination| is_hashed(**destination, &service.metadata.namespace, context))?;
    let first = drawn.first()?;
    let is_one_host = drawn.iter().all(|other| other.get("host").text() == first.get("host").text());
    let place = format!("spec.http[{index}]");
    let (at, message) = if is_one_host {
        (hashed.get("subset"), say!("weighted-destinations-sticky-subset", place))
    } else {
        (hashed.get("host"), say!("weighted-destinations-sticky-destination", place))
    };
    Some(finding("MP0105", Severity::Warning, service, at, message))
}

/// Whether a destination's pods are picked by a hash. Settings of a port count only where the route names the port.
fn is_hashed(destination: Field<'_>, namespace: &str, context: &Context<'_>) -> bool {
    let (host, name) = (destination.get("host").text(), destination.get("subset").text());
    let port = destination.get("port").get("number");
    let port = port.present().then(|| port.integer());
    context.rules_of(namespace, &host).iter().any(|rule| {
        let subset = spec(rule).get("subsets").items().find(|subset| subset.get("name").text() == name);
        let balancer = policies::block(spec(rule).get("trafficPolicy"), subset, port, "loadBalancer");
        balancer.get("consistentHash").present()
    })
}
