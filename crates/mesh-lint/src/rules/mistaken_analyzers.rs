use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::{Words, say};

use super::{gateway_ports, subset_without_pods, unused_namespace::ROOT_NAMESPACE};
use crate::{
    context::{Context, PODS, finding, full_name, selector_pairs, selector_place, spec},
    destinations,
    field::Field,
    host_names::{full_name as full_host, service_of},
    hosts::export_to,
    wildcards::wildcards_over,
};

rule! {
    /// istioctl says so, and is wrong here.
    ///
    /// Its finding stands beside this one in its own words, since `istioctl analyze` will say it too. IST0101 compares the
    /// names of hosts, and does not see that a DestinationRule for a wildcard defines the subset (istio/istio#36237 is the
    /// same of rules in other namespaces). IST0174 does not either (istio/istio#56133 brought
    /// it). IST0173 asks for pods, and does not see the endpoints of a ServiceEntry that carry
    /// the labels (istio/istio#57590 is the same of labels of the place). IST0162 takes a port of a Service for TCP only where
    /// the file says so, though Kubernetes fills that in (istio/istio#51257).
    each beside ["DestinationRule", "Service", "ServiceEntry", "WorkloadEntry", PODS] check => "MP0196"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    found.extend(context.istio_subjects("VirtualService").flat_map(|service| subsets_of_wildcards(service, context)));
    found.extend(context.istio_subjects("DestinationRule").flat_map(|rule| subsets_of_entries(rule, context)));
    found.extend(context.istio_subjects("Gateway").filter_map(|gateway| ports_of_no_protocol(gateway, context)));
    found
}

fn remark(resource: &Resource, place: Field<'_>, message: Words) -> Diagnostic {
    finding("MP0196", Severity::Info, resource, place, message)
}

fn subsets_of_wildcards(service: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let namespace = service.metadata.namespace.as_str();
    let mut found = Vec::new();
    for destination in destinations::all(service) {
        let (host, subset) = (destination.field.get("host").text(), destination.field.get("subset").text());
        // A rule for the host itself is narrower, and counts alone.
        if subset.is_empty() || !context.rules_of(namespace, &host).is_empty() {
            continue;
        }
        let full = full_host(namespace, &host);
        let owner = service_of(namespace, &host).0;
        let is_looked_at =
            |rule: &&&Resource| [namespace, &owner, ROOT_NAMESPACE].contains(&rule.metadata.namespace.as_str());
        let has = |rule: &&&Resource| spec(rule).get("subsets").items().any(|own| own.get("name").text() == subset);
        let narrowest = wildcards_over(&full).find_map(|wildcard| {
            let rules = context.rules_of(namespace, &wildcard).iter();
            rules.filter(is_looked_at).find(has).map(|rule| (wildcard.clone(), full_name(rule)))
        });
        if let Some((wildcard, rule)) = narrowest {
            let message = say!("mistaken-analyzers-subset", subset, rule, wildcard, host = full);
            found.push(remark(service, destination.place(), message));
        }
    }
    found
}

fn subsets_of_entries(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let namespace = rule.metadata.namespace.as_str();
    let host = spec(rule).get("host").text();
    let Some(known) = context.hosts().find(namespace, &export_to(rule), &host) else {
        return context
            .hosts()
            .covered_by(namespace, &host)
            .map(|covered| of_wildcard(rule, &host, covered))
            .into_iter()
            .collect();
    };
    let mut found = Vec::new();
    for subset in subset_without_pods::empty(rule, known, context) {
        let labels = selector_pairs(subset.get("labels"));
        if let Some(entry) = entry_with(&host, &labels, context) {
            let message = say!("mistaken-analyzers-endpoints", entry, subset = subset.get("name").text());
            found.push(remark(rule, subset.get("labels"), message));
        }
    }
    found
}

fn of_wildcard(rule: &Resource, host: &str, covered: &str) -> Diagnostic {
    let message = say!("mistaken-analyzers-wildcard", wildcard = host, host = covered);
    remark(rule, spec(rule).get("host"), message)
}

/// The ServiceEntry of a host with an endpoint that carries some labels.
fn entry_with(host: &str, labels: &[(String, String)], context: &Context<'_>) -> Option<String> {
    let carries = |of: Field<'_>| {
        let own = selector_pairs(of);
        labels.iter().all(|label| own.contains(label))
    };
    let has_endpoint = |entry: &&Resource| {
        let selector = selector_pairs(spec(entry).get("workloadSelector").get("labels"));
        let is_selected = |workload: &Resource| {
            let own = selector_pairs(spec(workload).get("labels"));
            workload.metadata.namespace == entry.metadata.namespace && selector.iter().all(|label| own.contains(label))
        };
        spec(entry).get("endpoints").items().any(|endpoint| carries(endpoint.get("labels")))
            || (!selector.is_empty()
                && context
                    .istio("WorkloadEntry")
                    .any(|workload| is_selected(workload) && carries(spec(workload).get("labels"))))
    };
    let is_of_host = |entry: &&Resource| spec(entry).get("hosts").items().any(|own| own.text() == host);
    context.istio("ServiceEntry").filter(is_of_host).find(has_endpoint).map(full_name)
}

fn ports_of_no_protocol(gateway: &Resource, context: &Context<'_>) -> Option<Diagnostic> {
    let selector = spec(gateway).get("selector");
    let pairs = selector_pairs(selector);
    let said = gateway_ports::open_ports(&pairs, context, false)?;
    let open = gateway_ports::open_ports(&pairs, context, true)?;
    let numbers = spec(gateway).get("servers").items().map(|server| server.get("port").get("number").integer());
    let number = numbers.into_iter().find(|number| open.contains(number) && !said.contains(number))?;
    let message = say!("mistaken-analyzers-port", port = number);
    Some(remark(gateway, selector_place(selector), message))
}
