use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::{Words, say};

use super::endpoints;
use crate::{
    context::{Context, PODS, finding, spec},
    field::Field,
    hosts::export_to,
};

rule! {
    /// A subset of a DestinationRule has no labels: it takes every pod of the host.
    ///
    /// Give it the labels of the version it stands for. Beside subsets that have labels it may be meant so, for "all
    /// versions". Kiali: KIA0209.
    each beside ["Service", "ServiceEntry", PODS] check => "KIA0209"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(|rule| subsets(rule, context)).collect()
}

fn subsets(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let subsets: Vec<Field<'_>> = spec(rule).get("subsets").items().collect();
    let (with, without): (Vec<_>, Vec<_>) = subsets.into_iter().partition(has_labels);
    if without.is_empty() || !is_known(rule, context) {
        return Vec::new();
    }
    let host = spec(rule).get("host").text();
    let has_pods = |subset: &Field<'_>| {
        let count = endpoints::count(context, &rule.metadata.namespace, &host, Some(*subset));
        count.is_none_or(|count| count > 0)
    };
    let severity = if with.iter().any(has_pods) { Severity::Info } else { Severity::Warning };
    let report = |subset: Field<'_>| {
        let message = Words::theirs("This subset has not labels:").and(say!(
            "subset-without-labels",
            subset = subset.get("name").text(),
            host = &host
        ));
        finding("KIA0209", severity, rule, subset, message)
    };
    without.into_iter().map(report).collect()
}

fn has_labels(subset: &Field<'_>) -> bool {
    subset.get("labels").entries().next().is_some()
}

/// Whether the host of a rule exists; of one that does not IST0174 speaks.
fn is_known(rule: &Resource, context: &Context<'_>) -> bool {
    let host = spec(rule).get("host").text();
    context.hosts().find(&rule.metadata.namespace, &export_to(rule), &host).is_some()
}
