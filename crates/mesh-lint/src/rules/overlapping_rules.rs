use std::collections::BTreeMap;

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
    check => "KIA0201"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_host: BTreeMap<(String, String), Vec<&Resource>> = BTreeMap::new();
    for rule in context.istio("DestinationRule").filter(|rule| !spec(rule).get("workloadSelector").present()) {
        let host = service_of(&rule.metadata.namespace, &spec(rule).get("host").text());
        by_host.entry(host).or_default().push(rule);
    }
    let mut found = Vec::new();
    for rules in by_host.into_values().filter(|rules| rules.len() > 1) {
        for rule in &rules {
            let others: Vec<String> = rules
                .iter()
                .filter(|other| !std::ptr::eq(**other, *rule) && overlap(rule, other))
                .map(|other| full_name(other))
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

fn overlap(one: &Resource, other: &Resource) -> bool {
    let names = |rule| spec(rule).get("subsets").items().map(|subset| subset.get("name").text().into_owned());
    let mine: Vec<String> = names(one).collect();
    mine.is_empty() || names(other).len() == 0 || names(other).any(|name| mine.contains(&name))
}
