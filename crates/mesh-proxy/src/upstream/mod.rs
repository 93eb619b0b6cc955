//! Clusters: hosts, load balancers, outlier detection, circuit breakers and connection pools.

mod asked_hosts;
mod breaker;
mod cluster;
mod endpoints;
mod from_config;
mod gauges;
mod host;
mod load_balancer;
mod merge_window;
mod original_destination;
mod outlier;
mod pool;
mod settings;

pub use breaker::Overflow;
pub use outlier::{EjectionType, OutlierSettings};
pub use settings::{
    BreakerSettings, ClusterEndpoints, ClusterSettings, EndpointHealth, HostSettings, LoadBalancerSettings,
    LocalitySettings, PoolSettings, RetryBudgetSettings, SlowStartSettings, UpstreamProtocol,
};

pub(crate) use cluster::ClusterState;
pub(crate) use load_balancer::{Baseline, Pick, PreviousPriorities};
pub(crate) use outlier::AttemptResult;
pub(crate) use pool::{Admission, Attached, Connection, Phase as ConnectionPhase, PoolKey};
