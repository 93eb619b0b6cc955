//! How the apps in pods answer.

mod behaviour;
mod errors;
mod grpc;
mod images;
mod latency;
mod model;
mod page;

pub(crate) use behaviour::Behaviour;
pub(crate) use errors::{ErrorRule, Share, When, window};
pub(crate) use grpc::grpc_status;
pub(crate) use images::known;
pub(crate) use latency::Latency;
pub(crate) use model::{App, Call, CallMatch, CallPath, HeaderPattern, OnError, TextMatch};
pub(crate) use page::{Page, Served};

/// How long a host outside of the mesh takes: as an app that nobody described.
pub(crate) const EXTERNAL_LATENCY: mesh_proxy::Duration = mesh_proxy::Duration::from_millis(20);
