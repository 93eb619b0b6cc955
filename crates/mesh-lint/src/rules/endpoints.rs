//! How many pods stand behind a host or a subset.

use crate::{
    context::{Context, selector_pairs, spec},
    field::Field,
    host_names::service_of,
};

/// The number of pods of a host that carry the labels of a subset; none if no Service is known for the host.
pub(crate) fn count(context: &Context<'_>, namespace: &str, host: &str, subset: Option<Field<'_>>) -> Option<usize> {
    let (owner, name) = service_of(namespace, host);
    let mut selector = selector_pairs(spec(context.service(&owner, &name)?).get("selector"));
    if selector.is_empty() {
        return None;
    }
    selector.extend(subset.into_iter().flat_map(|subset| selector_pairs(subset.get("labels"))));
    Some(context.pods(&selector).filter(|pod| pod.namespace == owner).count())
}

/// The subset of that name in the DestinationRules for a host.
pub(crate) fn subset<'a>(context: &Context<'a>, namespace: &str, host: &str, name: &str) -> Option<Field<'a>> {
    subsets(context, namespace, host).find(|subset| subset.get("name").text() == name)
}

/// The subsets in the DestinationRules for a host.
pub(crate) fn subsets<'a>(context: &Context<'a>, namespace: &str, host: &str) -> impl Iterator<Item = Field<'a>> {
    context.rules_of(namespace, host).iter().flat_map(|rule| spec(rule).get("subsets").items())
}
