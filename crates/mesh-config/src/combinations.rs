//! How much the control plane makes of a resource: hosts, ports and endpoints multiply.

use crate::model::{HttpRoute, KubernetesHttpRoute, KubernetesHttpRouteRule, ServiceEntry, VirtualService};
use crate::{Resource, Spec};

/// The API takes no Gateway with more listeners; the others are not used.
const MAX_LISTENERS: usize = 64;

/// How many combinations the resources of a text may still ask for. People write a few per line; a text made to fill the
/// memory asks for millions.
pub(crate) struct Budget {
    left: usize,
    /// Listeners of the Gateway that has most: each may take every HTTPRoute.
    listeners: usize,
}

impl Budget {
    /// That of the resources of so many bytes.
    pub(crate) fn new<'a>(bytes: usize, resources: impl Iterator<Item = &'a Resource>) -> Self {
        let listeners = resources.map(|resource| match &resource.spec {
            Spec::KubernetesGateway(gateway) => gateway.listeners.len().min(MAX_LISTENERS),
            _ => 1,
        });
        Self { left: 50_000 + bytes / 4, listeners: listeners.max().unwrap_or(1).max(1) }
    }

    /// Takes what a resource asks for, if it is there.
    pub(crate) fn spend(&mut self, spec: &Spec) -> bool {
        let left = self.left.checked_sub(self.count(spec));
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// The routes, endpoints and names that a resource stands for once all is multiplied out.
    fn count(&self, spec: &Spec) -> usize {
        match spec {
            Spec::VirtualService(rule) => of_virtual_service(rule),
            Spec::ServiceEntry(entry) => of_service_entry(entry),
            Spec::HttpRoute(route) => of_kubernetes_route(route).saturating_mul(self.listeners),
            _ => 1,
        }
    }
}

fn some(list: usize) -> usize {
    list.max(1)
}

fn of_virtual_service(rule: &VirtualService) -> usize {
    let of_route =
        |route: &HttpRoute| some(route.matches.len()).saturating_mul(1 + route.route.len() + route.mirrors.len());
    let http: usize = rule.http.iter().map(of_route).fold(0, usize::saturating_add);
    let tls: usize =
        rule.tls.iter().map(|route| some(route.matches.len()).saturating_mul(some(route.route.len()))).sum();
    let tcp: usize =
        rule.tcp.iter().map(|route| some(route.matches.len()).saturating_mul(some(route.route.len()))).sum();
    let routes = http.saturating_add(tls).saturating_add(tcp);
    some(rule.hosts.len()).saturating_mul(some(rule.gateways.len())).saturating_mul(some(routes))
}

fn of_service_entry(entry: &ServiceEntry) -> usize {
    let services = some(entry.hosts.len()).saturating_mul(some(entry.addresses.len()));
    services.saturating_mul(some(entry.ports.len())).saturating_mul(some(entry.endpoints.len()))
}

fn of_kubernetes_route(route: &KubernetesHttpRoute) -> usize {
    let of_rule = |rule: &KubernetesHttpRouteRule| some(rule.matches.len()).saturating_mul(1 + rule.backend_refs.len());
    let rules: usize = route.rules.iter().map(of_rule).fold(0, usize::saturating_add);
    some(route.hostnames.len()).saturating_mul(some(route.parent_refs.len())).saturating_mul(some(rules))
}
