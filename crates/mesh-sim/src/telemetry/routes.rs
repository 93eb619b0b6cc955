//! Which routes requests take.

use std::collections::BTreeMap;

use mesh_proxy::Time;

use super::chunk::{Chunk, RouteCell};
use super::window::Window;
use super::{RouteFigures, Telemetry};
use crate::decision::Source;

/// Index of a route and a destination of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RouteId(pub(super) u32);

impl RouteId {
    /// Its place in tables of all routes.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A route, and the destination of it that was chosen where there is a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RouteName {
    /// The rule, such as `spec.http[0]`.
    pub(crate) route: Source,
    /// The destination, such as `spec.http[0].route[1]`.
    pub(crate) destination: Option<Source>,
}

/// A route with its names, twice.
const NAME_BYTES: usize = 600;

/// Counters of routes.
#[derive(Clone, Debug, Default)]
pub(super) struct RouteUse {
    names: Vec<RouteName>,
    /// Indices by resource, path of the route and path of the destination.
    known: BTreeMap<(String, String, Option<String>), usize>,
    open: Vec<u64>,
    touched: Vec<RouteId>,
}

impl RouteUse {
    /// The id of a route. Where it stands is not part of its name: an edit above it moves it.
    pub(super) fn id(&mut self, name: RouteName) -> RouteId {
        let chosen = name.destination.as_ref().map(|source| source.path.clone());
        let key = (name.route.resource.clone(), name.route.path.clone(), chosen);
        let index = *self.known.entry(key).or_insert(self.names.len());
        match self.names.get_mut(index) {
            Some(place) => *place = name,
            None => {
                self.names.push(name);
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

impl Telemetry {
    /// How many requests took each route and each of its destinations in `from..to` (whole seconds that the window
    /// touches), by resource and place in it.
    #[must_use]
    pub fn routes(&self, from: Time, to: Time) -> Vec<RouteFigures> {
        let window = Window::new(from, to);
        let mut counts = vec![0u64; self.routes.names.len()];
        self.visit(window, |chunk| {
            for cell in chunk.routes.iter().filter(|cell| chunk.counts(window, cell.second)) {
                if let Some(count) = counts.get_mut(cell.route.index()) {
                    *count += cell.count;
                }
            }
        });
        let mut of: BTreeMap<&str, u64> = BTreeMap::new();
        let mut figures: BTreeMap<(&str, &str), RouteFigures> = BTreeMap::new();
        for (name, count) in self.routes.names.iter().zip(counts).filter(|(_, count)| *count > 0) {
            *of.entry(&name.route.resource).or_default() += count;
            let route = figures.entry((&name.route.resource, &name.route.path)).or_insert_with(|| RouteFigures {
                route: name.route.clone(),
                requests: 0,
                of: 0,
                destinations: Vec::new(),
            });
            route.requests += count;
            if let Some(destination) = &name.destination {
                route.destinations.push((destination.clone(), count));
            }
        }
        let mut figures: Vec<_> = figures.into_values().collect();
        for route in &mut figures {
            route.of = of.get(route.route.resource.as_str()).copied().unwrap_or(0);
            route.destinations.sort_by(|one, other| one.0.path.cmp(&other.0.path));
        }
        figures
    }
}
