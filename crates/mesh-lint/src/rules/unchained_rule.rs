use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::say;

use super::{conflicting_mesh_hosts::is_in_mesh, endpoints};
use crate::{
    context::{Context, PODS, finding, full_name, spec},
    field::Field,
    host_names,
};

rule! {
    /// A rule routes to a host that has rules of its own, and these are not looked at.
    ///
    /// A proxy consults one VirtualService for a request: that of the host that was called. What another one says of the
    /// destination (its split, its faults) is for those who call that host directly. Repeat it in this rule.
    each beside ["DestinationRule", "Service", "VirtualService", PODS] check => "MP0123"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut shaping: OrderedMap<String, &Resource> = OrderedMap::new();
    for rule in context.istio("VirtualService").filter(|rule| is_in_mesh(rule) && shapes(rule, context)) {
        for host in own_hosts(rule) {
            shaping.entry(host).or_insert(rule);
        }
    }
    context.istio_subjects("VirtualService").flat_map(|rule| unlooked(rule, &shaping)).collect()
}

fn unlooked(rule: &Resource, shaping: &OrderedMap<String, &Resource>) -> Vec<Diagnostic> {
    let namespace = &rule.metadata.namespace;
    let mut seen = own_hosts(rule);
    let mut found = Vec::new();
    for destination in destinations(rule).filter(|destination| destination.get("subset").text().is_empty()) {
        let place = destination.get("host");
        let host = host_names::full_name(namespace, &place.text());
        let Some(other) = shaping.get(&host).filter(|_| seen.insert(host.clone())) else { continue };
        // Of gateways Istio itself says so where both write the host alike.
        let is_said = spec(rule).get("gateways").items().len() > 0 && splits_by_subset(other, &place.text());
        if !is_said && !std::ptr::eq(*other, rule) {
            let message = say!("unchained-rule", virtual_service = full_name(other), host = place.text());
            found.push(finding("MP0123", Severity::Info, rule, place, message));
        }
    }
    found
}

/// Whether a VirtualService does more with its host than send all of it on to all of its pods.
fn shapes(rule: &Resource, context: &Context<'_>) -> bool {
    let namespace = &rule.metadata.namespace;
    let leaves_out_pods = |destination: Field<'_>| {
        let (host, name) = (destination.get("host").text(), destination.get("subset").text());
        let count = |subset| endpoints::count(context, namespace, &host, subset);
        let subset = endpoints::subset(context, namespace, &host, &name);
        subset.is_some() && count(subset) < count(None)
    };
    spec(rule).get("http").items().any(|route| {
        let injected = ["delay", "abort"].iter().any(|fault| route.get("fault").get(fault).present());
        let entries = route.get("route").items();
        injected || entries.len() > 1 || entries.map(|entry| entry.get("destination")).any(leaves_out_pods)
    })
}

/// Whether a VirtualService routes to subsets of a host of its own that is written so.
fn splits_by_subset(rule: &Resource, host: &str) -> bool {
    spec(rule).get("hosts").items().any(|own| own.text() == host)
        && destinations(rule).any(|it| it.get("host").text() == host && !it.get("subset").text().is_empty())
}

fn destinations(rule: &Resource) -> impl Iterator<Item = Field<'_>> {
    let entries = spec(rule).get("http").items().flat_map(|route| route.get("route").items());
    entries.map(|entry| entry.get("destination"))
}

fn own_hosts(rule: &Resource) -> OrderedSet<String> {
    let hosts = spec(rule).get("hosts").items();
    hosts.map(|host| host_names::full_name(&rule.metadata.namespace, &host.text())).collect()
}
