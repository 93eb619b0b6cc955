//! The Gateway API as a second dialect: HTTPRoutes become VirtualServices, Gateways become servers
//! (`pilot/pkg/config/kube/gateway`).

mod backend;
mod filter;
mod gateway;
mod merge;
mod rule;

pub(crate) use gateway::{servers, services, workload_name};
pub(crate) use merge::virtual_services;

/// The label that a Gateway's own pods carry.
pub(crate) const GATEWAY_NAME_LABEL: &str = "gateway.networking.k8s.io/gateway-name";
