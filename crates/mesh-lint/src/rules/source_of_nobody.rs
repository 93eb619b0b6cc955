use mesh_cluster::Pod;
use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::{Words, say};

use super::conflicting_mesh_hosts::is_in_mesh;
use crate::{
    context::{Context, PODS, finding, selector_pairs, selector_text, selects, spec},
    destinations,
    field::Field,
    host_names::service_of,
    validation::names::is_dns_label,
};

rule! {
    /// A match on where a request comes from that holds for nobody, or does not count.
    ///
    /// `sourceLabels` and `sourceNamespace` are held against the pod whose proxy has the rule: in the mesh the caller, at a
    /// gateway the gateway itself (MP0192). Beside `gateways` in the same match they are not looked at (MP0193). Istio:
    /// `sourceMatchHTTP`.
    each beside ["Gateway", "Service", PODS] check => "MP0192", "MP0193"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let matches = spec(service).get("http").items().flat_map(|rule| rule.get("match").items());
        found.extend(matches.filter_map(|matching| verdict(service, matching, context)));
    }
    found
}

fn verdict(service: &Resource, matching: Field<'_>, context: &Context<'_>) -> Option<Diagnostic> {
    let (labels, namespace) = (matching.get("sourceLabels"), matching.get("sourceNamespace"));
    let place = if labels.is_filled() { labels } else { namespace };
    if !place.present() {
        return None;
    }
    if matching.get("gateways").items().len() > 0 {
        return Some(finding("MP0193", Severity::Warning, service, place, say!("source-of-nobody-beside-gateways")));
    }
    let (pairs, owner) = (selector_pairs(labels), namespace.text());
    // What Istio refuses is said of elsewhere.
    if !owner.is_empty() && !is_dns_label(&owner) {
        return None;
    }
    let is_meant = |of: &str| owner.is_empty() || owner == of;
    let has_caller = || context.pods(&pairs).any(|pod| is_meant(&pod.namespace));
    let pod = pod(&pairs, &owner)?;
    let message = if is_in_mesh(service) {
        if !knows_callers(service, context) || has_caller() {
            return None;
        }
        say!("source-of-nobody-no-pod", pod)
    } else {
        if has_gateway(service, &pairs, is_meant, context)? {
            return None;
        }
        say!("source-of-nobody-at-gateway", pod)
    };
    Some(finding("MP0192", Severity::Warning, service, place, message))
}

/// Whether there are pods besides those that the rules send to: often only these are written down.
fn knows_callers(service: &Resource, context: &Context<'_>) -> bool {
    let namespace = &service.metadata.namespace;
    let own = spec(service).get("hosts").items();
    let hosts = own.chain(destinations::all(service).map(|destination| destination.place()));
    let services: OrderedSet<(String, String)> = hosts.map(|host| service_of(namespace, &host.text())).collect();
    let known = services.iter().filter_map(|(owner, name)| context.service(owner, name));
    let selectors: Vec<(&str, Vec<(String, String)>)> = known
        .map(|service| (service.metadata.namespace.as_str(), selector_pairs(spec(service).get("selector"))))
        .filter(|(_, selector)| !selector.is_empty())
        .collect();
    let is_behind =
        |pod: &Pod| selectors.iter().any(|(owner, selector)| pod.namespace == *owner && selects(selector, &pod.labels));
    context.every_pod().any(|pod| !is_behind(pod))
}

/// Which pods are meant; none where all are.
fn pod(pairs: &[(String, String)], owner: &str) -> Option<Words> {
    match (pairs.is_empty(), owner.is_empty()) {
        (true, true) => None,
        (false, true) => Some(say!("source-of-nobody-pod-with", labels = selector_text(pairs))),
        (true, false) => Some(say!("source-of-nobody-pod-in", namespace = owner)),
        (false, false) => Some(say!("source-of-nobody-pod-with-in", labels = selector_text(pairs), namespace = owner)),
    }
}

/// Whether a pod of the Gateways of a VirtualService is meant; none where no pod of theirs is known.
fn has_gateway(
    service: &Resource,
    pairs: &[(String, String)],
    is_meant: impl Fn(&str) -> bool,
    context: &Context<'_>,
) -> Option<bool> {
    let servers = context.gateway_servers();
    let mut is_known = false;
    for place in servers.bound(service)? {
        let mut selector = selector_pairs(spec(servers.get(place)?.gateway).get("selector"));
        is_known |= context.pods(&selector).next().is_some();
        selector.extend(pairs.iter().cloned());
        if context.pods(&selector).any(|pod| is_meant(&pod.namespace)) {
            return Some(true);
        }
    }
    is_known.then_some(false)
}
