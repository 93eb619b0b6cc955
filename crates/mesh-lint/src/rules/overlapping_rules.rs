use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::say;

use super::others::beginning;
use crate::{
    context::{Context, finding, full_name, spec},
    host_names,
    hosts::export_to,
};

rule! {
    /// Two DestinationRules of one host define the same subset, or one of them defines none.
    ///
    /// Istio merges the rules for a host that stand in one namespace and are exported to the same ones, the oldest first; of
    /// two subsets of one name the first counts, and so does the first traffic policy. Merge them yourself. Rules of
    /// different namespaces are never merged (MP0121). Kiali: KIA0201.
    among ["DestinationRule"] check => "KIA0201"
}

/// A rule and the names of its subsets.
type RuleAndSubsets<'a> = (&'a Resource, OrderedSet<String>);

/// What rules that are merged have in common: their namespace, their host, who sees them.
type Common<'a> = (&'a str, String, OrderedSet<String>);

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut merged: OrderedMap<Common<'_>, Vec<RuleAndSubsets<'_>>> = OrderedMap::new();
    for rule in context.istio("DestinationRule").filter(|rule| !spec(rule).get("workloadSelector").present()) {
        let names = spec(rule).get("subsets").items().map(|subset| subset.get("name").text().into_owned());
        merged.entry(common(rule)).or_default().push((rule, names.collect()));
    }
    let mut found = Vec::new();
    for rules in merged.into_values().filter(|rules| rules.len() > 1) {
        for (rule, names) in &rules {
            let others: Vec<String> = rules
                .iter()
                .filter(|(other, theirs)| !std::ptr::eq(*other, *rule) && overlap(names, theirs))
                .map(|(other, _)| full_name(other))
                .collect();
            if !others.is_empty() {
                let message = say!("overlapping-rules", names = beginning(others));
                found.push(finding("KIA0201", Severity::Warning, rule, spec(rule).get("host"), message));
            }
        }
    }
    found
}

fn common(rule: &Resource) -> Common<'_> {
    let namespace = &rule.metadata.namespace;
    let seen_by = host_names::scopes(&export_to(rule), namespace);
    (namespace, host_names::full_name(namespace, &spec(rule).get("host").text()), seen_by.into_iter().collect())
}

fn overlap(mine: &OrderedSet<String>, theirs: &OrderedSet<String>) -> bool {
    mine.is_empty() || theirs.is_empty() || !mine.is_disjoint(theirs)
}
