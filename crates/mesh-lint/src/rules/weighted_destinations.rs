use mesh_config::{Diagnostic, Resource, Severity};

use super::endpoints;
use crate::{
    context::{Context, PODS, finding, spec},
    field::Field,
};

rule! {
    /// A share of the traffic goes where nobody answers, or stickiness is lost on the way.
    ///
    /// Weights are drawn first and know nothing of pods: the share of an empty subset is answered 503 UH, nobody takes it
    /// over (MP0103). A consistent hash picks a pod inside the subset that was drawn, so one user still moves between
    /// subsets from request to request (MP0105): route by a header instead.
    each beside ["DestinationRule", "Service", PODS] check => "MP0103", "MP0105"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for (index, route) in spec(service).get("http").items().enumerate() {
            let destinations: Vec<Field<'_>> = route.get("route").items().collect();
            if destinations.len() > 1 {
                found.extend(shares(service, index, &destinations, context));
            }
        }
    }
    found
}

fn shares(service: &Resource, index: usize, destinations: &[Field<'_>], context: &Context<'_>) -> Vec<Diagnostic> {
    let namespace = &service.metadata.namespace;
    let total: i64 = destinations.iter().map(|destination| destination.get("weight").integer().max(0)).sum();
    let mut found = Vec::new();
    let mut hashed = None;
    for entry in destinations {
        let (host, name) = (entry.get("destination").get("host").text(), entry.get("destination").get("subset"));
        let weight = entry.get("weight").integer();
        let Some(subset) = endpoints::subset(context, namespace, &host, &name.text()) else { continue };
        if weight > 0 && total > 0 && endpoints::count(context, namespace, &host, Some(subset)) == Some(0) {
            let share = 100.0 * weight as f64 / total as f64;
            let message = format!(
                "{share:.0} % of the requests of spec.http[{index}] are answered 503 UH: no pod of {host} is in subset {}. \
                 The other destinations do not take its share over.",
                name.text()
            );
            found.push(finding("MP0103", Severity::Warning, service, name, message));
        }
        let is_hashed = |policy: Field<'_>| policy.get("loadBalancer").get("consistentHash").present();
        let by_rule = context.rules_of(namespace, &host).iter().any(|rule| is_hashed(spec(rule).get("trafficPolicy")));
        if weight > 0 && (by_rule || is_hashed(subset.get("trafficPolicy"))) {
            hashed = hashed.or(Some(name));
        }
    }
    let drawn = destinations.iter().filter(|entry| entry.get("weight").integer() > 0).count();
    if let Some(place) = hashed.filter(|_| drawn > 1) {
        let message = format!(
            "consistentHash does not keep a user on one subset here: spec.http[{index}] draws the subset by weight first. \
             Route by a header to keep users on a version."
        );
        found.push(finding("MP0105", Severity::Warning, service, place, message));
    }
    found
}
