//! The Istio resources that badges and weights are read from, their hosts resolved.

use std::collections::BTreeMap;
use std::ops::Bound;

use mesh_config::model::{Destination, DestinationRule, VirtualService};
use mesh_config::{Config, Spec};
use mesh_control::host::{matches, resolve_short_name};

/// VirtualServices, DestinationRules and Gateways, by the hosts that they are for.
#[derive(Default)]
pub(super) struct Rules<'a> {
    /// The first VirtualService that routes to a host, and the namespace that its names are in.
    virtual_services: BTreeMap<String, (&'a str, &'a VirtualService)>,
    /// By resolved host.
    destination_rules: BTreeMap<String, Vec<&'a DestinationRule>>,
    gateway_selectors: Vec<BTreeMap<String, String>>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        let mut rules = Self::default();
        for resource in config.resources.iter().filter(|resource| resource.readable) {
            let namespace = resource.metadata.namespace.as_str();
            match &resource.spec {
                Spec::VirtualService(spec) => {
                    for host in hosts_routed_to(namespace, spec) {
                        rules.virtual_services.entry(host).or_insert((namespace, spec));
                    }
                }
                Spec::DestinationRule(spec) => {
                    if let Some(host) = spec.host.as_ref().filter(|host| !host.is_empty()) {
                        rules.destination_rules.entry(resolve_short_name(host, namespace)).or_default().push(spec);
                    }
                }
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
        self.virtual_services.get(host).copied()
    }

    /// The DestinationRules that match a host: those for it alone, then those for more.
    pub(super) fn destination_rules(&self, host: &str) -> impl Iterator<Item = &'a DestinationRule> {
        let own = self.destination_rules.get(host).into_iter().flatten();
        let from_stars = (Bound::Included("*"), Bound::Unbounded);
        let wider = self.destination_rules.range::<str, _>(from_stars).take_while(|(known, _)| known.starts_with('*'));
        own.chain(wider.filter(move |(known, _)| matches(known, host)).flat_map(|(_, rules)| rules)).copied()
    }
}

fn hosts_routed_to<'a>(namespace: &'a str, spec: &'a VirtualService) -> impl Iterator<Item = String> + use<'a> {
    let http = spec.http.iter().flat_map(|route| &route.route).map(|route| &route.destination);
    let tls = spec.tls.iter().flat_map(|route| &route.route).map(|route| &route.destination);
    let tcp = spec.tcp.iter().flat_map(|route| &route.route).map(|route| &route.destination);
    http.chain(tls).chain(tcp).flatten().map(move |destination| host_of(destination, namespace))
}

/// The full name of a destination's host.
pub(super) fn host_of(destination: &Destination, namespace: &str) -> String {
    let written = destination.host.as_ref().map_or("", |host| host.value.as_str());
    resolve_short_name(written, namespace)
}
