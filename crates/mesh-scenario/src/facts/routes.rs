//! Rules as they are written, and who takes them: from the control plane through telemetry to whoever shows it.

use mesh_config::Span;
use mesh_control::{Mesh, OriginInfo, WrittenRoute};
use mesh_ordered::{OrderedMap, sort_by_key};
use mesh_sim::{Party, RouteFigures};

/// The rules that say where requests go, in document order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Routes {
    list: Vec<RouteFacts>,
    /// Positions by kind, resource and path.
    by_field: Vec<usize>,
}

/// A rule that says where requests go.
#[derive(Clone, Debug)]
pub(crate) struct RouteFacts {
    /// Where it was written.
    pub(crate) origin: OriginInfo,
    /// Where it leads, also by a weight of 0.
    pub(crate) destinations: Vec<DestinationFacts>,
    /// The position of the first rule of its resource.
    pub(crate) first: usize,
    /// Whether it is the only item of its list.
    pub(crate) alone: bool,
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

/// Requests of a client that took a rule, and which destination of it, by their positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken<'a> {
    pub(crate) client: &'a Party,
    pub(crate) route: usize,
    pub(crate) destination: Option<usize>,
    pub(crate) requests: u64,
}

impl Routes {
    pub(crate) fn new(mesh: &Mesh) -> Self {
        let mut list: Vec<RouteFacts> = mesh.routes().iter().filter_map(|route| facts(mesh, route)).collect();
        let mut firsts: OrderedMap<_, usize> = OrderedMap::new();
        let mut lists: OrderedMap<_, usize> = OrderedMap::new();
        let mut places = Vec::new();
        for (position, route) in list.iter().enumerate() {
            let (kind, resource, path) = route.origin.field();
            let of_list = (kind, resource, path.rsplit_once('[').map_or(path, |(list, _)| list));
            *lists.entry(of_list).or_default() += 1;
            places.push((*firsts.entry((kind, resource)).or_insert(position), of_list));
        }
        let alone = |of_list| lists.get(&of_list).is_some_and(|items| *items == 1);
        let places: Vec<(usize, bool)> = places.into_iter().map(|(first, of_list)| (first, alone(of_list))).collect();
        for (route, (first, alone)) in list.iter_mut().zip(places) {
            (route.first, route.alone) = (first, alone);
        }
        let mut by_field: Vec<usize> = (0..list.len()).collect();
        sort_by_key(&mut by_field, |position| list.get(*position).map(|route| route.origin.field()));
        Self { list, by_field }
    }

    /// All of them.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, RouteFacts> {
        self.list.iter()
    }

    /// What telemetry counted for the rules that there are; what an edit took away is left out.
    pub(crate) fn taken<'a>(&self, figures: &[RouteFigures<'a>]) -> Vec<Taken<'a>> {
        let taken = |row: &RouteFigures<'a>| {
            let position = self.position(row.route)?;
            let route = self.list.get(position)?;
            let chosen = row.destination.map(OriginInfo::field);
            let place = |field| route.destinations.iter().position(|destination| destination.origin.field() == field);
            let destination = chosen.map_or(route.only, place);
            Some(Taken { client: row.client, route: position, destination, requests: row.requests })
        };
        figures.iter().filter_map(taken).collect()
    }

    fn position(&self, origin: &OriginInfo) -> Option<usize> {
        let field = |position: &usize| self.list.get(*position).map(|route| route.origin.field());
        let found = self.by_field.binary_search_by_key(&Some(origin.field()), field).ok()?;
        self.by_field.get(found).copied()
    }
}

fn facts(mesh: &Mesh, route: &WrittenRoute) -> Option<RouteFacts> {
    let destinations = route.destinations.iter().map(|destination| {
        let (origin, share) = (mesh.origin(destination.origin)?, route.share(destination));
        Some(DestinationFacts { origin, span: destination.span, share })
    });
    Some(RouteFacts {
        origin: mesh.origin(route.origin)?,
        destinations: destinations.collect::<Option<_>>()?,
        first: 0,
        alone: false,
        only: route.only_destination(),
    })
}

#[cfg(test)]
mod tests {
    use mesh_config::SourceFile;

    use super::*;

    const RULES: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a}
spec:
  hosts: [a]
  http:
  - match: [{uri: {prefix: /b}}]
    route: [{destination: {host: b}, weight: 9}, {destination: {host: c}, weight: 0}]
  - route: [{destination: {host: a}}]
  tcp:
  - route: [{destination: {host: a}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec: {rules: [{backendRefs: [{name: a, port: 80}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: a}
spec: {rules: [{backendRefs: [{name: a, port: 443}]}]}
";

    fn routes() -> Routes {
        Routes::new(&Mesh::from_files(&[SourceFile { name: "a.yaml".into(), text: RULES.into() }], true))
    }

    #[test]
    fn a_rule_knows_its_list_and_its_resource() {
        let routes = routes();
        let facts: Vec<_> = routes.iter().map(|route| (route.origin.path.as_str(), route.first, route.alone)).collect();
        let expected = [
            ("spec.http[0]", 0, false),
            ("spec.http[1]", 0, false),
            ("spec.tcp[0]", 0, true),
            ("spec.rules[0]", 3, true),
            ("spec.rules[0]", 4, true),
        ];
        assert_eq!(facts, expected);
    }

    #[test]
    fn counts_find_their_rules_by_what_an_edit_leaves() {
        let routes = routes();
        let client = Party::default();
        let list: Vec<&RouteFacts> = routes.iter().collect();
        let moved = OriginInfo { span: Span { file: 7, start: 1, end: 2 }, ..list[1].origin.clone() };
        let gone = OriginInfo { path: "spec.http[8]".to_owned(), ..list[1].origin.clone() };
        let row = |route, destination, requests| RouteFigures { client: &client, route, destination, requests };
        let rows = [
            row(&moved, None, 1),
            row(&gone, None, 2),
            row(&list[0].origin, Some(&list[0].destinations[1].origin), 3),
            row(&list[0].origin, None, 4),
            row(&list[3].origin, None, 5),
            row(&list[4].origin, None, 6),
        ];
        let taken = |route, destination, requests| Taken { client: &client, route, destination, requests };
        let expected = [
            taken(1, Some(0), 1),
            taken(0, Some(1), 3),
            taken(0, Some(0), 4),
            taken(3, Some(0), 5),
            taken(4, Some(0), 6),
        ];
        assert_eq!(routes.taken(&rows), expected);
    }
}
