//! Reads DestinationRules.

use std::sync::Arc;

use mesh_config::model::{
    DestinationRule as Written, PortTrafficPolicy, Subset as WrittenSubset, TrafficPolicy as WrittenPolicy,
};
use mesh_config::{Resource, Span, Spanned};
use mesh_ordered::{OrderedMap, sort_by_key};
use mesh_proxy::config::Origin;

use super::{DestinationRule, Policy, Sourced, Subset, TrafficPolicy};
use crate::export::ExportTo;
use crate::host::resolve_short_name;
use crate::origin::{FieldPath, Origins};
use crate::registry::Labels;

/// Reads all DestinationRules, given from the oldest on, and puts those with a workload selector first
/// (`sortConfigBySelectorAndCreationTime`).
pub fn load(written: &[(&Arc<Resource>, &Written)], origins: &mut Origins) -> Vec<Arc<DestinationRule>> {
    let mut rules: Vec<Arc<DestinationRule>> =
        written.iter().map(|(resource, spec)| Arc::new(rule(resource, spec, origins))).collect();
    sort_by_key(&mut rules, |rule| rule.workload_selector.is_none());
    rules
}

fn rule(resource: &Arc<Resource>, spec: &Written, origins: &mut Origins) -> DestinationRule {
    let namespace = &resource.metadata.namespace;
    let host = spec.host.as_ref().map_or("", |host| host.value.as_str());
    let workload_selector = spec.workload_selector.as_ref().map(|selector| labels(&selector.match_labels));
    // A rule for some workloads concerns its own namespace only.
    let export_to = if workload_selector.is_some() {
        ExportTo::private()
    } else {
        ExportTo::new(spec.export_to.iter().map(|entry| entry.value.as_str()))
    };
    let mut source = Source { resource, origins };
    DestinationRule {
        name: resource.metadata.name.value.clone(),
        namespace: namespace.clone(),
        host: resolve_short_name(host, namespace),
        policy: spec
            .traffic_policy
            .as_ref()
            .map_or_else(TrafficPolicy::default, |policy| source.policy(policy, FieldPath::of("spec.trafficPolicy"))),
        subsets: spec.subsets.iter().enumerate().map(|(index, subset)| source.subset(index, subset)).collect(),
        export_to,
        workload_selector,
        origin: source.origins.resource(resource),
    }
}

fn labels(written: &OrderedMap<String, Spanned<String>>) -> Labels {
    written.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect()
}

struct Source<'a> {
    resource: &'a Arc<Resource>,
    origins: &'a mut Origins,
}

impl Source<'_> {
    fn add(&mut self, span: Span, path: FieldPath) -> Origin {
        self.origins.add(self.resource, span, path)
    }

    fn sourced<T: Clone>(
        &mut self,
        block: Option<&T>,
        span: impl Fn(&T) -> Span,
        path: FieldPath,
        field: &'static str,
    ) -> Option<Sourced<T>> {
        let block = block?;
        let origin = self.add(span(block), path.field(field));
        Some(Sourced { value: Arc::new(block.clone()), origin })
    }

    fn policy(&mut self, written: &WrittenPolicy, path: FieldPath) -> TrafficPolicy {
        let base = Policy {
            load_balancer: self.sourced(written.load_balancer.as_ref(), |block| block.span, path, "loadBalancer"),
            connection_pool: self.sourced(written.connection_pool.as_ref(), |block| block.span, path, "connectionPool"),
            outlier_detection: self.sourced(
                written.outlier_detection.as_ref(),
                |block| block.span,
                path,
                "outlierDetection",
            ),
            tls: self.sourced(written.tls.as_ref(), |block| block.span, path, "tls"),
            retry_budget: self.sourced(written.retry_budget.as_ref(), |block| block.span, path, "retryBudget"),
        };
        let ports = written.port_level_settings.iter().enumerate();
        let ports = ports.filter_map(|(index, port)| self.port(port, path.item("portLevelSettings", index))).collect();
        TrafficPolicy { base, ports, present: true }
    }

    fn port(&mut self, written: &PortTrafficPolicy, path: FieldPath) -> Option<(u32, Policy)> {
        let number = written.port.as_ref()?.number.as_ref()?.value;
        let policy = Policy {
            load_balancer: self.sourced(written.load_balancer.as_ref(), |block| block.span, path, "loadBalancer"),
            connection_pool: self.sourced(written.connection_pool.as_ref(), |block| block.span, path, "connectionPool"),
            outlier_detection: self.sourced(
                written.outlier_detection.as_ref(),
                |block| block.span,
                path,
                "outlierDetection",
            ),
            tls: self.sourced(written.tls.as_ref(), |block| block.span, path, "tls"),
            retry_budget: None,
        };
        Some((number, policy))
    }

    fn subset(&mut self, index: usize, written: &WrittenSubset) -> Subset {
        let path = FieldPath::item_of("spec.subsets", index);
        Subset {
            name: written.name.as_ref().map_or_else(String::new, |name| name.value.clone()),
            labels: labels(&written.labels),
            policy: written.traffic_policy.as_ref().map(|policy| self.policy(policy, path.field("trafficPolicy"))),
            origin: self.add(written.span, path),
        }
    }
}
