//! Merging of DestinationRules for one host in one namespace (`mergeDestinationRule`).

use std::sync::Arc;

use mesh_ordered::OrderedMap;

use super::DestinationRule;

/// Rules by host; of one host several that could not be merged.
#[derive(Clone, Debug, Default)]
pub struct Consolidated {
    by_host: OrderedMap<String, Vec<Arc<DestinationRule>>>,
}

impl Consolidated {
    /// Adds a rule, given after all older ones: to those for its host that have the same `exportTo` and the same
    /// workload selector, or as one more. Subsets join, the first of a name wins; the first policy wins as a whole.
    pub fn add(&mut self, rule: &Arc<DestinationRule>) {
        let Some(rules) = self.by_host.get_mut(&rule.host) else {
            self.by_host.insert(rule.host.clone(), vec![Arc::clone(rule)]);
            return;
        };
        let mut separately = true;
        for existing in rules.iter_mut() {
            if rule.export_to == existing.export_to {
                separately = false;
            } else {
                separately = true;
                if existing.export_to.is_empty() || !rule.export_to.superset_of(&existing.export_to) {
                    continue;
                }
            }
            match (&existing.workload_selector, &rule.workload_selector) {
                (Some(ours), Some(theirs)) if ours != theirs => {
                    separately = true;
                    continue;
                }
                (None, None) | (Some(_), Some(_)) => separately = false,
                _ => {}
            }
            join(Arc::make_mut(existing), rule);
        }
        if separately {
            rules.push(Arc::clone(rule));
        }
    }

    /// All rules.
    pub fn all(&self) -> impl Iterator<Item = &Arc<DestinationRule>> {
        self.by_host.values().flatten()
    }

    /// The rules of the most specific host that covers a service's.
    #[must_use]
    pub fn most_specific(&self, hostname: &str) -> Option<&[Arc<DestinationRule>]> {
        if let Some(rules) = self.by_host.get(hostname) {
            return Some(rules);
        }
        let first = self.by_host.range("*".to_owned()..).next();
        if !first.is_some_and(|(host, _)| host.starts_with('*')) {
            return None;
        }
        // The longest of the wildcards that cover it, by what stands behind the star (`MostSpecificHostMatch`).
        let name = hostname.strip_prefix('*').unwrap_or(hostname);
        let mut ends = name.char_indices().map(|(start, _)| &name[start..]).chain([""]);
        ends.find_map(|end| self.by_host.get(&format!("*{end}"))).map(Vec::as_slice)
    }
}

fn join(into: &mut DestinationRule, rule: &DestinationRule) {
    for subset in &rule.subsets {
        if into.subsets.iter().all(|known| known.name != subset.name) {
            into.subsets.push(subset.clone());
        }
    }
    if !into.policy.present && rule.policy.present {
        into.policy.clone_from(&rule.policy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::destination_rule::TrafficPolicy;
    use crate::export::ExportTo;
    use crate::host::most_specific_match;

    fn rule() -> DestinationRule {
        DestinationRule {
            name: String::new(),
            namespace: String::new(),
            host: String::new(),
            policy: TrafficPolicy::default(),
            subsets: Vec::new(),
            export_to: ExportTo::default(),
            workload_selector: None,
            origin: mesh_proxy::config::Origin::NONE,
        }
    }

    #[test]
    fn the_longest_wildcard_is_found_as_by_a_look_at_each_of_them() {
        let hosts = ["*", "*.com", "*.a.com", "*a.com", "b.a.com", "*é.com", "!x", "x"];
        let mut rules = Consolidated::default();
        for (index, host) in hosts.into_iter().enumerate() {
            rules.by_host.insert(host.to_owned(), (0..index).map(|_| Arc::new(rule())).collect());
        }
        for name in ["b.a.com", "c.a.com", "a.com", "*.b.com", "*.a.com", "*.x.a.com", "aé.com", "org", ""] {
            let expected = most_specific_match(name, hosts.into_iter()).and_then(|host| rules.by_host.get(host));
            assert_eq!(rules.most_specific(name).map(<[_]>::len), expected.map(Vec::len), "{name}");
        }
    }
}
