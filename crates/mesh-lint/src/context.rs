//! What a rule sees: the resources that can be read, implied ones included, and the pods they stand for.

use std::{collections::BTreeMap, sync::Arc};

use mesh_cluster::Cluster;
use mesh_config::{Diagnostic, Resource, Severity, Span};

use crate::field::{Field, path_to};

/// The world that the rules look at.
pub(crate) struct Context<'a> {
    resources: &'a [Arc<Resource>],
    /// The Kubernetes part of it.
    pub(crate) cluster: &'a Cluster,
}

/// The `spec` of a resource.
pub(crate) fn spec(resource: &Resource) -> Field<'_> {
    root(resource).get("spec")
}

/// The whole document of a resource.
pub(crate) fn root(resource: &Resource) -> Field<'_> {
    Field::new(&resource.node, resource.metadata.name.span)
}

/// `namespace/name`, or the name alone where there is no namespace.
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
    Diagnostic::new(code, severity, message, name_span(resource)).at("metadata.name")
}

fn name_span(resource: &Resource) -> Span {
    resource.metadata.name.span
}

impl<'a> Context<'a> {
    /// Looks at resources and their cluster.
    pub(crate) fn new(resources: &'a [Arc<Resource>], cluster: &'a Cluster) -> Self {
        Self { resources, cluster }
    }

    /// The resources of an Istio networking kind, in document order.
    pub(crate) fn istio(&self, kind: &'a str) -> impl Iterator<Item = &'a Resource> + use<'a> {
        self.kind(kind).filter(|resource| resource.api_version.starts_with("networking.istio.io/"))
    }

    /// The resources of a kind, in document order.
    pub(crate) fn kind(&self, kind: &'a str) -> impl Iterator<Item = &'a Resource> + use<'a> {
        self.resources.iter().map(AsRef::as_ref).filter(move |resource| resource.kind == kind)
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
