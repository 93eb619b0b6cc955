//! The connection manager of a listener (`buildHTTPConnectionManager`, `buildGatewayConnectionManager`).

use mesh_config::model::NormalizationType;
use mesh_proxy::config::{
    ForwardClientCertDetails, HttpConnectionManager, HttpFilter, PathWithEscapedSlashesAction, Rds, RouteSpecifier,
    Router, ServerHeaderTransformation, SetCurrentClientCertDetails,
};

use crate::client::{Client, ProxyKind};
use crate::mesh::Mesh;
use crate::proxy_settings::GatewayTopology;

/// Reads requests and asks a route configuration.
#[must_use]
pub fn connection_manager(mesh: &Mesh, client: &Client, route_configuration: &str) -> HttpConnectionManager {
    let gateway = client.kind == ProxyKind::Gateway;
    let normalization = mesh.settings.path_normalization;
    let merge = matches!(normalization, NormalizationType::MergeSlashes | NormalizationType::DecodeAndMergeSlashes);
    let settings = mesh.proxy_settings(client);
    let headers = &settings.headers;
    // Outbound sidecars have Envoy's own name, by a mistake that Istio keeps.
    let default_name = if gateway { "istio-envoy" } else { "" };
    let mut manager = HttpConnectionManager {
        stat_prefix: if gateway { "gateway".to_owned() } else { "outbound".to_owned() },
        route_specifier: Some(RouteSpecifier::Rds(Rds { route_config_name: route_configuration.to_owned() })),
        http_filters: HttpFilter::istio(Router { suppress_envoy_headers: headers.no_debug_headers }),
        server_name: headers.server.clone().unwrap_or_else(|| default_name.to_owned()),
        use_remote_address: Some(gateway),
        append_x_forwarded_port: headers.forwarded_port,
        generate_request_id: headers.no_request_id.then_some(false),
        normalize_path: Some(normalization != NormalizationType::None),
        merge_slashes: merge,
        path_with_escaped_slashes_action: if normalization == NormalizationType::DecodeAndMergeSlashes {
            PathWithEscapedSlashesAction::UnescapeAndForward
        } else {
            PathWithEscapedSlashesAction::KeepUnchanged
        },
        ..HttpConnectionManager::default()
    };
    if headers.passes_server {
        manager.server_name.clear();
        manager.server_header_transformation = ServerHeaderTransformation::PassThrough;
    }
    if gateway {
        trust(&mut manager, &settings.topology);
    }
    manager
}

/// What a gateway believes of those before it.
fn trust(manager: &mut HttpConnectionManager, topology: &GatewayTopology) {
    let forward = match topology.forward_client_cert {
        Some("SANITIZE") => ForwardClientCertDetails::Sanitize,
        Some("FORWARD_ONLY") => ForwardClientCertDetails::ForwardOnly,
        Some("APPEND_FORWARD") => ForwardClientCertDetails::AppendForward,
        Some("ALWAYS_FORWARD_ONLY") => ForwardClientCertDetails::AlwaysForwardOnly,
        _ => ForwardClientCertDetails::SanitizeSet,
    };
    manager.xff_num_trusted_hops = topology.trusted_proxies;
    manager.forward_client_cert_details = forward;
    if matches!(forward, ForwardClientCertDetails::AppendForward | ForwardClientCertDetails::SanitizeSet) {
        manager.set_current_client_cert_details =
            Some(SetCurrentClientCertDetails { subject: Some(true), cert: true, dns: true, uri: true, chain: false });
    }
}
