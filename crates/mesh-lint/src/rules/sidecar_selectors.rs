use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, sort};
use mesh_words::Words;

use crate::context::{Context, PODS, finding, finding_on, selector_pairs, selector_place, selector_text, spec};

rule! {
    /// A Sidecar selects no pod, or two of them are for the same one.
    ///
    /// Istio: `sidecar.SelectorAnalyzer`, IST0101, IST0110 and IST0111.
    among ["Sidecar", PODS] check => "IST0101", "IST0110", "IST0111"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut by_namespace: OrderedMap<&str, Vec<&Resource>> = OrderedMap::new();
    let mut by_pod: OrderedMap<(&str, &str), Vec<&Resource>> = OrderedMap::new();
    for sidecar in context.istio("Sidecar") {
        let namespace = sidecar.metadata.namespace.as_str();
        let labels = spec(sidecar).get("workloadSelector").get("labels");
        let pairs = selector_pairs(labels);
        if pairs.is_empty() {
            by_namespace.entry(namespace).or_default().push(sidecar);
            continue;
        }
        let mut is_used = false;
        for pod in context.pods(&pairs).filter(|pod| pod.namespace == namespace) {
            is_used = true;
            by_pod.entry((&pod.namespace, &pod.name)).or_default().push(sidecar);
        }
        if !is_used {
            let message = Words::theirs(format!("Referenced selector not found: {:?}", selector_text(&pairs)));
            found.push(finding("IST0101", Severity::Error, sidecar, selector_place(labels), message));
        }
    }
    for ((namespace, pod), sidecars) in by_pod.into_iter().filter(|(_, sidecars)| sidecars.len() > 1) {
        for sidecar in &sidecars {
            let message = format!(
                "The Sidecars [{}] in namespace {namespace:?} select the same workload pod {pod:?}, which can lead to undefined behavior.",
                names(&sidecars)
            );
            found.push(finding_on("IST0110", Severity::Error, sidecar, Words::theirs(message)));
        }
    }
    for (namespace, sidecars) in by_namespace.into_iter().filter(|(_, sidecars)| sidecars.len() > 1) {
        for sidecar in &sidecars {
            let message = format!(
                "The Sidecars [{}] in namespace {namespace:?} have no workload selector, which can lead to undefined behavior.",
                names(&sidecars)
            );
            found.push(finding_on("IST0111", Severity::Error, sidecar, Words::theirs(message)));
        }
    }
    found
}

fn names(sidecars: &[&Resource]) -> String {
    let mut names: Vec<&str> = sidecars.iter().map(|sidecar| sidecar.metadata.name.as_str()).collect();
    sort(&mut names);
    names.join(" ")
}
