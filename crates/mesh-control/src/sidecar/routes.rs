//! The route configurations of a sidecar (`buildSidecarOutboundHTTPRouteConfig`).

use std::time::Duration;

use mesh_config::model::OutboundTrafficMode;
use mesh_ordered::sort_by;
use mesh_proxy::config::{
    Action, ClusterSpecifier, DirectResponseAction, PathSpecifier, Route, RouteAction, RouteConfiguration, RouteMatch,
    VirtualHost,
};

use super::virtual_hosts;
use crate::client::Client;
use crate::mesh::Mesh;
use crate::scope::Scope;

/// Where traffic goes that no listener and no route knows.
pub const PASSTHROUGH_CLUSTER: &str = "PassthroughCluster";

/// Where traffic goes that must not pass.
pub const BLACK_HOLE_CLUSTER: &str = "BlackHoleCluster";

/// Where requests to unknown hosts go that are to be found by DNS.
pub const DYNAMIC_DNS_CLUSTER: &str = "AllowAnyDynamicDNSCluster";

/// The route configuration of a name: a port, or `<host>:<port>` for a port of undeclared protocol.
#[must_use]
pub fn route_configuration(mesh: &Mesh, client: &Client, scope: &Scope, name: &str) -> Option<RouteConfiguration> {
    let (host, port) = name.rsplit_once(':').map_or((None, name), |(host, port)| (Some(host), port));
    let port: u32 = port.parse().ok()?;
    let mut virtual_hosts = virtual_hosts::build(mesh, client, scope, scope.listener(port)?, port);
    if let Some(host) = host {
        virtual_hosts.retain(|virtual_host| virtual_host.domains.iter().any(|domain| domain == host || domain == name));
        // The listener is the service's alone, so what the client calls it does not matter.
        if let [only] = virtual_hosts.as_mut_slice() {
            only.domains = vec!["*".to_owned()];
        }
    }
    sort_by(&mut virtual_hosts, |one, other| one.name.cmp(&other.name));
    if host.is_none() {
        // There may be thousands of ports with two virtual hosts each.
        virtual_hosts.reserve_exact(1);
        virtual_hosts.push(catch_all(scope.outbound));
    }
    Some(RouteConfiguration {
        name: name.to_owned(),
        virtual_hosts,
        ignore_port_in_host_matching: true,
        validate_clusters: Some(false),
        ..RouteConfiguration::default()
    })
}

/// What answers for hosts that nobody knows.
#[must_use]
pub fn catch_all(outbound: OutboundTrafficMode) -> VirtualHost {
    let to_cluster = |cluster: &str| {
        let action = RouteAction {
            cluster_specifier: Some(ClusterSpecifier::Cluster(cluster.to_owned())),
            timeout: Some(Duration::ZERO),
            max_grpc_timeout: Some(Duration::ZERO),
            ..RouteAction::default()
        };
        Action::Route(Box::new(action))
    };
    let (name, action) = match outbound {
        OutboundTrafficMode::AllowAny => ("allow_any", to_cluster(PASSTHROUGH_CLUSTER)),
        OutboundTrafficMode::AllowAnyDynamicDns => ("allow_any_dynamic_dns", to_cluster(DYNAMIC_DNS_CLUSTER)),
        OutboundTrafficMode::RegistryOnly => (
            "block_all",
            Action::DirectResponse(DirectResponseAction { status: 502, ..DirectResponseAction::default() }),
        ),
    };
    let everything = RouteMatch::new(PathSpecifier::Prefix("/".to_owned()));
    VirtualHost {
        name: name.to_owned(),
        domains: vec!["*".to_owned()],
        routes: [Route { name: name.to_owned(), ..Route::new(everything, action) }].into(),
        include_request_attempt_count: true,
        ..VirtualHost::default()
    }
}
