//! Which backends of other namespaces a route may name (`ReferenceGrants.BackendAllowed`).

use mesh_config::model::ReferenceGrant;
use mesh_config::{Config, Spanned, Spec};

use super::GROUP;

/// Whether a ReferenceGrant in the namespace of a backend lets HTTPRoutes of another namespace name it.
pub(super) fn allows(config: &Config, route_namespace: &str, backend: &Reference<'_>) -> bool {
    config.resources.iter().any(|resource| match &resource.spec {
        Spec::ReferenceGrant(grant) => {
            resource.metadata.namespace == backend.namespace && grants(grant, route_namespace, backend)
        }
        _ => false,
    })
}

/// A backend in another namespace.
pub(super) struct Reference<'a> {
    pub(super) group: &'a str,
    pub(super) kind: &'a str,
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
}

fn grants(grant: &ReferenceGrant, route_namespace: &str, backend: &Reference<'_>) -> bool {
    let is = |value: &Option<Spanned<String>>, wanted: &str| {
        value.as_ref().map_or("", |value| value.value.as_str()) == wanted
    };
    let from = grant
        .from
        .iter()
        .any(|from| is(&from.group, GROUP) && is(&from.kind, "HTTPRoute") && is(&from.namespace, route_namespace));
    from && grant.to.iter().any(|to| {
        let any_name = to.name.as_ref().is_none_or(|name| name.value.is_empty());
        is(&to.group, backend.group) && is(&to.kind, backend.kind) && (any_name || is(&to.name, backend.name))
    })
}
