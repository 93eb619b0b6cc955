//! The connection manager of a listener (`buildHTTPConnectionManager`).

use mesh_config::model::NormalizationType;
use mesh_proxy::config::{HttpConnectionManager, HttpFilter, PathWithEscapedSlashesAction, Rds, RouteSpecifier};

use crate::client::ProxyKind;
use crate::mesh::Mesh;

/// Reads requests and asks a route configuration.
#[must_use]
pub fn connection_manager(mesh: &Mesh, kind: ProxyKind, route_configuration: &str) -> HttpConnectionManager {
    let gateway = kind == ProxyKind::Gateway;
    let normalization = mesh.settings.path_normalization;
    let merge = matches!(normalization, NormalizationType::MergeSlashes | NormalizationType::DecodeAndMergeSlashes);
    HttpConnectionManager {
        stat_prefix: if gateway { "gateway".to_owned() } else { "outbound".to_owned() },
        route_specifier: Some(RouteSpecifier::Rds(Rds { route_config_name: route_configuration.to_owned() })),
        http_filters: HttpFilter::istio(),
        server_name: if gateway { "istio-envoy".to_owned() } else { String::new() },
        use_remote_address: Some(gateway),
        normalize_path: Some(normalization != NormalizationType::None),
        merge_slashes: merge,
        path_with_escaped_slashes_action: if normalization == NormalizationType::DecodeAndMergeSlashes {
            PathWithEscapedSlashesAction::UnescapeAndForward
        } else {
            PathWithEscapedSlashesAction::KeepUnchanged
        },
        ..HttpConnectionManager::default()
    }
}
