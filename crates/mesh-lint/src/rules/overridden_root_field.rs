use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::say;

use super::others::listed;
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
};

rule! {
    /// A delegate has a field of its own, so that of the root does not count.
    ///
    /// Fields are taken whole from the one or the other, never merged: `headers` of the delegate's rule leave nothing of
    /// the root's `headers`. Repeat in the delegate what should hold. Istio: `mergeHTTPRoute`.
    each beside ["VirtualService"] check => "MP0185"
}

/// What a delegate's rule takes from the root where it has none itself.
const INHERITED: [&str; 9] =
    ["corsPolicy", "directResponse", "fault", "headers", "mirror", "mirrorPercentage", "retries", "rewrite", "timeout"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let known: OrderedMap<String, &Resource> =
        context.istio("VirtualService").map(|service| (full_name(service), service)).collect();
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for rule in spec(service).get("http").items() {
            let delegate = rule.get("delegate");
            let written = delegate.get("namespace").text();
            let namespace = if written.is_empty() { service.metadata.namespace.as_str() } else { &*written };
            let other = known.get(&format!("{namespace}/{}", delegate.get("name").text()));
            found.extend(other.into_iter().flat_map(|other| overridden(service, rule, other)));
        }
    }
    found
}

fn overridden(service: &Resource, rule: Field<'_>, delegate: &Resource) -> Vec<Diagnostic> {
    let written = INHERITED.into_iter().map(|name| (name, rule.get(name))).filter(|(_, field)| field.present());
    let verdict = |(name, field): (&str, Field<'_>)| {
        let rules = spec(delegate).get("http").items().enumerate().filter(|(_, own)| own.get(name).present());
        let places = listed(rules.map(|(index, _)| format!("spec.http[{index}]")))?;
        let message = say!("overridden-root-field", places, delegate = full_name(delegate), field = name);
        Some(finding("MP0185", Severity::Info, service, field, message))
    };
    written.filter_map(verdict).collect()
}
