//! Where the backend of a rule or of a mirror is (`buildDestination`).

use mesh_config::model::{Destination, HttpBackendRef, PortSelector};
use mesh_config::{Config, Spanned, Spec};

use super::grant::{Reference, allows};
use crate::host::CLUSTER_DOMAIN;

/// Why there is no destination to send to.
pub(super) enum Refusal {
    /// The backend is out of reach or of a kind that is not served: its share of the requests is answered 500.
    Backend,
    /// The whole route is refused.
    Route,
}

/// What the backends of a route are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) config: &'a Config,
    /// The route's namespace.
    pub(super) namespace: &'a str,
    /// Whether backends in other namespaces need a ReferenceGrant: at gateways, not in the mesh.
    pub(super) needs_grant: bool,
}

/// The host and port of a backend.
pub(super) fn destination(backend: &HttpBackendRef, lookup: Lookup<'_>) -> Result<Destination, Refusal> {
    let Lookup { config, namespace, needs_grant } = lookup;
    let text = |value: &Option<Spanned<String>>| value.as_ref().map_or("", |text| text.value.as_str()).to_owned();
    let name = text(&backend.name);
    let owner = backend.namespace.as_ref().map_or(namespace, |owner| owner.value.as_str());
    let (group, kind) = (text(&backend.group), text(&backend.kind));
    let kind = if kind.is_empty() { "Service" } else { kind.as_str() };
    let reference = Reference { group: &group, kind, namespace: owner, name: &name };
    if needs_grant && owner != namespace && !allows(config, namespace, &reference) {
        return Err(Refusal::Backend);
    }
    let host = match (group.as_str(), kind) {
        // The name of a Service, never its host name.
        ("" | "core", "Service") if name.contains('.') => return Err(Refusal::Route),
        ("" | "core", "Service") => format!("{name}.{owner}.svc.{CLUSTER_DOMAIN}"),
        ("networking.istio.io", "Hostname") if backend.namespace.is_some() => return Err(Refusal::Route),
        ("networking.istio.io", "Hostname") => name,
        _ => return Err(Refusal::Backend),
    };
    let port = backend.port.as_ref().ok_or(Refusal::Route)?;
    let number = Spanned::new(u32::try_from(port.value).unwrap_or(0), port.span);
    Ok(Destination {
        span: backend.span,
        host: Some(Spanned::new(host, backend.span)),
        subset: None,
        port: Some(PortSelector { span: number.span, number: Some(number) }),
    })
}

/// Whether the Service or the host of a backend exists (`InvalidDestinationNotFound`).
pub(super) fn is_known(destination: &Destination, config: &Config) -> bool {
    let host = destination.host.as_ref().map_or("", |host| host.value.as_str());
    config.resources.iter().any(|resource| match &resource.spec {
        Spec::Service(_) => {
            let (name, namespace) = (&resource.metadata.name.value, &resource.metadata.namespace);
            host == format!("{name}.{namespace}.svc.{CLUSTER_DOMAIN}")
        }
        Spec::ServiceEntry(entry) => entry.hosts.iter().any(|known| known.value == host),
        _ => false,
    })
}
