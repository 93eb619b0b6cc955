//! The policies that a DestinationRule writes: its own, those of its subsets, and those of the ports of each.

use mesh_config::{Diagnostic, Resource};

use crate::{
    context::{Context, spec},
    field::Field,
};

/// All of them, in the order in which they stand.
pub(crate) fn all(rule: &Resource) -> impl Iterator<Item = Field<'_>> {
    let of_subsets = spec(rule).get("subsets").items().map(|subset| subset.get("trafficPolicy"));
    let written = std::iter::once(spec(rule).get("trafficPolicy")).chain(of_subsets);
    written.flat_map(|policy| std::iter::once(policy).chain(policy.get("portLevelSettings").items()))
}

/// What is said of each of them.
pub(crate) fn judged<'a, F: IntoIterator<Item = Diagnostic>>(
    context: &Context<'a>,
    judge: impl Fn(&'a Resource, Field<'a>) -> F,
) -> Vec<Diagnostic> {
    let rules = context.istio_subjects("DestinationRule");
    rules
        .flat_map(|rule| all(rule).map(move |policy| (rule, policy)))
        .flat_map(|(rule, policy)| judge(rule, policy))
        .collect()
}
