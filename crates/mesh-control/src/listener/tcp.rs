//! Forwarding of bytes (`buildOutboundNetworkFilters`).

use mesh_config::Spanned;
use mesh_config::model::RouteDestination;
use mesh_ordered::OrderedMap;
use mesh_proxy::config::{Origin, TcpClusterWeight, TcpProxy, TcpWeightedClusters};

use crate::client::Client;
use crate::route::destination_cluster;
use crate::scope::Scope;

/// Destinations of a TCP or TLS rule and where they were written.
#[derive(Clone, Copy, Debug)]
pub struct Destinations<'a> {
    /// The destinations.
    pub routes: &'a [RouteDestination],
    /// Where the rule was written.
    pub origin: Origin,
    /// Their origins, in order.
    pub origins: &'a [Origin],
    /// `<name>.<namespace>` of the rule.
    pub stat_prefix: &'a str,
}

/// Forwards to one cluster.
#[must_use]
pub fn tcp_proxy_to(cluster: &str) -> TcpProxy {
    TcpProxy { stat_prefix: cluster.to_owned(), cluster: Some(cluster.to_owned()), ..TcpProxy::default() }
}

/// Forwards to the destinations of a rule; those of weight 0 are left out unless there is one alone.
#[must_use]
pub fn tcp_proxy(destinations: Destinations<'_>, scope: &Scope, port: u32) -> TcpProxy {
    let cluster = |choice: &RouteDestination| {
        let destination = choice.destination.as_ref()?;
        let hostname = destination.host.as_ref().map_or("", |host| host.value.as_str());
        Some(destination_cluster(destination, scope.service(hostname).map(AsRef::as_ref), port))
    };
    if let [only] = destinations.routes {
        return TcpProxy { origin: destinations.origin, ..tcp_proxy_to(&cluster(only).unwrap_or_default()) };
    }
    let weighted = destinations.routes.iter().enumerate().filter_map(|(index, choice)| {
        let weight =
            choice.weight.as_ref().and_then(|weight| u32::try_from(weight.value).ok()).filter(|weight| *weight > 0)?;
        let origin = destinations.origins.get(index).copied().unwrap_or_default();
        Some(TcpClusterWeight { name: cluster(choice)?, weight, origin })
    });
    TcpProxy {
        stat_prefix: destinations.stat_prefix.to_owned(),
        weighted_clusters: Some(TcpWeightedClusters { clusters: weighted.collect() }),
        origin: destinations.origin,
        ..TcpProxy::default()
    }
}

/// The parts of a condition that are decided while the configuration is made (`matchTCP`, `matchTLS`).
pub(crate) struct StaticMatch<'a> {
    pub(crate) gateways: &'a [Spanned<String>],
    pub(crate) source_labels: &'a OrderedMap<String, Spanned<String>>,
    pub(crate) port: Option<u32>,
    pub(crate) source_namespace: Option<&'a str>,
}

impl StaticMatch<'_> {
    /// Whether it can hold for a client at a gateway (`mesh` for sidecars) on a port.
    pub(crate) fn holds(&self, client: &Client, gateway: &str, port: u32) -> bool {
        (self.gateways.is_empty() || self.gateways.iter().any(|known| known.value == gateway))
            && self.source_labels.iter().all(|(key, value)| client.labels.get(key) == Some(&value.value))
            && self.port.is_none_or(|wanted| wanted == 0 || wanted == port)
            && self.source_namespace.is_none_or(|namespace| namespace.is_empty() || namespace == client.namespace)
    }
}
