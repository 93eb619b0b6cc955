//! Rules as they are written, and who takes them: from the control plane through telemetry to whoever shows it.

use std::collections::BTreeMap;

use mesh_config::Span;
use mesh_control::{Mesh, OriginInfo, WrittenRoute};
use mesh_sim::{Party, RouteFigures};

/// A rule that says where requests go.
#[derive(Clone, Debug)]
pub(crate) struct RouteFacts {
    /// Where it was written.
    pub(crate) origin: OriginInfo,
    /// Where it leads, also by a weight of 0.
    pub(crate) destinations: Vec<DestinationFacts>,
    /// The position of the destination that gets everything, where one does.
    only: Option<usize>,
}

/// A destination of a rule.
#[derive(Clone, Debug)]
pub(crate) struct DestinationFacts {
    /// Where it was written.
    pub(crate) origin: OriginInfo,
    /// Where its weight was written; the whole destination where none was.
    pub(crate) span: Span,
    /// The configured share, percent.
    pub(crate) share: Option<f64>,
}

/// Requests of a client that took a rule of a list, and which destination of it, by their positions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken<'a> {
    pub(crate) client: &'a Party,
    pub(crate) route: usize,
    pub(crate) destination: Option<usize>,
    pub(crate) requests: u64,
}

/// The rules of a mesh in document order.
pub(super) fn of_mesh(mesh: &Mesh) -> Vec<RouteFacts> {
    mesh.routes().iter().filter_map(|route| facts(mesh, route)).collect()
}

fn facts(mesh: &Mesh, route: &WrittenRoute) -> Option<RouteFacts> {
    let destinations = route.destinations.iter().map(|destination| {
        let (origin, share) = (mesh.origin(destination.origin)?, route.share(destination));
        Some(DestinationFacts { origin, span: destination.span, share })
    });
    Some(RouteFacts {
        origin: mesh.origin(route.origin)?,
        destinations: destinations.collect::<Option<_>>()?,
        only: route.only_destination(),
    })
}

/// What telemetry counted for the rules that there are; what an edit took away is left out.
pub(crate) fn taken<'a>(routes: &[RouteFacts], figures: &'a [RouteFigures]) -> Vec<Taken<'a>> {
    let known: BTreeMap<_, usize> = routes.iter().map(|route| route.origin.field()).zip(0..).collect();
    let taken = |row: &'a RouteFigures| {
        let position = *known.get(&row.route.field())?;
        let route = routes.get(position)?;
        let chosen = row.destination.as_ref().map(OriginInfo::field);
        let place = |field| route.destinations.iter().position(|destination| destination.origin.field() == field);
        let destination = chosen.map_or(route.only, place);
        Some(Taken { client: &row.client, route: position, destination, requests: row.requests })
    };
    figures.iter().filter_map(taken).collect()
}
