use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::{Words, say};

use super::{mutual_tls, others::listed};
use crate::{
    context::{Context, finding, full_name, spec},
    host_names,
    wildcards::wildcards_over,
};

rule! {
    /// A DestinationRule without TLS settings stands beside one that turns on mutual TLS for the mesh or the namespace.
    ///
    /// Only the most specific rule of a host counts, whole: the settings of `*.local` do not hold for it. With automatic
    /// mutual TLS clients may still use it; to be sure repeat `trafficPolicy.tls` in the rule. Kiali: KIA0204.
    among ["DestinationRule"] check => "KIA0204"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let wide: Vec<&Resource> = context.istio("DestinationRule").filter(|rule| mutual_tls::is_wide(rule)).collect();
    if wide.is_empty() {
        return Vec::new();
    }
    context.istio("DestinationRule").filter(|rule| !says_tls(rule)).filter_map(|rule| overridden(rule, &wide)).collect()
}

fn overridden(rule: &Resource, wide: &[&Resource]) -> Option<Diagnostic> {
    let host = host_names::full_name(&rule.metadata.namespace, &spec(rule).get("host").text());
    let over: Vec<String> = wildcards_over(&host).collect();
    let is_hidden = |other: &&&Resource| over.iter().any(|wildcard| *wildcard == spec(other).get("host").text());
    let names = listed(wide.iter().filter(is_hidden).map(|other| full_name(other)))?;
    let message = Words::theirs("mTLS settings of a non-local Destination Rule are overridden:").and(say!(
        "overridden-mutual-tls",
        names,
        host
    ));
    Some(finding("KIA0204", Severity::Warning, rule, spec(rule).get("trafficPolicy"), message))
}

/// Whether a rule says anything about TLS: for all, for a port or for a subset.
fn says_tls(rule: &Resource) -> bool {
    let subsets = spec(rule).get("subsets").items().map(|subset| subset.get("trafficPolicy"));
    let mut policies = std::iter::once(spec(rule).get("trafficPolicy")).chain(subsets);
    policies.any(|policy| {
        policy.get("tls").present() || policy.get("portLevelSettings").items().any(|port| port.get("tls").present())
    })
}
