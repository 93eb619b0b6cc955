//! The Gateway API as a second dialect: HTTPRoutes become VirtualServices, Gateways become servers
//! (`pilot/pkg/config/kube/gateway`).

use mesh_config::Config;

use crate::origin::Origins;
use crate::virtual_service::VirtualService;

mod backend;
mod cors;
mod filter;
mod gateway;
mod grant;
mod listener;
mod merge;
mod parent;
mod rule;
mod serving;
mod tls;
mod tls_route;

pub(crate) use gateway::{names_its_services, servers, services, workload_name};
/// The VirtualServices that the routes stand for.
pub(crate) fn virtual_services(config: &Config, origins: &mut Origins) -> Vec<VirtualService> {
    let mut found = merge::virtual_services(config, origins);
    found.extend(tls_route::virtual_services(config, origins));
    found
}

pub(crate) use serving::Serving;

/// The label that a Gateway's own pods carry.
pub(crate) const GATEWAY_NAME_LABEL: &str = "gateway.networking.k8s.io/gateway-name";

/// The group of the Gateway API.
const GROUP: &str = "gateway.networking.k8s.io";

#[cfg(test)]
mod tests;
