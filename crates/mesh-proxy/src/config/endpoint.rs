//! `envoy.config.endpoint.v3`: the hosts of a cluster.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Origin;
use super::json::is_default;

/// An IP address or a host name, with a port.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SocketAddress {
    /// An IP address; in clusters of type STRICT_DNS or LOGICAL_DNS a host name.
    pub address: Arc<str>,
    /// The port.
    pub port_value: u32,
}

/// Where to connect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// The only kind known here.
    pub socket_address: SocketAddress,
}

impl Address {
    /// An address and a port.
    #[must_use]
    pub fn new(address: impl Into<Arc<str>>, port: u32) -> Self {
        Self { socket_address: SocketAddress { address: address.into(), port_value: port } }
    }
}

/// An upstream host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Endpoint {
    /// Where to connect.
    pub address: Address,
    /// Its name, for `auto_host_rewrite`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hostname: String,
}

/// What the control plane says of a host's health.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HealthStatus {
    /// Nothing: it counts as healthy.
    #[default]
    Unknown,
    /// Healthy.
    Healthy,
    /// Not to be used.
    Unhealthy,
    /// Shutting down: only requests of a session.
    Draining,
    /// Not to be used.
    Timeout,
    /// To be used only where healthy ones do not suffice.
    Degraded,
}

/// A host with its weight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LbEndpoint {
    /// The host.
    pub endpoint: Endpoint,
    /// Its health.
    #[serde(skip_serializing_if = "is_default")]
    pub health_status: HealthStatus,
    /// Its share; absent means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_balancing_weight: Option<u32>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

impl LbEndpoint {
    /// A host without a weight of its own.
    #[must_use]
    pub fn new(address: impl Into<Arc<str>>, port: u32) -> Self {
        Self { endpoint: Endpoint { address: Address::new(address, port), hostname: String::new() }, ..Self::default() }
    }
}

/// Where hosts are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Locality {
    /// As `topology.kubernetes.io/region`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// As `topology.kubernetes.io/zone`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// As `topology.istio.io/subzone`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sub_zone: String,
}

/// The hosts of one place and priority.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocalityLbEndpoints {
    /// The place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<Locality>,
    /// The hosts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lb_endpoints: Vec<LbEndpoint>,
    /// The place's share among those of its priority; counts only with `locality_weighted_lb_config`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_balancing_weight: Option<u32>,
    /// 0 is used first.
    #[serde(skip_serializing_if = "is_default")]
    pub priority: u32,
}

/// The hosts of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterLoadAssignment {
    /// Whose.
    pub cluster_name: String,
    /// By place and priority.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<LocalityLbEndpoints>,
}
