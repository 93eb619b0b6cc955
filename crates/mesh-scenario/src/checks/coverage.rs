//! Which routes the requests took that Checks looked at, and which subsets they went to.

use mesh_control::destination_rule::{DestinationRule, Subset};
use mesh_control::host::matches;
use mesh_control::{Mesh, OriginInfo};
use mesh_ordered::OrderedMap;
use mesh_sim::{Answered, Party, RouteFigures};
use mesh_view::Span;

use crate::facts::routes::Routes;

/// What makes a route: kind, resource and path, and the path of its destination.
type Key = (String, String, String, Option<String>);

/// Counts by route, and by service and subset.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coverage {
    taken: OrderedMap<Key, (OriginInfo, Option<OriginInfo>, u64)>,
    reached: OrderedMap<(String, String), u64>,
}

/// Requests that took a route or a destination of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredRoute {
    /// Where it is written, as `spec.http[0].route[1]`.
    pub path: String,
    /// Kind and `namespace/name` of the resource that it is written in.
    pub resource: String,
    /// Its place in the files.
    pub span: Span,
    /// How many.
    pub requests: u64,
}

/// Requests that went to a subset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredSubset {
    /// Its name.
    pub name: String,
    /// Where it is written, as `spec.subsets[0]`.
    pub path: String,
    /// Kind and `namespace/name` of the resource that it is written in.
    pub resource: String,
    /// Its place in the files.
    pub span: Span,
    /// How many.
    pub requests: u64,
}

/// Requests that a rule had to do with: they took one of its routes, or went to the host that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredRule {
    /// Its kind and `namespace/name`.
    pub resource: String,
    /// How many.
    pub requests: u64,
}

impl Coverage {
    /// Counts a request.
    pub(crate) fn answered(&mut self, answered: &Answered<'_>) {
        let (service, subset) = (answered.service(), answered.subset());
        if !service.is_empty() {
            *self.reached.entry((service.to_owned(), subset.to_owned())).or_default() += 1;
        }
        let Some(rule) = answered.rule() else { return };
        let (kind, resource, path) = rule.route.field();
        let chosen = rule.destination.as_ref().map(|destination| destination.path.clone());
        let key = (kind.to_owned(), resource.to_owned(), path.to_owned(), chosen);
        self.taken.entry(key).or_insert_with(|| (rule.route.clone(), rule.destination.clone(), 0)).2 += 1;
    }

    /// Takes over what another one has counted.
    pub(crate) fn add(&mut self, other: &Self) {
        for (key, (route, destination, count)) in &other.taken {
            self.taken.entry(key.clone()).or_insert_with(|| (route.clone(), destination.clone(), 0)).2 += count;
        }
        for (key, count) in &other.reached {
            *self.reached.entry(key.clone()).or_default() += count;
        }
    }

    /// All routes of a mesh, each before its destinations, those that nobody took among them.
    pub(crate) fn routes(&self, mesh: &Mesh) -> Vec<CoveredRoute> {
        let routes = Routes::new(mesh);
        let client = Party::default();
        let figures: Vec<RouteFigures<'_>> = self
            .taken
            .values()
            .map(|(route, destination, requests)| RouteFigures {
                client: &client,
                route,
                destination: destination.as_ref(),
                requests: *requests,
            })
            .collect();
        let taken = routes.taken(&figures);
        let mut covered = Vec::new();
        for (position, route) in routes.iter().enumerate() {
            let of_route = || taken.iter().filter(move |taken| taken.route == position);
            let told = |origin: &OriginInfo, requests: u64| CoveredRoute {
                path: origin.path.clone(),
                resource: format!("{} {}", origin.kind, origin.resource),
                span: origin.span,
                requests,
            };
            covered.push(told(&route.origin, of_route().map(|taken| taken.requests).sum()));
            for (number, destination) in route.destinations.iter().enumerate() {
                let chosen = of_route().filter(|taken| taken.destination == Some(number));
                covered.push(told(&destination.origin, chosen.map(|taken| taken.requests).sum()));
            }
        }
        covered
    }

    /// All subsets of a mesh, those that no request went to among them.
    pub(crate) fn subsets(&self, mesh: &Mesh) -> Vec<CoveredSubset> {
        let subsets = mesh.destination_rules().flat_map(|rule| rule.subsets.iter().map(move |subset| (rule, subset)));
        let told = |(rule, subset): (&DestinationRule, &Subset)| {
            let origin = mesh.origin(subset.origin)?;
            Some(CoveredSubset {
                name: subset.name.clone(),
                requests: self.to(&rule.host, Some(&subset.name)),
                resource: format!("{} {}", origin.kind, origin.resource),
                span: origin.span,
                path: origin.path,
            })
        };
        subsets.filter_map(told).collect()
    }

    /// All rules of a mesh that say where requests go or how, in document order of each kind.
    pub(crate) fn rules(&self, mesh: &Mesh) -> Vec<CoveredRule> {
        let mut rules: Vec<CoveredRule> = Vec::new();
        let whole = |route: &CoveredRoute| !route.path.contains(".route[") && !route.path.contains(".backendRefs[");
        for route in self.routes(mesh).into_iter().filter(whole) {
            match rules.iter_mut().find(|rule| rule.resource == route.resource) {
                Some(rule) => rule.requests += route.requests,
                None => rules.push(CoveredRule { resource: route.resource, requests: route.requests }),
            }
        }
        let told = |rule: &DestinationRule| {
            let origin = mesh.origin(rule.origin)?;
            let resource = format!("{} {}", origin.kind, origin.resource);
            Some(CoveredRule { resource, requests: self.to(&rule.host, None) })
        };
        rules.extend(mesh.destination_rules().filter_map(told));
        rules
    }

    /// Requests to a host, or to one of its subsets.
    fn to(&self, host: &str, subset: Option<&str>) -> u64 {
        let is_meant =
            |(service, name): &(String, String)| matches(host, service) && subset.is_none_or(|subset| subset == name);
        self.reached.iter().filter(|(key, _)| is_meant(key)).map(|(_, count)| count).sum()
    }
}
