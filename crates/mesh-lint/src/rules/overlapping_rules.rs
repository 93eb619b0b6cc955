use std::collections::{BTreeMap, BTreeSet};

use mesh_config::{Diagnostic, Resource, Severity};

use crate::{
    context::{Context, finding, full_name, spec},
    host_names::service_of,
};

rule! {
    /// Two DestinationRules of one host define the same subset, or one of them defines none.
    ///
    /// Istio merges the rules of a host in one namespace, the oldest first; of two subsets of one name the first counts,
    /// and so does the first traffic policy. Merge them yourself. Kiali: KIA0201.
    among ["DestinationRule"] check => "KIA0201"
}

/// A rule and the names of its subsets.
type RuleAndSubsets<'a> = (&'a Resource, BTreeSet<String>);

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_host: BTreeMap<(String, String), Vec<RuleAndSubsets<'_>>> = BTreeMap::new();
    for rule in context.istio("DestinationRule").filter(|rule| !spec(rule).get("workloadSelector").present()) {
        let host = service_of(&rule.metadata.namespace, &spec(rule).get("host").text());
        let names = spec(rule).get("subsets").items().map(|subset| subset.get("name").text().into_owned());
        by_host.entry(host).or_default().push((rule, names.collect()));
    }
    let mut found = Vec::new();
    for rules in by_host.into_values().filter(|rules| rules.len() > 1) {
        for (rule, names) in &rules {
            let others: Vec<String> = rules
                .iter()
                .filter(|(other, theirs)| !std::ptr::eq(*other, *rule) && overlap(names, theirs))
                .map(|(other, _)| full_name(other))
                .collect();
            if !others.is_empty() {
                let message = format!(
                    "More than one DestinationRule for the same host and subset: see {}. Of what both say the older one's holds.",
                    others.join(", ")
                );
                found.push(finding("KIA0201", Severity::Warning, rule, spec(rule).get("host"), message));
            }
        }
    }
    found
}

fn overlap(mine: &BTreeSet<String>, theirs: &BTreeSet<String>) -> bool {
    mine.is_empty() || theirs.is_empty() || !mine.is_disjoint(theirs)
}
