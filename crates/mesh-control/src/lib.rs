//! The istiod part: resources and endpoints to the proxy configuration of each client.
//!
//! Follows pilot (istio/istio, 1.32) name by name, and keeps where each piece came from. Must never know
//! what a proxy does at run time.
#![forbid(unsafe_code)]

mod client;
pub mod cluster;
pub mod destination_rule;
mod export;
pub mod gateway;
pub mod host;
mod implied;
mod mesh;
mod origin;
mod protocol;
pub mod registry;
pub mod route;
mod settings;
pub mod sidecar;
pub mod virtual_service;

pub use client::{Client, ClientError, ProxyKind};
pub use export::ExportTo;
pub use implied::{IMPLIED_FILE, Implied};
pub use mesh::{Mesh, Options};
pub use origin::OriginInfo;
pub use protocol::Protocol;
pub use settings::MeshSettings;
