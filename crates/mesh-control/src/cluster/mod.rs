//! Clusters and their endpoints (`pilot/pkg/networking/core/cluster*.go`, `pilot/pkg/xds/endpoints`).

pub mod locality;
