use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::{Words, say};

use crate::{
    SYSTEM_NAMESPACES,
    context::{Context, PODS, finding, spec},
    field::Field,
    validation::names::is_dns_label,
};

rule! {
    /// A resource is exported to a namespace that nobody has.
    ///
    /// Nobody there sees it; a resource that is exported to such namespaces alone is seen by nobody at all. Correct the
    /// name, or use `.` for the own namespace and `*` for all. Said where the files name several namespaces. Kiali:
    /// KIA0005.
    each beside [
        "App", "ConfigMap", "DaemonSet", "Deployment", "DestinationRule", "Gateway", "HTTPRoute", "Namespace", "Pod",
        "ReplicaSet", "Service", "ServiceEntry", "Sidecar", "StatefulSet", "Traffic", "VirtualService", PODS
    ] check => "KIA0005"
}

/// Istio's kinds that say who may see them.
const EXPORTED: [&str; 3] = ["VirtualService", "DestinationRule", "ServiceEntry"];
/// Kinds whose resources show that a namespace is there.
const INHABITANTS: [&str; 15] = [
    "App",
    "ConfigMap",
    "DaemonSet",
    "Deployment",
    "DestinationRule",
    "Gateway",
    "HTTPRoute",
    "Pod",
    "ReplicaSet",
    "Service",
    "ServiceEntry",
    "Sidecar",
    "StatefulSet",
    "Traffic",
    "VirtualService",
];
const ROOT: &str = "istio-system";

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let exported: Vec<&Resource> = EXPORTED.iter().flat_map(|kind| context.istio_subjects(kind)).collect();
    let is_limited = |resource: &&Resource| spec(resource).get("exportTo").items().len() > 0;
    let exported: Vec<&Resource> = exported.into_iter().filter(is_limited).collect();
    if exported.is_empty() {
        return Vec::new();
    }
    let known = namespaces(context);
    let are_told = context.kind("Namespace").next().is_some() || known.iter().filter(|name| **name != ROOT).count() > 1;
    if !are_told {
        return Vec::new();
    }
    exported.into_iter().flat_map(|resource| unknown(resource, &known)).collect()
}

fn unknown(resource: &Resource, known: &OrderedSet<&str>) -> Vec<Diagnostic> {
    let entries = spec(resource).get("exportTo").items();
    let is_unknown = |name: &str| is_dns_label(name) && !known.contains(name) && !SYSTEM_NAMESPACES.contains(&name);
    let (unknown, others): (Vec<_>, Vec<_>) = entries.partition(|entry| is_unknown(&entry.text()));
    let severity = if others.is_empty() { Severity::Error } else { Severity::Warning };
    let report = |entry: Field<'_>| {
        let message = Words::theirs("No matching namespace found or namespace is not accessible:").and(say!(
            "unknown-export-namespace",
            namespace = entry.text(),
            kind = &resource.kind
        ));
        finding("KIA0005", severity, resource, entry, message)
    };
    unknown.into_iter().map(report).collect()
}

/// The namespaces that are written down, or that something is in.
fn namespaces<'a>(context: &Context<'a>) -> OrderedSet<&'a str> {
    let written = context.kind("Namespace").map(|namespace| namespace.metadata.name.as_str());
    let used = INHABITANTS.iter().flat_map(|kind| context.kind(kind)).map(|one| one.metadata.namespace.as_str());
    let pods = context.every_pod().map(|pod| pod.namespace.as_str());
    [ROOT].into_iter().chain(written).chain(used).chain(pods).filter(|name| !name.is_empty()).collect()
}
