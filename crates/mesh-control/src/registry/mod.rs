//! The service registry: Kubernetes Services and ServiceEntries as one list.

mod alias;
mod index;
mod kubernetes;
mod memo;
mod service;
mod service_entry;

pub use index::ServicesByHost;
pub(crate) use kubernetes::pod_endpoint;
pub use kubernetes::{augment, locality, pod_labels};
pub(crate) use memo::Memo;
pub use service::{
    Endpoint, Labels, Locality, Port, PortIndex, Registry, Resolution, Service, TrafficDistribution,
    UNSPECIFIED_ADDRESS,
};
