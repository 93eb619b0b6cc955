use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::{Argument, say};

use super::{others::beginning, ruled_services, unused_namespace::ROOT_NAMESPACE};
use crate::{
    context::{Context, PODS, finding, full_name, spec},
    host_names,
    hosts::export_to,
};

rule! {
    /// A DestinationRule of the client's namespace hides that of the service's.
    ///
    /// The first namespace that has rules for a host decides alone: the client's own, the service's, the root. Rules of
    /// different namespaces are never merged, so the client loses the subsets and the policy that the service's own rule
    /// has. Repeat what should hold.
    each beside ["DestinationRule", "Service", PODS] check => "MP0121"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let inhabited: LazyCell<OrderedSet<&str>, _> =
        LazyCell::new(|| context.every_pod().map(|pod| pod.namespace.as_str()).collect());
    let rules = context.istio_subjects("DestinationRule");
    rules.filter_map(|rule| verdict(rule, context, |namespace| inhabited.contains(namespace))).collect()
}

fn verdict(rule: &Resource, context: &Context<'_>, is_inhabited: impl Fn(&str) -> bool) -> Option<Diagnostic> {
    let (namespace, host) = (rule.metadata.namespace.as_str(), spec(rule).get("host"));
    let service = ruled_services::service(context, namespace, &host.text())?;
    let owner = service.metadata.namespace.as_str();
    if owner == namespace || namespace == ROOT_NAMESPACE || !is_inhabited(namespace) {
        return None;
    }
    let rules = context.rules_of(namespace, &host.text());
    let visible = |from: &str| -> Vec<&Resource> {
        let in_force = |other: &&&Resource| {
            let is_seen = host_names::scopes(&export_to(other), from).iter().any(|to| to == "*" || to == namespace);
            other.metadata.namespace == from && is_seen && !spec(other).get("workloadSelector").present()
        };
        rules.iter().filter(in_force).copied().collect()
    };
    let (own, hidden) = (visible(namespace), visible(owner));
    let lost = lost(&own, &hidden);
    // Several rules of the client's namespace are one: the first of them stands for all.
    if lost.is_empty() || !own.first().is_some_and(|first| std::ptr::eq(*first, rule)) {
        return None;
    }
    let (hidden, count) = (full_name(hidden.first()?), lost.len());
    let message = say!("hidden-rule", namespace, rule = hidden, lost = beginning(lost), count);
    Some(finding("MP0121", Severity::Info, rule, host, message))
}

/// What hidden rules have and the rules in front of them have not.
fn lost(own: &[&Resource], hidden: &[&Resource]) -> Vec<Argument> {
    let subsets = |rules: &[&Resource]| -> OrderedSet<String> {
        let subsets = rules.iter().flat_map(|rule| spec(rule).get("subsets").items());
        subsets.map(|subset| subset.get("name").text().into_owned()).collect()
    };
    let has_policy = |rules: &[&Resource]| rules.iter().any(|rule| spec(rule).get("trafficPolicy").present());
    let mut lost: Vec<Argument> =
        subsets(hidden).difference(&subsets(own)).map(|name| say!("hidden-rule-subset", name).into()).collect();
    if has_policy(hidden) && !has_policy(own) {
        lost.push("trafficPolicy".into());
    }
    lost
}
