//! Where the backend of a rule or of a mirror is (`buildDestination`).

use mesh_config::Spanned;
use mesh_config::model::{Destination, HttpBackendRef, PortSelector};

use crate::host::CLUSTER_DOMAIN;

/// The host and port of a backend. One that is no Service has no host, which is answered 500.
pub(super) fn destination(backend: &HttpBackendRef, namespace: &str) -> Destination {
    let text = |value: &Option<Spanned<String>>| value.as_ref().map_or("", |text| text.value.as_str()).to_owned();
    let name = text(&backend.name);
    let owner = backend.namespace.as_ref().map_or(namespace, |owner| owner.value.as_str());
    let (group, kind) = (text(&backend.group), text(&backend.kind));
    let host = match (group.as_str(), kind.as_str()) {
        ("" | "core", "" | "Service") => format!("{name}.{owner}.svc.{CLUSTER_DOMAIN}"),
        ("networking.istio.io", "Hostname") => name,
        _ => String::new(),
    };
    let number = backend
        .port
        .as_ref()
        .and_then(|port| u32::try_from(port.value).ok().map(|number| Spanned::new(number, port.span)));
    Destination {
        span: backend.span,
        host: Some(Spanned::new(host, backend.span)),
        subset: None,
        port: number.map(|number| PortSelector { span: number.span, number: Some(number) }),
    }
}
