//! Gateways of the Kubernetes Gateway API, told from Istio's own of the same name.

use mesh_config::Resource;

use crate::context::Context;

/// All of them, in document order.
pub(super) fn all<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Resource> + use<'a> {
    context.kind("Gateway").filter(is_kubernetes)
}

/// Those that are to be judged, in document order.
pub(super) fn subjects<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Resource> + use<'a> {
    context.subjects("Gateway").filter(is_kubernetes)
}

fn is_kubernetes(gateway: &&Resource) -> bool {
    gateway.api_version.starts_with("gateway.networking.k8s.io/")
}
