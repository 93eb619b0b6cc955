use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::Words;

use super::kubernetes_gateways;
use crate::{
    context::{Context, finding, full_name, spec},
    findings::MOST_OF_RESOURCE,
    host_index::HostIndex,
    suggestion::{near_name, offering},
};

rule! {
    /// A VirtualService names a Gateway that does not exist, or one that serves none of its hosts.
    ///
    /// Its rules then never see a request. A name without a namespace is looked up in the VirtualService's own.
    /// Istio: `GatewayAnalyzer`, IST0101, IST0132 and IST0165.
    each beside ["Gateway"] check => "IST0101", "IST0132", "IST0165"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let known = LazyCell::new(|| Known::new(context));
    context.istio_subjects("VirtualService").flat_map(|service| gateways(service, &known)).collect()
}

/// The Gateways that there are.
#[derive(Default)]
struct Known<'a> {
    /// By namespace and name: Istio's first of them, and Kubernetes'.
    named: OrderedMap<(&'a str, &'a str), [Option<&'a Resource>; 2]>,
    /// By name alone, whatever they are of.
    by_name: OrderedMap<&'a str, Vec<&'a Resource>>,
    by_namespace: OrderedMap<&'a str, Vec<&'a Resource>>,
}

impl<'a> Known<'a> {
    fn new(context: &Context<'a>) -> Self {
        let mut known = Self::default();
        for gateway in context.kind("Gateway") {
            let (namespace, name) = (gateway.metadata.namespace.as_str(), gateway.metadata.name.as_str());
            known.by_name.entry(name).or_default().push(gateway);
            known.by_namespace.entry(namespace).or_default().push(gateway);
        }
        let kubernetes = kubernetes_gateways::all(context);
        for (kind, gateway) in context.istio("Gateway").map(|it| (0, it)).chain(kubernetes.map(|it| (1, it))) {
            let key = (gateway.metadata.namespace.as_str(), gateway.metadata.name.as_str());
            known.named.entry(key).or_default()[kind].get_or_insert(gateway);
        }
        known
    }
}

fn gateways(service: &Resource, known: &Known<'_>) -> Vec<Diagnostic> {
    let namespace = &service.metadata.namespace;
    let hosts: Vec<String> = spec(service).get("hosts").items().map(|host| host.text().into_owned()).collect();
    let mut hosts_by_name = HostIndex::default();
    hosts.iter().enumerate().for_each(|(place, host)| hosts_by_name.insert(host, place));
    let is_any_served = |served: &str| !hosts_by_name.overlapping(served, 1).is_empty();
    let listed = hosts.join(" ");
    // Of a Gateway that is named again the answer is the same.
    let mut answers: OrderedMap<(String, String), bool> = OrderedMap::new();
    let mut found = Vec::new();
    for reference in spec(service).get("gateways").items() {
        if found.len() > 2 * MOST_OF_RESOURCE {
            break;
        }
        let name = reference.text();
        if name == "mesh" {
            continue;
        }
        let report =
            |code, severity, message: String| finding(code, severity, service, reference, Words::theirs(message));
        if is_generated(&name) {
            let message = format!(
                "Gateway reference in VirtualService {} is to an implementation-generated internal Gateway: {name}.",
                full_name(service)
            );
            found.push(report("IST0165", Severity::Warning, message));
            continue;
        }
        let (owner, local) = name.split_once('/').unwrap_or((namespace, &name));
        let [istio, kubernetes] = known.named.get(&(owner, local)).copied().unwrap_or_default();
        if istio.is_none() && kubernetes.is_none() {
            let unknown = report("IST0101", Severity::Error, format!("Referenced gateway not found: {name:?}"));
            found.push(offering(unknown, reference, near_gateway(known, (owner, local), &name)));
        }
        let answer = answers.entry((owner.to_owned(), local.to_owned()));
        let is_served = *answer.or_insert_with(|| match (istio, kubernetes) {
            (None, Some(gateway)) => {
                kubernetes_hosts(gateway).is_none_or(|served| served.iter().any(|served| is_any_served(served)))
            }
            _ => {
                istio.is_some_and(|gateway| served_hosts(gateway, namespace).iter().any(|served| is_any_served(served)))
            }
        });
        if !is_served {
            let gateway = if owner.is_empty() { local.to_owned() } else { format!("{owner}/{local}") };
            let message = format!(
                "one or more host [{}] defined in VirtualService {} not found in Gateway {gateway}.",
                listed,
                full_name(service)
            );
            found.push(report("IST0132", Severity::Warning, message));
        }
    }
    found
}

/// The Gateway that may be meant by a name that none has: the only one of that name elsewhere, or a near one.
fn near_gateway(known: &Known<'_>, (owner, local): (&str, &str), written: &str) -> Option<String> {
    if let Some([only]) = known.by_name.get(local).map(Vec::as_slice) {
        return Some(full_name(only));
    }
    let own = known.by_namespace.get(owner).into_iter().flatten();
    let near = near_name(local, own.map(|gateway| gateway.metadata.name.value.clone()))?;
    Some(if written.contains('/') { format!("{owner}/{near}") } else { near })
}

/// Whether a name is that of a Gateway that Istio makes of one of Kubernetes' (`IsInternalGatewayReference`).
fn is_generated(reference: &str) -> bool {
    let name = reference.split_once('/').map_or(reference, |(_, name)| name);
    name.contains("~istio-autogenerated-k8s-gateway~")
}

/// The hosts that a Gateway serves to VirtualServices of a namespace.
fn served_hosts(gateway: &Resource, namespace: &str) -> Vec<String> {
    let mut served = Vec::new();
    for server in spec(gateway).get("servers").items() {
        for host in server.get("hosts").items() {
            let text = host.text();
            match text.split_once('/') {
                None | Some(("*", _)) => served.push(text.strip_prefix("*/").unwrap_or(&text).to_owned()),
                Some((".", name)) if gateway.metadata.namespace == namespace => served.push(name.to_owned()),
                Some((owner, name)) if owner == namespace => served.push(name.to_owned()),
                Some(_) => {}
            }
        }
    }
    served
}

/// The hosts of a Kubernetes Gateway; none if a listener takes them all.
fn kubernetes_hosts(gateway: &Resource) -> Option<Vec<String>> {
    spec(gateway)
        .get("listeners")
        .items()
        .map(|listener| Some(listener.get("hostname").text().into_owned()).filter(|name| !name.is_empty()))
        .collect()
}
