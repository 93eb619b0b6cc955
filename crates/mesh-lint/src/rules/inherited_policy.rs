use std::cell::LazyCell;
use std::collections::BTreeSet;

use mesh_config::{Diagnostic, Resource, Severity};

use super::destinations;
use crate::host_names::service_of;
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
    // Few rules have policies in subsets.
    let used = LazyCell::new(|| used_subsets(context));
    context.istio_subjects("DestinationRule").flat_map(|rule| [ports(rule), subsets(rule, &used)].concat()).collect()
}

fn ports(rule: &Resource) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let subsets = spec(rule).get("subsets").items().map(|subset| subset.get("trafficPolicy"));
    for policy in std::iter::once(spec(rule).get("trafficPolicy")).chain(subsets) {
        for port in policy.get("portLevelSettings").items() {
            let hidden: Vec<&str> =
                SETTINGS.into_iter().filter(|name| policy.get(name).present() && !port.get(name).present()).collect();
            if !hidden.is_empty() {
                let message = format!(
                    "Settings of a port replace the policy around them: for this port Istio's defaults hold for {}. \
                     Repeat what should hold.",
                    hidden.join(", ")
                );
                found.push(finding("MP0113", Severity::Warning, rule, port, message));
            }
        }
    }
    found
}

type Subsets = BTreeSet<(String, String, String)>;

fn subsets(rule: &Resource, used: &LazyCell<Subsets, impl FnOnce() -> Subsets>) -> Vec<Diagnostic> {
    let (owner, name) = service_of(&rule.metadata.namespace, &spec(rule).get("host").text());
    let is_inert = |subset: &Field<'_>| {
        let subset_name = subset.get("name").text().into_owned();
        subset.get("trafficPolicy").present() && !used.contains(&(owner.clone(), name.clone(), subset_name))
    };
    spec(rule)
        .get("subsets")
        .items()
        .filter(is_inert)
        .map(|subset| {
            let message = format!(
                "The policy of subset {} applies to no request: no VirtualService routes to the subset.",
                subset.get("name").text()
            );
            finding("MP0117", Severity::Info, rule, subset.get("trafficPolicy"), message)
        })
        .collect()
}

/// The subsets that VirtualServices route to, as namespace, service and subset.
fn used_subsets(context: &Context<'_>) -> Subsets {
    let mut used = BTreeSet::new();
    for service in context.istio("VirtualService") {
        for destination in destinations::all(service) {
            let (host, subset) = (destination.field.get("host").text(), destination.field.get("subset").text());
            let (owner, name) = service_of(&service.metadata.namespace, &host);
            used.insert((owner, name, subset.into_owned()));
        }
    }
    used
}
