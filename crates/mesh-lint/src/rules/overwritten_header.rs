use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity, model::ServerTlsMode};

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
                    "x-forwarded-client-cert" if is_in_mesh => Some(DROPPED),
                    "x-forwarded-client-cert" => (!settings.always_forward && !*is_certified).then_some(DROPPED),
                    // That there is one is true of every request.
                    _ if is_in_mesh || !place.is_filled() => None,
                    "x-request-id" => (!settings.request_id).then_some(REPLACED),
                    "x-forwarded-proto" => (!settings.trusted_proxies).then_some(WRITTEN),
                    _ => None,
                };
                let report = |(severity, message): (Severity, &str)| {
                    finding("MP0171", severity, service, place, message.to_owned())
                };
                found.extend(verdict.map(report));
            }
        }
    }
    found
}

const DROPPED: (Severity, &str) = (
    Severity::Warning,
    "This match never holds: x-forwarded-client-cert of a client is dropped before routes are matched. A gateway writes it only \
     where it asks for a certificate (tls.mode MUTUAL).",
);

const REPLACED: (Severity, &str) = (
    Severity::Warning,
    "The gateway replaces x-request-id before it routes: this match never sees what the client sent. Match a header of your own.",
);

const WRITTEN: (Severity, &str) = (
    Severity::Info,
    "The gateway writes x-forwarded-proto itself before it routes, as the connection is: http, or https with TLS. What a client \
     or a load balancer sent is gone, unless numTrustedProxies is set.",
);

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
