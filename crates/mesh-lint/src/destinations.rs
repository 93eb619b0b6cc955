//! The places of a VirtualService where a destination stands.

use mesh_config::Resource;

use crate::field::{Field, spec};

/// A destination and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Destination<'a> {
    /// The `destination` block.
    pub(crate) field: Field<'a>,
    /// A copy of the traffic goes there, not the traffic.
    pub(crate) is_mirror: bool,
    /// Whether Istio's analyzers know its line: of an entry of `mirrors` they look for it in the wrong place.
    pub(crate) has_line: bool,
}

impl<'a> Destination<'a> {
    /// Where to point: at its host.
    pub(crate) fn place(self) -> Field<'a> {
        self.field.get("host")
    }
}

/// The destinations of all routes, then of all mirrors, in order.
pub(crate) fn all(service: &Resource) -> impl Iterator<Item = Destination<'_>> {
    routes(service).chain(mirrors(service))
}

/// The destinations of the `tcp`, `tls` and `http` routes.
pub(crate) fn routes(service: &Resource) -> impl Iterator<Item = Destination<'_>> {
    let spec = spec(service);
    ["tcp", "tls", "http"].into_iter().flat_map(move |list| {
        spec.get(list).items().flat_map(|route| {
            route.get("route").items().map(|entry| {
                let field = entry.get("destination");
                Destination { field, is_mirror: false, has_line: field.get("host").has_line() }
            })
        })
    })
}

fn mirrors(service: &Resource) -> impl Iterator<Item = Destination<'_>> {
    spec(service).get("http").items().flat_map(|route| {
        let one = Some(route.get("mirror")).filter(|mirror| mirror.present());
        let one = one.map(|field| (field, field.get("host").has_line()));
        let many = route.get("mirrors").items().map(|mirror| (mirror.get("destination"), false));
        one.into_iter().chain(many).map(|(field, has_line)| Destination { field, is_mirror: true, has_line })
    })
}
