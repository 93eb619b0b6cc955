use mesh_config::{Diagnostic, Resource, Severity, model::SimpleLb};
use mesh_words::say;

use super::policies;
use crate::context::{Context, finding, spec};

rule! {
    /// A subset whose load balancer is PASSTHROUGH.
    ///
    /// PASSTHROUGH sends each request to the very address that its client asked for, so nothing is left to choose: the
    /// labels of the subset do not count, and neither do weights between subsets. Istio: `applyLoadBalancer`
    /// (`ORIGINAL_DST`).
    each beside ["VirtualService"] check => "MP0201"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").filter_map(|rule| verdict(rule, context)).collect()
}

fn verdict(rule: &Resource, context: &Context<'_>) -> Option<Diagnostic> {
    let (namespace, host) = (&rule.metadata.namespace, spec(rule).get("host").text());
    let policy = spec(rule).get("trafficPolicy");
    spec(rule).get("subsets").items().find_map(|subset| {
        let simple = policies::block(policy, Some(subset), None, "loadBalancer").get("simple");
        let name = subset.get("name").text();
        let counts = simple.word(SimpleLb::ENUMERATION) == "PASSTHROUGH"
            && subset.get("labels").is_filled()
            && context.routed_subsets().names(namespace, &host, &name);
        counts.then(|| {
            finding("MP0201", Severity::Warning, rule, simple, say!("passthrough-subset", subset = name, host = &host))
        })
    })
}
