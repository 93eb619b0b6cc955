//! Merging of DestinationRules for one host in one namespace (`mergeDestinationRule`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::DestinationRule;
use crate::host::most_specific_match;

/// Rules by host; of one host several that could not be merged.
#[derive(Clone, Debug, Default)]
pub struct Consolidated {
    by_host: BTreeMap<String, Vec<Arc<DestinationRule>>>,
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

    /// The rules of the most specific host that covers a service's.
    #[must_use]
    pub fn most_specific(&self, hostname: &str) -> Option<&[Arc<DestinationRule>]> {
        if let Some(rules) = self.by_host.get(hostname) {
            return Some(rules);
        }
        let wildcards = self.by_host.keys().map(String::as_str).take_while(|host| host.starts_with('*') || *host < "*");
        let host = most_specific_match(hostname, wildcards)?;
        self.by_host.get(host).map(Vec::as_slice)
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
