use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A part of a DestinationRule that has no effect, or hides more than it seems to.
    ///
    /// A port's settings replace the rule's for that port, whole: what they do not repeat falls back to Istio's defaults
    /// (MP0113). A subset's policy applies only where a route names the subset (MP0117).
    each beside ["VirtualService"] check => "MP0113", "MP0117"
}

const SETTINGS: [&str; 4] = ["connectionPool", "loadBalancer", "outlierDetection", "tls"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(|rule| [ports(rule), subsets(rule, context)].concat()).collect()
}

fn ports(rule: &Resource) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let subsets = spec(rule).get("subsets").items().map(|subset| subset.get("trafficPolicy"));
    for policy in std::iter::once(spec(rule).get("trafficPolicy")).chain(subsets) {
        for port in policy.get("portLevelSettings").items() {
            let hidden: Vec<&str> =
                SETTINGS.into_iter().filter(|name| policy.get(name).present() && !port.get(name).present()).collect();
            if !hidden.is_empty() {
                let message = say!("inherited-policy-port", settings = hidden);
                found.push(finding("MP0113", Severity::Warning, rule, port, message));
            }
        }
    }
    found
}

fn subsets(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let host = spec(rule).get("host").text();
    let is_inert = |subset: &Field<'_>| {
        subset.get("trafficPolicy").present()
            && !context.routed_subsets().names(&rule.metadata.namespace, &host, &subset.get("name").text())
    };
    spec(rule)
        .get("subsets")
        .items()
        .filter(is_inert)
        .map(|subset| {
            let message = say!("inherited-policy-subset", subset = subset.get("name").text());
            finding("MP0117", Severity::Info, rule, subset.get("trafficPolicy"), message)
        })
        .collect()
}
