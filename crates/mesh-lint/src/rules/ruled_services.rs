//! The Services that a VirtualService or a DestinationRule means by a host.

use mesh_config::Resource;

use crate::context::{Context, spec};
use crate::host_names::service_of;

/// The Service of a host as a rule of a namespace names it: by a name without dots, or in full.
pub(crate) fn service<'a>(context: &Context<'a>, namespace: &str, host: &str) -> Option<&'a Resource> {
    let (owner, name) = service_of(namespace, host);
    context.service(&owner, &name)
}

/// The Services of all hosts of a VirtualService; none if one of them is no Service's.
pub(crate) fn all<'a>(context: &Context<'a>, rule: &Resource) -> Option<Vec<&'a Resource>> {
    let hosts = spec(rule).get("hosts").items();
    hosts.map(|host| service(context, &rule.metadata.namespace, &host.text())).collect()
}
