//! How the clusters of each proxy are at this moment.

use mesh_proxy::proxy::ClusterGauges;
use mesh_proxy::upstream::OutlierSettings;

use crate::decision::Source;
use crate::simulation::Simulation;

/// A cluster of one client's proxy at this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct ProxyGauges {
    /// The client's pod, else `client`.
    pub client: String,
    /// Its namespace.
    pub namespace: String,
    /// Breakers and hosts.
    pub cluster: ClusterGauges,
    /// The addresses of the hosts as `ip:port`, in their order.
    pub addresses: Vec<String>,
    /// What outlier detection is set to; `None` where it is off.
    pub outlier: Option<OutlierSettings>,
    /// The YAML of `outlierDetection`.
    pub outlier_source: Option<Source>,
    /// The YAML of `connectionPool`.
    pub pool_source: Option<Source>,
}

impl Simulation {
    /// The clusters that each proxy has used, by client and then in the order of its configuration.
    #[must_use]
    pub fn gauges(&self) -> Vec<ProxyGauges> {
        let (world, now) = (self.world(), self.now());
        let mut gauges = Vec::new();
        for (plan, proxy) in world.plan.clients.iter().zip(self.proxies()) {
            let (Some(proxy), Some(view)) = (proxy, plan.view.get()) else { continue };
            let push = proxy.push();
            for cluster in proxy.all_gauges(now) {
                let config = view.compiled.config().clusters.get(cluster.cluster.0 as usize);
                let source = |origin: Option<_>| origin.and_then(|origin| world.source(origin));
                gauges.push(ProxyGauges {
                    client: plan.name.to_string(),
                    namespace: plan.namespace.to_string(),
                    addresses: cluster.hosts.iter().map(|host| view.address(world, host.view.address)).collect(),
                    outlier: push.cluster(cluster.cluster).and_then(|pushed| pushed.settings.outlier.clone()),
                    outlier_source: source(
                        config.and_then(|config| config.outlier_detection.as_ref()).map(|settings| settings.origin),
                    ),
                    pool_source: source(
                        config.and_then(|config| config.circuit_breakers.as_ref()).map(|breakers| breakers.origin),
                    ),
                    cluster,
                });
            }
        }
        gauges
    }
}
