//! Deployments for subsets or services, where there is no workload at all.

use std::fmt::Write;

use mesh_config::model::{DestinationRule, IntOrString, Service, Subset};
use mesh_config::{Config, Resource, Span, Spec};
use mesh_ordered::{OrderedMap, OrderedSet, sort_by_key};
use mesh_words::{Words, say};

use super::Implied;
use super::document::{Document, flow_map, scalar};
use crate::host::{CLUSTER_DOMAIN, is_wildcard, matches, resolve_short_name};

type Labels = OrderedMap<String, String>;

/// For each Service with a selector one Deployment for each subset that a DestinationRule has for it, else one.
pub(super) fn deployments(config: &Config) -> Vec<Implied> {
    let mut implied = Vec::new();
    let rules = Rules::new(config);
    for resource in &config.resources {
        if let Spec::Service(service) = &resource.spec
            && !service.selector.is_empty()
        {
            implied.extend(for_service(&rules, resource, service));
        }
    }
    implied
}

fn for_service(rules: &Rules<'_>, resource: &Resource, service: &Service) -> Vec<Implied> {
    let base: Labels = service.selector.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect();
    let name = &resource.metadata.name.value;
    let host = format!("{name}.{}.svc.{CLUSTER_DOMAIN}", resource.metadata.namespace);
    let mut made: OrderedSet<Labels> = OrderedSet::new();
    let mut implied = Vec::new();
    for (subset, labels, span) in rules.subsets(&host) {
        let all: Labels = base.iter().chain(&labels).map(|(key, value)| (key.clone(), value.clone())).collect();
        // Subsets with the same labels are the same pods; one that contradicts the selector has none.
        let selected = base.iter().all(|(key, value)| all.get(key) == Some(value));
        if selected && !made.contains(&all) {
            let reason = say!("implied-deployment-of-subset", subset = &subset, host = &host);
            implied.push(deployment(&format!("{name}-{subset}"), resource, service, &all, reason, span));
            made.insert(all);
        }
    }
    if made.is_empty() {
        let reason = say!("implied-deployment", service = name);
        implied.push(deployment(name, resource, service, &base, reason, resource.span));
    }
    implied
}

/// The DestinationRules with subsets by their host, with their place in the documents.
struct Rules<'a> {
    by_host: OrderedMap<String, Vec<(usize, &'a DestinationRule)>>,
    /// Those whose host has a star.
    wildcards: Vec<(String, usize, &'a DestinationRule)>,
}

impl<'a> Rules<'a> {
    fn new(config: &'a Config) -> Self {
        let mut rules = Self { by_host: OrderedMap::new(), wildcards: Vec::new() };
        for (place, resource) in config.resources.iter().enumerate() {
            let Spec::DestinationRule(rule) = &resource.spec else { continue };
            let written = rule.host.as_ref().map_or("", |host| host.value.as_str());
            let host = resolve_short_name(written, &resource.metadata.namespace);
            if rule.subsets.is_empty() {
                continue;
            }
            if is_wildcard(&host) {
                rules.wildcards.push((host, place, rule));
            } else {
                rules.by_host.entry(host).or_default().push((place, rule));
            }
        }
        rules
    }

    /// The subsets of all rules for a host, in document order.
    fn subsets(&self, host: &str) -> Vec<(String, Labels, Span)> {
        let wildcards = self.wildcards.iter().filter(|(wildcard, ..)| matches(wildcard, host));
        let mut found: Vec<(usize, &DestinationRule)> = wildcards.map(|(_, place, rule)| (*place, *rule)).collect();
        found.extend(self.by_host.get(host).into_iter().flatten());
        sort_by_key(&mut found, |(place, _)| *place);
        let subset = |subset: &Subset| {
            let labels = subset.labels.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect();
            (subset.name.as_ref().map_or_else(String::new, |name| name.value.clone()), labels, subset.span)
        };
        found.into_iter().flat_map(|(_, rule)| &rule.subsets).map(subset).collect()
    }
}

fn deployment(
    name: &str,
    resource: &Resource,
    service: &Service,
    labels: &Labels,
    reason: Words,
    because: Span,
) -> Implied {
    let labels_text = flow_map(labels.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    let app = resource.metadata.name.value.as_str();
    let mut spec = format!(
        "replicas: 1\nselector:\n  matchLabels: {labels_text}\ntemplate:\n  metadata:\n    labels: {labels_text}\n"
    );
    let _ = writeln!(spec, "  spec:\n    containers:\n    - name: {}\n      image: {}", scalar(app), scalar(app));
    let ports = container_ports(service);
    if !ports.is_empty() {
        spec.push_str("      ports:\n");
        ports.iter().for_each(|port| {
            let _ = writeln!(spec, "      - {port}");
        });
    }
    let document = Document {
        api_version: "apps/v1",
        kind: "Deployment",
        name: name.to_owned(),
        namespace: resource.metadata.namespace.clone(),
        labels: Vec::new(),
        spec,
        reason,
        because,
    };
    document.finish()
}

/// The ports that the Service's lead to; one by name gets the Service port's number.
fn container_ports(service: &Service) -> Vec<String> {
    let (mut ports, mut known) = (Vec::new(), OrderedSet::new());
    for port in &service.ports {
        let number = port.port.as_ref().map_or(80, |port| port.value);
        let text = match port.target_port.as_ref().map(|target| &target.value) {
            Some(IntOrString::Int(target)) if *target != 0 => format!("{{containerPort: {target}}}"),
            Some(IntOrString::String(name)) => format!("{{name: {}, containerPort: {number}}}", scalar(name)),
            _ => format!("{{containerPort: {number}}}"),
        };
        if known.insert(text.clone()) {
            ports.push(text);
        }
    }
    ports
}
