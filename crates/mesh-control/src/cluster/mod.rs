//! Clusters and their endpoints (`pilot/pkg/networking/core/cluster*.go`, `pilot/pkg/xds/endpoints`).

mod balancer;
mod build;
mod connection_pool;
mod draft;
mod endpoint_builder;
mod endpoints;
pub mod locality;
mod memo;
mod outlier;
mod setting;
mod tls;

pub use build::clusters;
pub use endpoint_builder::EndpointBuilder;
pub(crate) use memo::ClusterMemo;
pub use memo::{ClusterWithEndpoints, Discovery};
