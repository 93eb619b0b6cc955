use std::cell::LazyCell;

use mesh_config::{Diagnostic, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::{Words, say};

use crate::{
    context::{Context, finding, spec},
    field::Field,
    host_names::full_name,
    wildcards::wildcards_over,
};

rule! {
    /// A Sidecar lets through a host that nothing in the mesh has.
    ///
    /// The entry adds nothing: requests to the host are answered as those to any unknown one (502, or passed on). Name a
    /// host of that namespace in full, as `shop/reviews.shop.svc.cluster.local`. Kiali: KIA1004.
    each beside ["Service", "ServiceEntry", "VirtualService"] check => "KIA1004"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let known = LazyCell::new(|| Names::new(context));
    let mut found = Vec::new();
    for sidecar in context.istio_subjects("Sidecar") {
        let own = sidecar.metadata.namespace.as_str();
        for listener in spec(sidecar).get("egress").items() {
            for host in listener.get("hosts").items().filter(|host| is_unknown(*host, own, &known)) {
                let message = Words::theirs("This host has no matching entry in the service registry:")
                    .and(say!("unknown-egress-host"));
                found.push(finding("KIA1004", Severity::Warning, sidecar, host, message));
            }
        }
    }
    found
}

fn is_unknown(entry: Field<'_>, own: &str, known: &LazyCell<Names, impl FnOnce() -> Names>) -> bool {
    let text = entry.text();
    let Some((namespace, host)) = text.split_once('/') else { return false };
    // With `~` it shuts out; all hosts of a namespace are never a mistake; short names are refused.
    if namespace.starts_with('~') || !host.contains('.') {
        return false;
    }
    !known.has(if namespace == "." { own } else { namespace }, host)
}

/// The namespaces of each host, the hosts written backwards: those below a domain stand together.
struct Names(OrderedMap<String, OrderedSet<String>>);

impl Names {
    fn new(context: &Context<'_>) -> Self {
        let mut names = Self(OrderedMap::new());
        for service in context.kind("Service") {
            names.add(&service.metadata.namespace, &service.metadata.name);
        }
        for resource in context.istio("ServiceEntry").chain(context.istio("VirtualService")) {
            for host in spec(resource).get("hosts").items() {
                names.add(&resource.metadata.namespace, &host.text());
            }
        }
        names
    }

    fn add(&mut self, namespace: &str, host: &str) {
        self.0.entry(backwards(&full_name(namespace, host))).or_default().insert(namespace.to_owned());
    }

    /// Whether a namespace, or any for `*`, has a host, or one that it covers or is covered by.
    fn has(&self, namespace: &str, host: &str) -> bool {
        let is_there = |owners: &OrderedSet<String>| namespace == "*" || owners.contains(namespace);
        let mut named = wildcards_over(host).chain([host.to_owned()]).filter_map(|name| self.0.get(&backwards(&name)));
        if named.any(is_there) {
            return true;
        }
        let Some(domain) = host.strip_prefix('*').map(backwards) else { return false };
        let below = self.0.range(domain.clone()..).take_while(|(name, _)| name.starts_with(&domain));
        below.into_iter().any(|(_, owners)| is_there(owners))
    }
}

fn backwards(host: &str) -> String {
    host.chars().rev().collect()
}
