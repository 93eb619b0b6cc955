//! Istio's validation: what the admission webhook of Istio 1.32 refuses or warns of, in its words.
//!
//! Follows `pkg/config/validation` of istio/istio function by function; each file names its part. It looks at
//! what is written (the tree), not at the typed resource, because it judges what typing would already have mended.

mod client_tls;
mod connection_pool;
mod cors;
mod destination;
mod destination_rule;
pub(crate) mod duration;
mod export_to;
mod fault;
mod gateway;
mod gateway_names;
mod header;
mod http_match;
mod http_route;
mod load_balancer;
mod locality;
pub(crate) mod names;
mod outlier_detection;
mod redirect;
mod regexp;
mod retries;
mod server_tls;
mod service_entry;
mod sidecar;
mod tcp_tls_route;
mod unreachable;
mod virtual_service;

use mesh_config::{Diagnostic, Resource, Spec};

use crate::{field::Field, findings::Findings};

/// What Istio's validation says of one resource: IST0106, IST0133, IST0130 and IST0131. Nothing for other kinds.
#[must_use]
pub fn validate(resource: &Resource) -> Vec<Diagnostic> {
    if !resource.api_version.starts_with("networking.istio.io/") || matches!(resource.spec, Spec::Unknown) {
        return Vec::new();
    }
    let mut findings = Findings::new(&resource.node);
    let spec = Field::new(&resource.node, resource.metadata.name.span).get("spec");
    let namespace = resource.metadata.namespace.as_str();
    match resource.kind.as_str() {
        "VirtualService" => virtual_service::validate(spec, namespace, &mut findings),
        "DestinationRule" => destination_rule::validate(spec, namespace, &mut findings),
        "Gateway" => gateway::validate(spec, &resource.metadata.name, &mut findings),
        "ServiceEntry" => {
            let opted_out = resource.metadata.labels.get("networking.istio.io/enable-autoallocate-ip");
            let may_allocate = !opted_out.is_some_and(|label| label.eq_ignore_ascii_case("false"));
            service_entry::validate(spec, namespace, may_allocate, &mut findings);
        }
        "Sidecar" => sidecar::validate(spec, namespace, &mut findings),
        _ => {}
    }
    findings.finish()
}
