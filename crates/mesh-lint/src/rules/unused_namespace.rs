use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::{mesh_config_map, ruled_services};
use crate::context::{Context, PODS, finding, spec};

rule! {
    /// A DestinationRule stands in a namespace where nobody looks for it.
    ///
    /// A client takes the rules for a host from its own namespace; if there are none from that of the service, then from
    /// the root namespace (`istio-system`). In any other a rule has no effect. Move it to the service's namespace.
    each beside ["ConfigMap", "Gateway", "Service", "Traffic", "VirtualService", PODS] check => "MP0120"
}

/// Where rules for all namespaces stand, unless the mesh says otherwise.
pub(super) const ROOT_NAMESPACE: &str = "istio-system";

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let clients = LazyCell::new(|| client_namespaces(context));
    let of_free = LazyCell::new(|| namespace_of_free_clients(context));
    let is_abroad = |owner: &str| context.every_pod().any(|pod| pod.namespace != owner);
    let mut found = Vec::new();
    for rule in context.istio_subjects("DestinationRule") {
        let (namespace, host) = (rule.metadata.namespace.as_str(), spec(rule).get("host"));
        let Some(service) = ruled_services::service(context, namespace, &host.text()) else { continue };
        let owner = &service.metadata.namespace;
        // Without any pods nobody is known to call.
        let is_looked_in = [ROOT_NAMESPACE, owner.as_str()].contains(&namespace)
            || clients.contains(namespace)
            // Where workloads could call from elsewhere, a client without one does not stand for them.
            || (*of_free == Some(namespace) && !is_abroad(owner))
            || context.every_pod().next().is_none();
        if !is_looked_in {
            let message = say!("unused-namespace", namespace, host = host.text(), owner);
            found.push(finding("MP0120", Severity::Warning, rule, host, message));
        }
    }
    if found.is_empty() || mesh_config_map::names(context, "rootNamespace") { Vec::new() } else { found }
}

/// The namespaces from which requests may come.
fn client_namespaces<'a>(context: &Context<'a>) -> OrderedSet<&'a str> {
    let mut namespaces: OrderedSet<&str> = context.every_pod().map(|pod| pod.namespace.as_str()).collect();
    namespaces.extend(context.kind("Gateway").map(|gateway| gateway.metadata.namespace.as_str()));
    namespaces
}

/// A client without a workload lives where the first VirtualService does.
fn namespace_of_free_clients<'a>(context: &Context<'a>) -> Option<&'a str> {
    let is_free = |traffic: &Resource| matches!(&*spec(traffic).get("from").text(), "" | "client");
    let first = || context.istio("VirtualService").next().map(|first| first.metadata.namespace.as_str());
    if context.kind("Traffic").any(is_free) { first() } else { None }
}
