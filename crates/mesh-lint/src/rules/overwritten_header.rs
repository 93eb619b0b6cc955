use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity, model::ServerTlsMode};
use mesh_words::{Words, say};

use super::{conflicting_mesh_hosts::is_in_mesh, mesh_config_map};
use crate::{
    context::{Context, finding, root, spec},
    gateway_servers::Servers,
};

rule! {
    /// A rule matches a header that the proxy writes itself before it routes.
    ///
    /// A gateway replaces `x-request-id` and writes `x-forwarded-proto` as the connection is (with `numTrustedProxies` it
    /// keeps a trusted proxy's). `x-forwarded-client-cert` of a client is dropped: with `MUTUAL` the gateway writes that of
    /// the certificate it was shown, else there is none, unless `forwardClientCertDetails` is ALWAYS_FORWARD_ONLY; sidecars
    /// drop it too. Match a header of your own. Envoy: `ConnectionManagerUtility::mutateRequestHeaders`.
    each beside ["ConfigMap", "Deployment", "Gateway"] check => "MP0171"
}

/// What the configuration of the mesh, or of some workload's proxies, speaks of; what it says of it is not looked at.
struct Settings {
    trusted_proxies: bool,
    request_id: bool,
    always_forward: bool,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let settings = LazyCell::new(|| Settings {
        trusted_proxies: names(context, "numTrustedProxies"),
        request_id: names(context, "requestId"),
        always_forward: names(context, "ALWAYS_FORWARD_ONLY"),
    });
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let is_in_mesh = is_in_mesh(service);
        let is_certified = LazyCell::new(|| asks_for_certificate(service, context.gateway_servers()));
        for matching in spec(service).get("http").items().flat_map(|route| route.get("match").items()) {
            for (header, place) in matching.get("headers").entries() {
                let verdict = match header.to_ascii_lowercase().as_str() {
                    "x-forwarded-client-cert" if is_in_mesh => Some(Written::Dropped),
                    "x-forwarded-client-cert" => {
                        (!settings.always_forward && !*is_certified).then_some(Written::Dropped)
                    }
                    // That there is one is true of every request.
                    _ if is_in_mesh || !place.is_filled() => None,
                    "x-request-id" => (!settings.request_id).then_some(Written::Replaced),
                    "x-forwarded-proto" => (!settings.trusted_proxies).then_some(Written::AsConnected),
                    _ => None,
                };
                let report = |(severity, message)| finding("MP0171", severity, service, place, message);
                found.extend(verdict.map(Written::verdict).map(report));
            }
        }
    }
    found
}

/// What becomes of a header before routes are matched.
enum Written {
    /// `x-forwarded-client-cert`
    Dropped,
    /// `x-request-id`
    Replaced,
    /// `x-forwarded-proto`
    AsConnected,
}

impl Written {
    fn verdict(self) -> (Severity, Words) {
        match self {
            Self::Dropped => (Severity::Warning, say!("overwritten-header-client-certificate")),
            Self::Replaced => (Severity::Warning, say!("overwritten-header-request-id")),
            Self::AsConnected => (Severity::Info, say!("overwritten-header-forwarded-protocol")),
        }
    }
}

/// Whether a server that serves a VirtualService asks its clients for a certificate, or might.
fn asks_for_certificate(service: &Resource, servers: &Servers<'_>) -> bool {
    let Some(serving) = servers.serving(service) else { return true };
    serving.into_iter().filter_map(|(place, _)| servers.get(place)).any(|server| {
        let mode = server.field.get("tls").get("mode").word(ServerTlsMode::ENUMERATION);
        matches!(mode.as_ref(), "MUTUAL" | "OPTIONAL_MUTUAL" | "ISTIO_MUTUAL")
    })
}

/// Whether the mesh's configuration, or that of a workload's proxies, names something at all.
fn names(context: &Context<'_>, word: &str) -> bool {
    let is_of_pods = |deployment: &Resource| {
        let template = root(deployment).get("spec").get("template").get("metadata");
        let mut annotations = template.get("annotations").entries();
        annotations.any(|(name, text)| name == "proxy.istio.io/config" && text.text().contains(word))
    };
    mesh_config_map::names(context, word) || context.kind("Deployment").any(is_of_pods)
}
