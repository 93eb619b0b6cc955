//! Which routes the requests took that Checks looked at.

use mesh_control::{Mesh, OriginInfo};
use mesh_ordered::OrderedMap;
use mesh_sim::{Answered, Party, RouteFigures};
use mesh_view::Span;

use crate::facts::routes::Routes;

/// What makes a route: kind, resource and path, and the path of its destination.
type Key = (String, String, String, Option<String>);

/// Counts by route.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coverage {
    taken: OrderedMap<Key, (OriginInfo, Option<OriginInfo>, u64)>,
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

impl Coverage {
    /// Counts a request.
    pub(crate) fn answered(&mut self, answered: &Answered<'_>) {
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
}
