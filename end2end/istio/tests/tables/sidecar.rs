//! The route configuration of a sidecar in the world of a row.

use mesh_control::scope::Scope;
use mesh_control::{Client, Mesh, sidecar};
use mesh_proxy::config::RouteConfiguration;

/// The route configuration of a name.
pub(crate) fn route_configuration(mesh: &Mesh, client: &Client, name: &str) -> Option<RouteConfiguration> {
    sidecar::route_configuration(mesh, client, &Scope::new(mesh, client), name)
}
