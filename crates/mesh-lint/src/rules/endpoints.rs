//! How many pods stand behind a host or a subset.

use std::collections::BTreeMap;

use mesh_config::Resource;

use super::hosts::service_of;
use crate::{
    context::{Context, selector_pairs, selects, spec},
    field::Field,
};

/// The number of pods of a host that carry the labels of a subset; none if no Service is known for the host.
pub(crate) fn count(context: &Context<'_>, namespace: &str, host: &str, subset: Option<Field<'_>>) -> Option<usize> {
    let (owner, name) = service_of(namespace, host);
    let service = context
        .kind("Service")
        .find(|service| service.metadata.namespace == owner && service.metadata.name.value == name)?;
    let mut selector = selector_pairs(spec(service).get("selector"));
    if selector.is_empty() {
        return None;
    }
    if let Some(subset) = subset {
        selector.extend(selector_pairs(subset.get("labels")));
    }
    let is_behind = |labels: &BTreeMap<String, String>| selects(&selector, labels);
    Some(context.cluster.pods.iter().filter(|pod| pod.namespace == owner && is_behind(&pod.labels)).count())
}

/// The DestinationRules for a host as a rule of a namespace names it.
pub(crate) fn rules_of<'a>(
    context: &Context<'a>,
    namespace: &str,
    host: &str,
) -> impl Iterator<Item = &'a Resource> + use<'a> {
    let wanted = service_of(namespace, host);
    context
        .istio("DestinationRule")
        .filter(move |rule| service_of(&rule.metadata.namespace, &spec(rule).get("host").text()) == wanted)
}

/// The subset of that name in the DestinationRules for a host.
pub(crate) fn subset<'a>(context: &Context<'a>, namespace: &str, host: &str, name: &str) -> Option<Field<'a>> {
    rules_of(context, namespace, host)
        .flat_map(|rule| spec(rule).get("subsets").items())
        .find(|subset| subset.get("name").text() == name)
}
