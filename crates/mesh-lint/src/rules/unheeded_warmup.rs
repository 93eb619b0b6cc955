use mesh_config::{Diagnostic, Resource, Severity, model::SimpleLb};
use mesh_words::say;

use super::written_policies;
use crate::{
    context::{Context, finding},
    field::Field,
};

rule! {
    /// `warmup` beside a load balancer that does not warm up hosts.
    ///
    /// Only ROUND_ROBIN and LEAST_REQUEST, the default, send a new host less at first. With RANDOM, PASSTHROUGH or
    /// `consistentHash` the block is dropped without a word, and a new pod gets its full share at once. Istio:
    /// `applyRoundRobinLoadBalancer`, `applyLeastRequestLoadBalancer`.
    each check => "MP0198"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    written_policies::judged(context, verdict)
}

fn verdict(rule: &Resource, policy: Field<'_>) -> Option<Diagnostic> {
    let balancer = policy.get("loadBalancer");
    let warmup =
        ["warmup", "warmupDurationSecs"].into_iter().map(|name| balancer.get(name)).find(|field| field.present())?;
    // Without a duration Istio refuses it.
    if warmup.entries().next().is_some() && !warmup.get("duration").present() {
        return None;
    }
    let simple = balancer.get("simple").word(SimpleLb::ENUMERATION);
    let kind = match &*simple {
        _ if balancer.get("consistentHash").present() => "consistentHash",
        "RANDOM" => "RANDOM",
        "PASSTHROUGH" => "PASSTHROUGH",
        _ => return None,
    };
    Some(finding("MP0198", Severity::Warning, rule, warmup, say!("unheeded-warmup", balancer = kind)))
}
