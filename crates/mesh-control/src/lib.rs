//! The istiod part: resources and endpoints to the proxy configuration of each client.
//!
//! Follows pilot (istio/istio, 1.32) name by name, and keeps where each piece came from. Must never know
//! what a proxy does at run time.
#![forbid(unsafe_code)]

mod client;
mod clients;
pub mod cluster;
mod connect;
pub mod destination_rule;
pub mod endpoints;
mod export;
pub mod gateway;
mod gateway_api;
mod gateway_workloads;
pub mod host;
mod implied;
pub mod ingress;
pub mod listener;
mod mesh;
mod missing_cluster;
mod missing_hosts;
mod origin;
mod protocol;
mod proxy_config;
mod proxy_settings;
pub mod registry;
pub mod rollout;
pub mod route;
pub mod scope;
mod settings;
pub mod sidecar;
mod view;
pub mod virtual_service;

pub use client::{Client, ClientError, ProxyKind};
pub use connect::{Connection, Reader, chain_label};
pub use endpoints::{Endpoints, Patch, PodChange};
pub use export::ExportTo;
pub use implied::{IMPLIED_FILE, Implied};
pub use mesh::{Memo, Mesh, Options};
pub use origin::{FieldPath, OriginInfo, Origins, WrittenDestination, WrittenRoute};
pub use protocol::Protocol;
pub use proxy_config::ProxyView;
pub use settings::MeshSettings;

/// What proxies are configured by, as this crate hands it out: xDS.
pub use mesh_proxy::config as xds;
