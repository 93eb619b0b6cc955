//! The endpoints of a cluster as the proxy gets them (`EndpointBuilder`).

use mesh_proxy::config::{ClusterLoadAssignment, HealthStatus, LbEndpoint, Locality, LocalityLbEndpoints};

use super::locality::LocalityEndpoints;
use crate::registry::{Endpoint, Labels};

/// The endpoints with all of a subset's labels.
pub(super) fn of_subset<'a>(endpoints: &'a [Endpoint], labels: &'a Labels) -> impl Iterator<Item = &'a Endpoint> {
    let carries = |endpoint: &Endpoint| labels.iter().all(|(key, value)| endpoint.labels.get(key) == Some(value));
    endpoints.iter().filter(move |endpoint| carries(endpoint))
}

/// Envoy's form of the groups.
pub(super) fn load_assignment(cluster: &str, groups: Vec<LocalityEndpoints>) -> ClusterLoadAssignment {
    ClusterLoadAssignment { cluster_name: cluster.to_owned(), endpoints: groups.into_iter().map(locality).collect() }
}

fn locality(group: LocalityEndpoints) -> LocalityLbEndpoints {
    let place = (!group.locality.is_empty()).then_some(Locality {
        region: group.locality.region,
        zone: group.locality.zone,
        sub_zone: group.locality.sub_zone,
    });
    LocalityLbEndpoints {
        locality: place,
        lb_endpoints: group.endpoints.iter().map(endpoint).collect(),
        load_balancing_weight: Some(group.weight),
        priority: group.priority,
    }
}

/// Unready endpoints are sent as unhealthy, so that the proxy knows how many there are.
fn endpoint(endpoint: &Endpoint) -> LbEndpoint {
    LbEndpoint {
        health_status: if endpoint.ready { HealthStatus::Healthy } else { HealthStatus::Unhealthy },
        load_balancing_weight: Some(endpoint.weight.max(1)),
        ..LbEndpoint::new(endpoint.address.clone(), endpoint.port)
    }
}
