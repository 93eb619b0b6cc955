//! Which DestinationRule a client uses for a service (`setDestinationRules`, `PushContext.destinationRule`).

use std::sync::Arc;

use mesh_ordered::OrderedMap;

use super::{Consolidated, DestinationRule};
use crate::export::ExportTo;
use crate::registry::Labels;

/// All DestinationRules by namespace and visibility.
#[derive(Clone, Debug, Default)]
pub struct DestinationRuleIndex {
    root_namespace: String,
    /// For clients of the same namespace.
    local: OrderedMap<String, Consolidated>,
    /// For clients of others.
    exported: OrderedMap<String, Consolidated>,
    /// The private ones of the root namespace, for its own clients.
    root_local: Consolidated,
}

impl DestinationRuleIndex {
    /// Sorts rules, given from the oldest on with those that have a workload selector first.
    #[must_use]
    pub fn new(rules: &[Arc<DestinationRule>], root_namespace: &str, default_export: &ExportTo) -> Self {
        let mut index = Self { root_namespace: root_namespace.to_owned(), ..Self::default() };
        for rule in rules {
            index.add(rule, default_export);
        }
        index
    }

    fn add(&mut self, rule: &Arc<DestinationRule>, default_export: &ExportTo) {
        let export_to = &rule.export_to;
        let namespace = &rule.namespace;
        if export_to.is_empty() || export_to.is_public() || export_to.contains(".") || export_to.contains(namespace) {
            self.local.entry(namespace.clone()).or_default().add(rule);
        }
        let private = if export_to.is_empty() {
            default_export.contains(".")
        } else {
            export_to.len() == 1 && (export_to.contains(".") || export_to.contains(namespace))
        };
        if !private {
            self.exported.entry(namespace.clone()).or_default().add(rule);
        } else if *namespace == self.root_namespace {
            self.root_local.add(rule);
        }
    }

    /// The rules for a service as seen from a namespace: the client's own, the service's, the root's; the first
    /// namespace that has any decides alone.
    #[must_use]
    pub fn for_service(
        &self,
        client_namespace: &str,
        hostname: &str,
        service_namespace: &str,
    ) -> Vec<Arc<DestinationRule>> {
        let own = if client_namespace == self.root_namespace {
            self.root_local.most_specific(hostname)
        } else {
            self.local.get(client_namespace).and_then(|rules| rules.most_specific(hostname))
        };
        if let Some(rules) = own {
            return rules.to_vec();
        }
        let from = |namespace: &str| self.exported_from(namespace, hostname, client_namespace);
        let of_service = from(service_namespace);
        if of_service.is_empty() { from(&self.root_namespace) } else { of_service }
    }

    /// The rules of all namespaces for a host, whoever may look at them.
    pub fn of_host<'a>(&'a self, hostname: &'a str) -> impl Iterator<Item = &'a Arc<DestinationRule>> + 'a {
        let all = self.local.values().chain(self.exported.values());
        all.filter_map(|rules| rules.most_specific(hostname)).flatten()
    }

    /// All rules; those that clients of their own and of other namespaces see come twice.
    pub fn all(&self) -> impl Iterator<Item = &Arc<DestinationRule>> {
        self.local.values().chain(self.exported.values()).chain([&self.root_local]).flat_map(Consolidated::all)
    }

    fn exported_from(&self, owner: &str, hostname: &str, client_namespace: &str) -> Vec<Arc<DestinationRule>> {
        let rules = self.exported.get(owner).and_then(|rules| rules.most_specific(hostname)).unwrap_or_default();
        let visible = |rule: &&Arc<DestinationRule>| {
            rule.export_to.is_empty() || rule.export_to.is_public() || rule.export_to.contains(client_namespace)
        };
        rules.iter().filter(visible).cloned().collect()
    }
}

/// The rule among several for a client: one whose selector fits it, else the last without a selector
/// (`SidecarScope.DestinationRule`).
#[must_use]
pub(crate) fn select<'a>(
    rules: &'a [Arc<DestinationRule>],
    client_namespace: &str,
    client_labels: &Labels,
) -> Option<&'a Arc<DestinationRule>> {
    let selects = |selector: &Labels| selector.iter().all(|(key, value)| client_labels.get(key) == Some(value));
    let chosen = rules
        .iter()
        .find(|rule| rule.namespace == client_namespace && rule.workload_selector.as_ref().is_some_and(selects));
    chosen.or_else(|| rules.iter().rev().find(|rule| rule.workload_selector.is_none()))
}
