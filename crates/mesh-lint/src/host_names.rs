//! Host names as Istio's analyzers write them (`pkg/config/analysis/analyzers/util`).

use mesh_ordered::sort;

/// Who may see a host, and its full name: `*/reviews.default.svc.cluster.local`.
pub(crate) fn scoped_name(scope: &str, namespace: &str, host: &str) -> String {
    format!("{scope}/{}", full_name(namespace, host))
}

/// A short name with its namespace and the cluster's domain; anything else as it is.
pub(crate) fn full_name(namespace: &str, host: &str) -> String {
    if host.starts_with('*') || host.contains('.') {
        host.to_owned()
    } else {
        [host, ".", namespace, ".svc.cluster.local"].concat()
    }
}

/// The service that a host means, as (namespace, name): of a full name its own, else the rule's namespace.
pub(crate) fn service_of(namespace: &str, host: &str) -> (String, String) {
    let parts = host.strip_suffix(".svc.cluster.local").and_then(|rest| rest.rsplit_once('.'));
    match parts.filter(|(name, owner)| !name.is_empty() && !owner.is_empty()) {
        Some((name, owner)) => (owner.to_owned(), name.to_owned()),
        None => (namespace.to_owned(), host.to_owned()),
    }
}

/// Whether an `exportTo` list reaches every namespace.
pub(crate) fn is_exported_to_all(export_to: &[String]) -> bool {
    export_to.is_empty() || export_to.iter().any(|entry| entry == "*")
}

/// The namespaces that see a resource; `*` for all.
pub(crate) fn scopes(export_to: &[String], namespace: &str) -> Vec<String> {
    if is_exported_to_all(export_to) {
        return vec!["*".into()];
    }
    let mut scopes: Vec<String> =
        export_to.iter().map(|entry| if entry == "." { namespace.to_owned() } else { entry.clone() }).collect();
    sort(&mut scopes);
    scopes.dedup();
    scopes
}
