use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::say;

use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
    host_names::scopes,
    hosts::export_to,
    suggestion::{near_name, offering},
};

rule! {
    /// A rule delegates to a VirtualService that is not there, that has hosts, or that is not exported to it.
    ///
    /// The rule is left out as if nobody had written it, and nobody is told: its requests fall to the rules after it, else
    /// to 404 NR. A delegate has no `hosts`, and a name without a namespace is looked up in the root's own. Istio:
    /// `mergeVirtualServicesIfNeeded`.
    each beside ["VirtualService"] check => "MP0184"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let known: OrderedMap<String, &Resource> =
        context.istio("VirtualService").map(|service| (full_name(service), service)).collect();
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let delegates = spec(service).get("http").items().map(|rule| rule.get("delegate"));
        found.extend(delegates.filter(|it| it.present()).filter_map(|delegate| verdict(service, delegate, &known)));
    }
    found
}

fn verdict(service: &Resource, delegate: Field<'_>, known: &OrderedMap<String, &Resource>) -> Option<Diagnostic> {
    let own = service.metadata.namespace.as_str();
    let (name, written) = (delegate.get("name"), delegate.get("namespace").text());
    let namespace = if written.is_empty() { own } else { &*written };
    let key = format!("{namespace}/{}", name.text());
    let report = |message| finding("MP0184", Severity::Warning, service, name, message);
    let Some(other) = known.get(&key) else {
        let is_delegate =
            |(_, other): &(&String, &&Resource)| !has_hosts(other) && other.metadata.namespace == namespace;
        let names = known.iter().filter(is_delegate).map(|(_, other)| other.metadata.name.value.clone());
        let near = near_name(&name.text(), names);
        return Some(offering(report(say!("unknown-delegate-none", delegate = key)), name, near));
    };
    if has_hosts(other) {
        return Some(report(say!("unknown-delegate-with-hosts", delegate = key)));
    }
    let is_seen = scopes(&export_to(other), namespace).iter().any(|to| to == "*" || to == own);
    (!is_seen).then(|| report(say!("unknown-delegate-not-exported", delegate = key, namespace = own)))
}

fn has_hosts(service: &Resource) -> bool {
    spec(service).get("hosts").items().len() > 0
}
