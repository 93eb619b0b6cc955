//! Clusters: hosts, load balancers, outlier detection, circuit breakers and connection pools.

mod breaker;
pub mod outlier;
mod settings;

pub use breaker::Overflow;
pub use outlier::{EjectionType, OutlierSettings};
pub use settings::{
    BreakerSettings, ClusterEndpoints, ClusterSettings, EndpointHealth, HostSettings, LoadBalancerSettings,
    LocalitySettings, PoolSettings, RetryBudgetSettings, SlowStartSettings, UpstreamProtocol,
};
