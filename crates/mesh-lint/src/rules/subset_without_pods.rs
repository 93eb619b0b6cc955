use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::Words;

use crate::hosts::{KnownHost, export_to};
use crate::{
    context::{Context, PODS, finding, selector_pairs, spec},
    field::Field,
};

rule! {
    /// A DestinationRule is for a host that does not exist, or has a subset whose labels no pod carries.
    ///
    /// Requests to an empty subset are answered 503 UH: no healthy upstream; its share of the weights is not given to
    /// others. Label the pods, or correct the subset. Istio: `PodNotSelectedAnalyzer`, IST0174 and IST0173.
    each beside ["Service", "ServiceEntry", PODS] check => "IST0173", "IST0174"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(|rule| subsets(rule, context)).collect()
}

fn subsets(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let host = spec(rule).get("host");
    let Some(found) = context.hosts().find(&rule.metadata.namespace, &export_to(rule), &host.text()) else {
        let message =
            format!("The host {} defined in the DestinationRule does not match any services in the mesh.", host.text());
        return vec![finding("IST0174", Severity::Warning, rule, host, Words::theirs(message))];
    };
    empty(rule, found, context)
        .into_iter()
        .map(|subset| {
            let message = format!(
                "The Subset {} defined in the DestinationRule does not select any pods. Which may lead to 503 UH (NoHealthyUpstream).",
                subset.get("name").text()
            );
            finding("IST0173", Severity::Error, rule, subset.get("labels"), Words::theirs(message))
        })
        .collect()
}

/// The subsets of a rule whose labels no pod carries, of several of one name the last.
pub(super) fn empty<'a>(rule: &'a Resource, found: &KnownHost, context: &Context<'_>) -> Vec<Field<'a>> {
    let subsets: Vec<Field<'_>> = spec(rule).get("subsets").items().collect();
    let names = subsets.iter().enumerate().map(|(index, subset)| (subset.get("name").text().into_owned(), index));
    let last_of_name: OrderedMap<String, usize> = names.collect();
    let empty = subsets.iter().enumerate().filter(|(index, subset)| {
        last_of_name.get(&*subset.get("name").text()) == Some(index) && !has_pod(**subset, found, context)
    });
    empty.map(|(_, subset)| *subset).collect()
}

fn has_pod(subset: Field<'_>, host: &KnownHost, context: &Context<'_>) -> bool {
    let own = selector_pairs(subset.get("labels"));
    let mut selector = host.selector.clone();
    selector.retain(|(key, _)| own.iter().all(|(mine, _)| mine != key));
    selector.extend(own);
    context.pods(&selector).next().is_some()
}
