//! Configured weights of a service's versions.

use std::collections::BTreeSet;

use mesh_cluster::{Cluster, PodIndex, Service};
use mesh_config::model::HttpRouteDestination;

use super::rules::{Rules, host_of};

/// The share that each (app, version) of a service is given, percent: where the first VirtualService that
/// routes to it has one http route, with several destinations, all of this service. Several routes have no
/// one weight; the figures beside their lines tell them apart.
pub(super) fn of_service(rules: &Rules<'_>, cluster: &Cluster, service: &Service) -> Vec<(String, String, f64)> {
    let host = service.hostname();
    let Some((namespace, rule)) = rules.virtual_service(&host) else { return Vec::new() };
    let [route] = rule.http.as_slice() else { return Vec::new() };
    let total: f64 = route.route.iter().map(weight).sum();
    if route.route.len() < 2 || total <= 0.0 {
        return Vec::new();
    }
    let mut shares = Vec::new();
    for destination in &route.route {
        let Some(target) = destination.destination.as_ref().filter(|target| host_of(target, namespace) == host) else {
            return Vec::new();
        };
        let name = target.subset.as_ref().map_or("", |subset| subset.value.as_str());
        // A subset of several versions has no edge of its own to write the weight on.
        let versions = versions(rules, cluster, service, &host, name);
        if let [(app, version)] = versions.iter().collect::<Vec<_>>().as_slice() {
            shares.push(((*app).clone(), (*version).clone(), 100.0 * weight(destination) / total));
        }
    }
    shares
}

fn weight(destination: &HttpRouteDestination) -> f64 {
    destination.weight.as_ref().map_or(0.0, |weight| f64::from(weight.value.max(0)))
}

/// App and version of the workloads in a subset.
fn versions(
    rules: &Rules<'_>,
    cluster: &Cluster,
    service: &Service,
    host: &str,
    name: &str,
) -> BTreeSet<(String, String)> {
    let named = |subset: &&mesh_config::model::Subset| subset.name.as_ref().is_some_and(|subset| subset.value == name);
    let Some(subset) = rules.destination_rules(host).flat_map(|rule| &rule.subsets).find(named) else {
        return BTreeSet::new();
    };
    let inside = |(_, pod): &(PodIndex, &mesh_cluster::Pod)| {
        subset.labels.iter().all(|(key, value)| pod.labels.get(key) == Some(&value.value))
    };
    let pods = cluster.selected(service).filter(inside);
    let workloads = pods.filter_map(|(_, pod)| cluster.workloads.get(pod.workload.index()));
    workloads.map(|workload| (workload.app().to_owned(), workload.version().to_owned())).collect()
}
