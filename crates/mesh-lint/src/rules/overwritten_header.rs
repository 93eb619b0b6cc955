use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity, model::ServerTlsMode};

use super::{conflicting_mesh_hosts::is_in_mesh, gateway_servers::Servers, mesh_config_map};
use crate::{
    context::{Context, finding, root, spec},
    field::Field,
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

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let servers = LazyCell::new(|| Servers::new(context));
    let is_asked_for = |service: &Resource| asks_for_certificate(service, &servers);
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for matching in spec(service).get("http").items().flat_map(|route| route.get("match").items()) {
            for (header, place) in matching.get("headers").entries() {
                found.extend(verdict(service, &header.to_ascii_lowercase(), place, context, &is_asked_for));
            }
        }
    }
    found
}

fn verdict(
    service: &Resource,
    header: &str,
    place: Field<'_>,
    context: &Context<'_>,
    is_asked_for: &dyn Fn(&Resource) -> bool,
) -> Option<Diagnostic> {
    let is_in_mesh = is_in_mesh(service);
    let report = |severity, message: &str| Some(finding("MP0171", severity, service, place, message.to_owned()));
    match header {
        // That there is one is true of every request.
        "x-request-id" if !is_in_mesh && place.is_filled() => report(
            Severity::Warning,
            "The gateway replaces x-request-id before it routes: this match never sees what the client sent. Match a header of \
             your own.",
        ),
        "x-forwarded-proto" if !is_in_mesh && place.is_filled() && !names(context, "numTrustedProxies") => report(
            Severity::Info,
            "The gateway writes x-forwarded-proto itself before it routes, as the connection is: http, or https with TLS. What a \
             client or a load balancer sent is gone, unless numTrustedProxies is set.",
        ),
        "x-forwarded-client-cert" if is_in_mesh || !is_asked_for(service) => {
            if !is_in_mesh && names(context, "ALWAYS_FORWARD_ONLY") {
                return None;
            }
            report(
                Severity::Warning,
                "This match never holds: x-forwarded-client-cert of a client is dropped before routes are matched. A gateway \
                 writes it only where it asks for a certificate (tls.mode MUTUAL).",
            )
        }
        _ => None,
    }
}

/// Whether a server that serves a VirtualService asks its clients for a certificate.
fn asks_for_certificate(service: &Resource, servers: &Servers<'_>) -> bool {
    let serving = servers.serving(service);
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
