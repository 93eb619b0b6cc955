//! Which routes requests take.

use std::collections::BTreeMap;

use mesh_control::OriginInfo;
use mesh_proxy::Time;

use super::chunk::{Chunk, RouteCell};
use super::window::Window;
use super::{Party, RouteFigures, Telemetry};

/// Index of a route and a destination of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RouteId(pub(super) u32);

impl RouteId {
    /// Its place in tables of all routes.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A route as it was written, and the destination of it that was chosen where there is a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RouteName {
    /// The rule, such as `spec.http[0]`.
    pub(crate) route: OriginInfo,
    /// The destination, such as `spec.http[0].route[1]`.
    pub(crate) destination: Option<OriginInfo>,
}

/// Who took a route, by what stays the same from push to push: client, kind, resource, path of the route and path of the
/// destination.
type RouteKey = (Party, String, String, String, Option<String>);

/// A route with its names, twice.
const NAME_BYTES: usize = 1_000;

/// Counters of routes.
#[derive(Clone, Debug, Default)]
pub(super) struct RouteUse {
    names: Vec<(Party, RouteName)>,
    known: BTreeMap<RouteKey, usize>,
    open: Vec<u64>,
    touched: Vec<RouteId>,
}

impl RouteUse {
    /// The id of a route as a client takes it. Where it stands is not part of its name: an edit above it moves it.
    pub(super) fn id(&mut self, client: Party, name: RouteName) -> RouteId {
        let chosen = name.destination.as_ref().map(|destination| destination.path.clone());
        let (kind, resource, path) = name.route.field();
        let key = (client.clone(), kind.to_owned(), resource.to_owned(), path.to_owned(), chosen);
        let index = *self.known.entry(key).or_insert(self.names.len());
        match self.names.get_mut(index) {
            Some(place) => *place = (client, name),
            None => {
                self.names.push((client, name));
                self.open.push(0);
            }
        }
        RouteId(index as u32)
    }

    /// Bytes that they take, about.
    pub(super) fn bytes(&self) -> usize {
        self.names.len() * NAME_BYTES
    }

    /// Counts a request.
    pub(super) fn used(&mut self, route: RouteId) {
        if let Some(count) = self.open.get_mut(route.index()) {
            if *count == 0 {
                self.touched.push(route);
            }
            *count += 1;
        }
    }

    /// The cells of this second as they stand.
    pub(super) fn cells(&self, second: u32, chunk: &mut Chunk) {
        for &route in &self.touched {
            let count = self.open.get(route.index()).copied().unwrap_or(0);
            chunk.routes.push(RouteCell { second, route, count });
        }
    }

    /// Moves the counters to a chunk and begins a new second.
    pub(super) fn close(&mut self, second: u32, chunk: &mut Chunk) {
        self.cells(second, chunk);
        for route in self.touched.drain(..) {
            if let Some(count) = self.open.get_mut(route.index()) {
                *count = 0;
            }
        }
    }
}

/// What of a rule stays the same from push to push: kind, resource and path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OriginField<'a>(&'a str, &'a str, &'a str);

impl<'a> OriginField<'a> {
    /// That of where a rule was written.
    #[must_use]
    pub fn of(origin: &'a OriginInfo) -> Self {
        let (kind, resource, path) = origin.field();
        Self(kind, resource, path)
    }
}

impl Telemetry {
    /// Whether a route is the one of a rule, and of a destination of it where one is given.
    pub(crate) fn is_route_of(&self, id: RouteId, rule: OriginField<'_>, destination: Option<OriginField<'_>>) -> bool {
        self.routes.names.get(id.index()).is_some_and(|(_, name)| {
            let chosen = name.destination.as_ref().map(OriginField::of);
            OriginField::of(&name.route) == rule && (destination.is_none() || chosen == destination)
        })
    }

    /// How many requests of each client took each route and each of its destinations in `from..to` (whole seconds that
    /// the window touches), 0 for those that were taken before alone; in the order in which they were first taken.
    #[must_use]
    pub fn routes(&self, from: Time, to: Time) -> Vec<RouteFigures<'_>> {
        let window = Window::new(from, to);
        let names = self.routes.names.iter();
        let mut routes: Vec<RouteFigures<'_>> = names
            .map(|(client, name)| RouteFigures {
                client,
                route: &name.route,
                destination: name.destination.as_ref(),
                requests: 0,
            })
            .collect();
        self.visit(window, |chunk| {
            for cell in chunk.routes.iter().filter(|cell| chunk.counts(window, cell.second)) {
                if let Some(route) = routes.get_mut(cell.route.index()) {
                    route.requests += cell.count;
                }
            }
        });
        routes
    }
}
