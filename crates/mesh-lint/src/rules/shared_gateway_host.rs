use mesh_config::{Diagnostic, Resource, Severity};
use mesh_control::host::resolve_gateway_name;
use mesh_ordered::{OrderedMap, sort};
use mesh_words::{Argument, Words, say};

use super::others::listed;
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
    host_names,
};

rule! {
    /// Two VirtualServices bound to one Gateway rule the same host, or one rules all hosts of a namespace.
    ///
    /// A gateway merges the rules for one host, the older ones first, so their order depends on when they were made; of a
    /// wildcard and a host it covers it follows the narrower one alone. Merge them, or delegate. (In the mesh only one of
    /// them would count: IST0109.) Kiali: KIA1106.
    among ["VirtualService"] check => "KIA1106"
}

/// A VirtualService and a host of it.
type Ruled<'a> = (&'a Resource, Field<'a>);

/// What two rules share: the Gateway, and the host or the namespace of the cluster's hosts.
type ByPlace<'a> = OrderedMap<(String, String), Vec<Ruled<'a>>>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (mut by_host, mut by_namespace, mut wildcards) = (ByPlace::new(), ByPlace::new(), ByPlace::new());
    for service in context.istio("VirtualService") {
        for gateway in gateways(service) {
            for field in spec(service).get("hosts").items() {
                let ruled = (service, field);
                let namespace = || (gateway.clone(), namespace(service, field));
                by_host.entry((gateway.clone(), host(service, field))).or_default().push(ruled);
                if host(service, field).starts_with('*') {
                    wildcards.entry(namespace()).or_default().push(ruled);
                } else {
                    by_namespace.entry(namespace()).or_default().push(ruled);
                }
            }
        }
    }
    let mut found = Vec::new();
    for ((gateway, host), all) in &by_host {
        let why = |names: Argument| say!("shared-gateway-host-same", names, host, gateway);
        found.extend(all.iter().filter_map(|one| report(*one, all, why)));
    }
    // A host that is none of the cluster's is in no namespace.
    for (place, all) in wildcards.iter().filter(|((_, namespace), _)| !namespace.is_empty()) {
        let Some(others) = by_namespace.get(place) else { continue };
        let why = |names: Argument| say!("shared-gateway-host-wildcard", names, gateway = &place.0);
        found.extend(all.iter().filter_map(|one| report(*one, others, why)));
        found.extend(others.iter().filter_map(|one| report(*one, all, why)));
    }
    found
}

fn report(
    (service, field): Ruled<'_>,
    others: &[Ruled<'_>],
    why: impl FnOnce(Argument) -> Words,
) -> Option<Diagnostic> {
    let names = others.iter().filter(|(other, _)| !std::ptr::eq(*other, service)).map(|(other, _)| full_name(other));
    let message = Words::theirs("More than one Virtual Service for same host:").and(why(listed(names)?));
    Some(finding("KIA1106", Severity::Warning, service, field, message))
}

/// The Gateways that a rule is bound to, each once.
fn gateways(service: &Resource) -> Vec<String> {
    let resolve = |gateway: Field<'_>| resolve_gateway_name(&gateway.text(), &service.metadata.namespace);
    let mut gateways: Vec<String> = spec(service).get("gateways").items().map(resolve).collect();
    gateways.retain(|gateway| gateway != "mesh");
    sort(&mut gateways);
    gateways.dedup();
    gateways
}

fn host(service: &Resource, field: Field<'_>) -> String {
    host_names::full_name(&service.metadata.namespace, &field.text())
}

/// The namespace of a host of the cluster; `*` stands for all of the rule's own. Empty for any other host.
fn namespace(service: &Resource, field: Field<'_>) -> String {
    let host = host(service, field);
    let of_cluster = host.strip_suffix(".svc.cluster.local").and_then(|rest| rest.rsplit_once('.'));
    match of_cluster {
        _ if host == "*" => service.metadata.namespace.clone(),
        Some((_, namespace)) => namespace.to_owned(),
        None => String::new(),
    }
}
