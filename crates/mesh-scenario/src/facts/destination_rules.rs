//! The DestinationRules of a mesh by the hosts that they are for, whoever sees them.

use std::ops::Bound;

use mesh_control::Mesh;
use mesh_control::destination_rule::DestinationRule;
use mesh_control::host::matches;
use mesh_ordered::OrderedMap;

/// All DestinationRules by their hosts, resolved.
pub(super) struct DestinationRules<'a>(OrderedMap<&'a str, Vec<&'a DestinationRule>>);

impl<'a> DestinationRules<'a> {
    pub(super) fn new(mesh: &'a Mesh) -> Self {
        let mut by_host: OrderedMap<&str, Vec<&DestinationRule>> = OrderedMap::new();
        for rule in mesh.destination_rules() {
            by_host.entry(&rule.host).or_default().push(rule);
        }
        Self(by_host)
    }

    /// The rules that match a host: those for it alone, then those for more.
    pub(super) fn of_host(&self, host: &str) -> impl Iterator<Item = &'a DestinationRule> {
        let own = self.0.get(host).into_iter().flatten();
        let from_stars = (Bound::Included("*"), Bound::Unbounded);
        let wider = self.0.range::<str, _>(from_stars).take_while(|(known, _)| known.starts_with('*'));
        own.chain(wider.filter(move |(known, _)| matches(known, host)).flat_map(|(_, rules)| rules)).copied()
    }
}
