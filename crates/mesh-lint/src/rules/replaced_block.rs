use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::others::beginning;
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A subset's block replaces that of its rule, and loses settings with it.
    ///
    /// `connectionPool`, `outlierDetection` and `loadBalancer` are inherited by a subset or replaced, each as a whole: what
    /// the subset's block does not repeat falls back to Istio's defaults. Repeat what should hold.
    each check => "MP0119"
}

const BLOCKS: [&str; 3] = ["connectionPool", "loadBalancer", "outlierDetection"];

/// Ways to balance load, of which a policy has one.
const BALANCERS: [&str; 2] = ["simple", "consistentHash"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(subsets).collect()
}

fn subsets(rule: &Resource) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for subset in spec(rule).get("subsets").items() {
        for name in BLOCKS {
            let (own, base) = (subset.get("trafficPolicy").get(name), spec(rule).get("trafficPolicy").get(name));
            let mut lost = Vec::new();
            if own.present() {
                collect_lost(base, own, "", &mut lost);
            }
            if !lost.is_empty() {
                let message = say!(
                    "replaced-block",
                    block = name,
                    subset = subset.get("name").text(),
                    count = lost.len(),
                    fields = beginning(lost)
                );
                found.push(finding("MP0119", Severity::Warning, rule, own, message));
            }
        }
    }
    found
}

/// The fields of one block that another does not have, as paths.
fn collect_lost(base: Field<'_>, own: Field<'_>, path: &str, lost: &mut Vec<String>) {
    for (key, value) in base.entries().filter(|(_, value)| value.present()) {
        let other = own.get(key);
        let is_replaced = BALANCERS.contains(&key) && BALANCERS.iter().any(|name| own.get(name).present());
        if other.present() {
            // Which cookie or header is hashed is one choice.
            if !BALANCERS.contains(&key) {
                collect_lost(value, other, &format!("{path}{key}."), lost);
            }
        } else if !is_replaced {
            lost.push(format!("{path}{key}"));
        }
    }
}
