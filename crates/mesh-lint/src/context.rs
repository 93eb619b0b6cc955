//! What a rule sees: the resources that can be read, implied ones included, and the pods they stand for.

use std::{collections::BTreeMap, sync::Arc};

use mesh_cluster::{Cluster, Pod};
use mesh_config::{Diagnostic, Resource, Severity};

use crate::{
    field::{Field, path_to},
    host_names::service_of,
    pods::Pods,
};

/// The world that the rules look at, indexed for their questions.
pub(crate) struct Context<'a> {
    by_kind: BTreeMap<&'a str, Vec<&'a Resource>>,
    services: BTreeMap<(&'a str, &'a str), &'a Resource>,
    services_in: BTreeMap<&'a str, Vec<&'a Resource>>,
    rules: BTreeMap<(String, String), Vec<&'a Resource>>,
    pods: Pods<'a>,
    cluster: &'a Cluster,
}

/// The `spec` of a resource.
pub(crate) fn spec(resource: &Resource) -> Field<'_> {
    root(resource).get("spec")
}

/// The whole document of a resource.
pub(crate) fn root(resource: &Resource) -> Field<'_> {
    Field::new(&resource.node, resource.metadata.name.span)
}

/// `namespace/name`.
pub(crate) fn full_name(resource: &Resource) -> String {
    format!("{}/{}", resource.metadata.namespace, &*resource.metadata.name)
}

/// A finding at a field of a resource.
pub(crate) fn finding(
    code: &'static str,
    severity: Severity,
    resource: &Resource,
    at: Field<'_>,
    message: String,
) -> Diagnostic {
    let path = path_to(&resource.node, at.place()).unwrap_or_default();
    Diagnostic::new(code, severity, message, at.span()).at(path)
}

/// A finding at the name of a resource, which stands for the whole of it.
pub(crate) fn finding_on(code: &'static str, severity: Severity, resource: &Resource, message: String) -> Diagnostic {
    Diagnostic::new(code, severity, message, resource.metadata.name.span).at("metadata.name")
}

impl<'a> Context<'a> {
    /// Looks at resources and their cluster.
    pub(crate) fn new(resources: &'a [Arc<Resource>], cluster: &'a Cluster) -> Self {
        let mut context = Self {
            by_kind: BTreeMap::new(),
            services: BTreeMap::new(),
            services_in: BTreeMap::new(),
            rules: BTreeMap::new(),
            pods: Pods::new(cluster),
            cluster,
        };
        for resource in resources {
            context.by_kind.entry(&resource.kind).or_default().push(resource);
            let (namespace, name) = (resource.metadata.namespace.as_str(), resource.metadata.name.as_str());
            match resource.kind.as_str() {
                "Service" => {
                    context.services.insert((namespace, name), resource);
                    context.services_in.entry(namespace).or_default().push(resource);
                }
                "DestinationRule" => {
                    let host = service_of(namespace, &spec(resource).get("host").text());
                    context.rules.entry(host).or_default().push(resource);
                }
                _ => {}
            }
        }
        context
    }

    /// The resources of an Istio networking kind, in document order.
    pub(crate) fn istio(&self, kind: &str) -> impl Iterator<Item = &'a Resource> + use<'a> {
        self.kind(kind).filter(|resource| resource.api_version.starts_with("networking.istio.io/"))
    }

    /// The resources of a kind, in document order.
    pub(crate) fn kind(&self, kind: &str) -> impl Iterator<Item = &'a Resource> + use<'a> {
        self.by_kind.get(kind).cloned().unwrap_or_default().into_iter()
    }

    /// The Service of a namespace and a name.
    pub(crate) fn service(&self, namespace: &str, name: &str) -> Option<&'a Resource> {
        self.services.get(&(namespace, name)).copied()
    }

    /// The Services of a namespace, in document order.
    pub(crate) fn services_in(&self, namespace: &str) -> &[&'a Resource] {
        self.services_in.get(namespace).map_or(&[], Vec::as_slice)
    }

    /// The DestinationRules for a host as a rule of a namespace names it, in document order.
    pub(crate) fn rules_of(&self, namespace: &str, host: &str) -> &[&'a Resource] {
        self.rules.get(&service_of(namespace, host)).map_or(&[], Vec::as_slice)
    }

    /// How many pods of a workload run; `None` for what is none.
    pub(crate) fn started(&self, resource: &Resource) -> Option<u32> {
        let found = self.cluster.workload(&resource.metadata.name, Some(&resource.metadata.namespace));
        found.filter(|(_, workload)| workload.span == resource.span).map(|(_, workload)| workload.replicas)
    }

    /// The pods that carry every pair of a selector; an empty selector takes all.
    pub(crate) fn pods<'b>(&'b self, selector: &'b [(String, String)]) -> impl Iterator<Item = &'a Pod> + use<'a, 'b> {
        self.pods.selected(selector)
    }
}

/// Whether labels carry every pair of a selector; an empty selector takes all.
pub(crate) fn selects(selector: &[(String, String)], labels: &BTreeMap<String, String>) -> bool {
    selector.iter().all(|(key, value)| labels.get(key) == Some(value))
}

/// The pairs of a selector field, sorted as Kubernetes prints them.
pub(crate) fn selector_pairs(selector: Field<'_>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> =
        selector.entries().map(|(key, value)| (key.to_owned(), value.text().into_owned())).collect();
    pairs.sort();
    pairs
}

/// A selector as Kubernetes prints it: `app=x,istio=y`.
pub(crate) fn selector_text(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
}
