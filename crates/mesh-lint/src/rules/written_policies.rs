//! The policies that a DestinationRule writes: its own, those of its subsets, and those of the ports of each.

use mesh_config::Resource;

use crate::{context::spec, field::Field};

/// All of them, in the order in which they stand.
pub(crate) fn all(rule: &Resource) -> impl Iterator<Item = Field<'_>> {
    let of_subsets = spec(rule).get("subsets").items().map(|subset| subset.get("trafficPolicy"));
    let written = std::iter::once(spec(rule).get("trafficPolicy")).chain(of_subsets);
    written.flat_map(|policy| std::iter::once(policy).chain(policy.get("portLevelSettings").items()))
}
