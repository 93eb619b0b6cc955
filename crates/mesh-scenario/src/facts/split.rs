//! The configured shares of a rule that splits its requests: over versions of one service, or over services.

use mesh_cluster::{Pod, Service};
use mesh_control::{Mesh, WrittenDestination};
use mesh_graph::ServiceShare;
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_sim::RouteFigures;

use super::Facts;
use super::destination_rules::DestinationRules;
use super::names::{endpoint, service_of};
use super::routes::Taken;

/// The part of a rule's requests that goes to one of its services, where no other rule leads there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// The rule, by its position.
    route: usize,
    /// The host of the service.
    host: String,
    /// The positions of the destinations that lead there.
    destinations: Vec<usize>,
    /// The configured share, percent.
    weight: f64,
}

/// Which rule leads to each host.
pub(super) struct Leading<'a> {
    mesh: &'a Mesh,
    rules: &'a DestinationRules<'a>,
    /// The position of the only rule; `None` where several lead to a host: they have no one weight, and the figures beside
    /// their lines tell them apart.
    only: OrderedMap<&'a str, Option<usize>>,
}

impl<'a> Leading<'a> {
    pub(super) fn new(mesh: &'a Mesh, rules: &'a DestinationRules<'a>) -> Self {
        let mut only: OrderedMap<&str, Option<usize>> = OrderedMap::new();
        for (position, route) in mesh.routes().iter().enumerate() {
            for destination in route.destinations.iter().filter(|destination| !destination.host.is_empty()) {
                let known = only.entry(&destination.host).or_insert(Some(position));
                *known = known.filter(|known| *known == position);
            }
        }
        Self { mesh, rules, only }
    }

    /// The share that each (app, version) of a service is given, percent, where one rule splits its requests over them.
    pub(super) fn over_versions(&self, service: &Service) -> Vec<(String, String, f64)> {
        let host = service.hostname();
        let Some(route) = self.sole_route(&host).and_then(|position| self.mesh.routes().get(position)) else {
            return Vec::new();
        };
        let here: Vec<&WrittenDestination> = route.destinations.iter().filter(|it| it.host == host).collect();
        let total: f64 = here.iter().map(|destination| f64::from(destination.weight)).sum();
        if here.len() < 2 || total <= 0.0 {
            return Vec::new();
        }
        let mut shares: Vec<((String, String), f64)> = Vec::new();
        let mut mixed = OrderedSet::new();
        for destination in here {
            let versions = self.versions(service, destination);
            // What goes to several versions has no edge of its own to write the weight on.
            match versions.first() {
                Some(version) if versions.len() == 1 => {
                    let share = 100.0 * f64::from(destination.weight) / total;
                    match shares.iter_mut().find(|(known, _)| known == version) {
                        Some((_, sum)) => *sum += share,
                        None => shares.push((version.clone(), share)),
                    }
                }
                _ if destination.weight > 0 => mixed.extend(versions),
                _ => {}
            }
        }
        let shares = shares.into_iter().filter(|(version, _)| !mixed.contains(version));
        shares.map(|((app, version), share)| (app, version, share)).collect()
    }

    /// The parts of all rules that split their requests over several services.
    pub(super) fn over_services(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for (position, route) in self.mesh.routes().iter().enumerate() {
            let mut hosts: OrderedMap<&str, Vec<usize>> = OrderedMap::new();
            for (place, destination) in route.destinations.iter().enumerate() {
                hosts.entry(&destination.host).or_default().push(place);
            }
            if hosts.len() < 2 {
                continue;
            }
            for (host, destinations) in hosts.into_iter().filter(|(host, _)| self.sole_route(host) == Some(position)) {
                let share = |place: &usize| route.share(route.destinations.get(*place)?);
                let weight: Option<f64> = destinations.iter().map(share).sum();
                if let Some(weight) = weight {
                    parts.push(Part { route: position, host: host.to_owned(), destinations, weight });
                }
            }
        }
        parts
    }

    fn sole_route(&self, host: &str) -> Option<usize> {
        self.only.get(host).copied().flatten()
    }

    /// App and version of the workloads that a destination leads to.
    fn versions(&self, service: &Service, destination: &WrittenDestination) -> OrderedSet<(String, String)> {
        let cluster = self.mesh.cluster();
        let mut subsets = self.rules.of_host(&destination.host).flat_map(|rule| &rule.subsets);
        let subset = subsets.find(|subset| subset.name == destination.subset);
        if subset.is_none() && !destination.subset.is_empty() {
            return OrderedSet::new();
        }
        let has = |pod: &Pod, (key, value): (&String, &String)| pod.labels.get(key) == Some(value);
        let inside = |pod: &Pod| subset.is_none_or(|subset| subset.labels.iter().all(|label| has(pod, label)));
        let pods = cluster.selected(service).filter(|(_, pod)| inside(pod));
        let workloads = pods.filter_map(|(_, pod)| cluster.workloads.get(pod.workload.index()));
        workloads.map(|workload| (workload.app().to_owned(), workload.version().to_owned())).collect()
    }
}

/// What the clients that took these rules sent to each of their services.
pub(super) fn observed(facts: &Facts, figures: &[RouteFigures<'_>]) -> Vec<ServiceShare> {
    if facts.parts.is_empty() {
        return Vec::new();
    }
    let mut by_route: OrderedMap<usize, Vec<Taken<'_>>> = OrderedMap::new();
    for row in facts.routes.taken(figures) {
        by_route.entry(row.route).or_default().push(row);
    }
    let mut shares = Vec::new();
    for part in &facts.parts {
        let mut counts: OrderedMap<_, (u64, u64)> = OrderedMap::new();
        for row in by_route.get(&part.route).into_iter().flatten() {
            let (requests, of) = counts.entry(row.client).or_default();
            *of += row.requests;
            if row.destination.is_some_and(|destination| part.destinations.contains(&destination)) {
                *requests += row.requests;
            }
        }
        let (service, service_namespace) = service_of(&part.host);
        shares.extend(counts.into_iter().map(|(client, (requests, of))| ServiceShare {
            source: endpoint(facts, client),
            service: service.clone(),
            service_namespace: service_namespace.clone(),
            weight: part.weight,
            requests,
            of,
        }));
    }
    shares
}
