//! What VirtualServices route to.

use mesh_config::Resource;
use mesh_ordered::OrderedSet;

use crate::{destinations, host_names::service_of};

/// The services and subsets that VirtualServices route to.
pub(crate) struct RoutedSubsets {
    /// As namespace, service and subset; the subset is empty where a route names none.
    routed: OrderedSet<(String, String, String)>,
}

impl RoutedSubsets {
    /// Those of some VirtualServices.
    pub(crate) fn new<'a>(services: impl Iterator<Item = &'a Resource>) -> Self {
        let destinations = services.flat_map(|service| {
            destinations::all(service).map(|destination| {
                let (host, subset) = (destination.field.get("host").text(), destination.field.get("subset").text());
                let (owner, name) = service_of(&service.metadata.namespace, &host);
                (owner, name, subset.into_owned())
            })
        });
        Self { routed: destinations.collect() }
    }

    /// Whether a route names a subset of the service that a host means for a rule of a namespace.
    pub(crate) fn names(&self, namespace: &str, host: &str, subset: &str) -> bool {
        let (owner, name) = service_of(namespace, host);
        self.routed.contains(&(owner, name, subset.to_owned()))
    }

    /// Whether requests go to all pods of that service: a route says so, or no route names it.
    pub(crate) fn takes_whole(&self, namespace: &str, host: &str) -> bool {
        let (owner, name) = service_of(namespace, host);
        let first = (owner.clone(), name.clone(), String::new());
        let mut own = self.routed.range(first..).take_while(|(at, of, _)| *at == owner && *of == name);
        own.next().is_none_or(|(.., subset)| subset.is_empty())
    }
}
