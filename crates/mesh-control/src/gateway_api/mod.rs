//! The Gateway API as a second dialect: HTTPRoutes become VirtualServices, Gateways become servers
//! (`pilot/pkg/config/kube/gateway`).

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

pub(crate) use gateway::{names_its_services, servers, services, workload_name};
pub(crate) use merge::virtual_services;
pub(crate) use serving::Serving;

/// The label that a Gateway's own pods carry.
pub(crate) const GATEWAY_NAME_LABEL: &str = "gateway.networking.k8s.io/gateway-name";

/// The group of the Gateway API.
const GROUP: &str = "gateway.networking.k8s.io";

#[cfg(test)]
mod tests;
