use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::{Words, say};

use super::{mutual_tls, others::listed};
use crate::{
    context::{Context, finding, full_name, spec},
    host_names,
    wildcards::wildcards_over,
};

rule! {
    /// A DestinationRule is for a wildcard, and another one is for a host below it.
    ///
    /// Only the most specific rule of a host counts, whole: for that host nothing of the wider rule holds, not even a
    /// subset that only it defines. Repeat in the narrower rule what should hold there too. Kiali: KIA0201.
    among ["DestinationRule"] check => "KIA0201"
}

/// The rules of a namespace for a host.
type Hosts<'a> = OrderedMap<(&'a str, String), Group<'a>>;

#[derive(Default)]
struct Group<'a> {
    all: Vec<&'a Resource>,
    without_subsets: Vec<&'a Resource>,
    by_subset: OrderedMap<String, Vec<&'a Resource>>,
}

impl<'a> Group<'a> {
    fn add(&mut self, rule: &'a Resource) {
        self.all.push(rule);
        let subsets = subsets(rule);
        if subsets.is_empty() {
            self.without_subsets.push(rule);
        }
        for subset in subsets {
            self.by_subset.entry(subset).or_default().push(rule);
        }
    }

    /// The rules that share a subset with one; a rule without subsets shares all.
    fn overlapping(&self, rule: &Resource) -> impl Iterator<Item = String> {
        let subsets = subsets(rule);
        let all = if subsets.is_empty() { &*self.all } else { &*self.without_subsets };
        let shared: Vec<_> = subsets.iter().filter_map(|subset| self.by_subset.get(subset)).collect();
        all.iter().chain(shared.into_iter().flatten()).map(|other| full_name(other))
    }
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // Rules of the whole mesh or a namespace that only turn on mutual TLS are meant to stand beside others.
    let is_usual = |rule: &&Resource| !mutual_tls::is_wide(rule) && !spec(rule).get("workloadSelector").present();
    let rules: Vec<&Resource> = context.istio("DestinationRule").filter(is_usual).collect();
    let mut own = Hosts::new();
    for rule in &rules {
        own.entry(key(rule)).or_default().add(rule);
    }
    let mut below = Hosts::new();
    for rule in &rules {
        for wider in wider(rule).filter(|wider| own.contains_key(wider)) {
            below.entry(wider).or_default().add(rule);
        }
    }
    let mut found = Vec::new();
    for rule in rules {
        let over = wider(rule).filter_map(|wider| own.get(&wider));
        let under = below.get(&key(rule));
        let Some(names) = listed(over.chain(under).flat_map(|group| group.overlapping(rule))) else { continue };
        let message = Words::theirs("More than one DestinationRules for the same host subset combination:")
            .and(say!("rules-under-wildcard", names));
        found.push(finding("KIA0201", Severity::Warning, rule, spec(rule).get("host"), message));
    }
    found
}

fn subsets(rule: &Resource) -> OrderedSet<String> {
    spec(rule).get("subsets").items().map(|subset| subset.get("name").text().into_owned()).collect()
}

fn key(rule: &Resource) -> (&str, String) {
    let namespace = rule.metadata.namespace.as_str();
    (namespace, host_names::full_name(namespace, &spec(rule).get("host").text()))
}

/// The keys of the wildcards over the host of a rule.
fn wider(rule: &Resource) -> impl Iterator<Item = (&str, String)> {
    let (namespace, host) = key(rule);
    let over: Vec<String> = wildcards_over(&host).collect();
    over.into_iter().map(move |wildcard| (namespace, wildcard))
}
