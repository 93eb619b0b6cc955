//! The Istio resources that badges and weights are read from, their hosts resolved.

use std::collections::BTreeMap;

use mesh_config::model::{Destination, DestinationRule, VirtualService};
use mesh_config::{Config, Resource, Spec};
use mesh_control::host::{matches, resolve_short_name};

/// VirtualServices, DestinationRules and Gateways in document order.
pub(super) struct Rules<'a> {
    virtual_services: Vec<(&'a Resource, &'a VirtualService)>,
    destination_rules: Vec<(&'a Resource, &'a DestinationRule)>,
    gateway_selectors: Vec<BTreeMap<String, String>>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        let mut rules =
            Self { virtual_services: Vec::new(), destination_rules: Vec::new(), gateway_selectors: Vec::new() };
        for resource in config.resources.iter().filter(|resource| resource.readable) {
            match &resource.spec {
                Spec::VirtualService(spec) => rules.virtual_services.push((resource, spec)),
                Spec::DestinationRule(spec) => rules.destination_rules.push((resource, spec)),
                Spec::Gateway(spec) if !spec.selector.is_empty() => {
                    let label =
                        |(key, value): (&String, &mesh_config::Spanned<String>)| (key.clone(), value.value.clone());
                    rules.gateway_selectors.push(spec.selector.iter().map(label).collect());
                }
                _ => {}
            }
        }
        rules
    }

    pub(super) fn gateway_selectors(&self) -> &[BTreeMap<String, String>] {
        &self.gateway_selectors
    }

    /// The first VirtualService that routes to a host, and the namespace that its names are in.
    pub(super) fn virtual_service(&self, host: &str) -> Option<(&'a str, &'a VirtualService)> {
        let routes_to = |namespace: &str, spec: &VirtualService| {
            let http = spec.http.iter().flat_map(|route| &route.route).map(|route| &route.destination);
            let tls = spec.tls.iter().flat_map(|route| &route.route).map(|route| &route.destination);
            let tcp = spec.tcp.iter().flat_map(|route| &route.route).map(|route| &route.destination);
            http.chain(tls).chain(tcp).flatten().any(|destination| host_of(destination, namespace) == host)
        };
        self.virtual_services.iter().find_map(|(resource, spec)| {
            let namespace = resource.metadata.namespace.as_str();
            routes_to(namespace, spec).then_some((namespace, *spec))
        })
    }

    /// The DestinationRules that match a host.
    pub(super) fn destination_rules(&self, host: &str) -> impl Iterator<Item = &'a DestinationRule> {
        self.destination_rules.iter().filter_map(move |(resource, spec)| {
            let written = spec.host.as_ref().map_or("", |host| host.value.as_str());
            let resolved = resolve_short_name(written, &resource.metadata.namespace);
            (!written.is_empty() && matches(&resolved, host)).then_some(*spec)
        })
    }
}

/// The full name of a destination's host.
pub(super) fn host_of(destination: &Destination, namespace: &str) -> String {
    let written = destination.host.as_ref().map_or("", |host| host.value.as_str());
    resolve_short_name(written, namespace)
}
