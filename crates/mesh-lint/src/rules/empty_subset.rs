use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use super::endpoints;
use crate::{
    context::{Context, PODS, finding, selector_pairs, spec},
    field::Field,
};

rule! {
    /// A subset's labels are carried by pods, but by none behind its host.
    ///
    /// A subset takes pods of its own host only. Requests to it are answered 503 UH, and nobody takes its share over. Label
    /// the pods of the host, or correct the subset. Where no pod at all has the labels Istio says so itself (IST0173).
    /// Kiali: KIA0203.
    each beside ["Service", "VirtualService", PODS] check => "KIA0203"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(|rule| subsets(rule, context)).collect()
}

fn subsets(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let (namespace, host) = (rule.metadata.namespace.as_str(), spec(rule).get("host").text());
    let subsets: Vec<Field<'_>> = spec(rule).get("subsets").items().collect();
    let names = subsets.iter().enumerate().map(|(index, subset)| (subset.get("name").text(), index));
    let last_of_name: OrderedMap<_, usize> = names.collect();
    let mut found = Vec::new();
    for (index, subset) in subsets.iter().enumerate() {
        let (name, labels) = (subset.get("name").text(), selector_pairs(subset.get("labels")));
        let is_last = last_of_name.get(&name) == Some(&index);
        let is_empty = || endpoints::count(context, namespace, &host, Some(*subset)) == Some(0);
        if labels.is_empty() || !is_last || !is_empty() || context.pods(&labels).next().is_none() {
            continue;
        }
        let is_routed = context.routed_subsets().names(namespace, &host, &name);
        let (severity, why) = if is_routed {
            (Severity::Error, say!("empty-subset-routed", host = &host, subset = name))
        } else {
            (Severity::Info, say!("empty-subset-unrouted", host = &host, subset = name))
        };
        let message = Words::theirs("This subset's labels are not found in any matching host:").and(why);
        found.push(finding("KIA0203", severity, rule, subset.get("labels"), message));
    }
    found
}
