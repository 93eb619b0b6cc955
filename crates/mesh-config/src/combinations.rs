//! How much the control plane makes of a resource: hosts, ports and endpoints multiply.

use mesh_ordered::{OrderedMap, OrderedSet};

use crate::model::{
    DestinationRule, HttpRoute, KubernetesHttpRoute, KubernetesHttpRouteRule, KubernetesTlsRoute, Service,
    ServiceEntry, VirtualService,
};
use crate::{Resource, Spec};

/// The API takes no Gateway with more listeners; the others are not used.
const MAX_LISTENERS: usize = 64;

/// What an HTTP rule counts for by itself: as written and as it is used it is larger than most.
const OF_RULE: usize = 4;

/// What a rule of a delegate counts for in each rule that names it: a copy of its own.
const OF_DELEGATED: usize = 14;

/// What each host and address of a ServiceEntry counts for, besides what it multiplies: a service.
const OF_SERVICE: usize = 16;

/// What the first port of a number counts for: a listener with its routes.
const OF_NUMBER: usize = 40;

/// What a port of a service counts for: a cluster, and a host among the routes.
const OF_PORT: usize = 12;

/// What a port counts for in each subset: a cluster.
const OF_SUBSET: usize = 5;

/// How many combinations the resources of a text may still ask for. People write a few per line; a text made to fill the
/// memory asks for millions.
pub(crate) struct Budget<'a> {
    left: usize,
    /// Listeners of the Gateway that has most: each may take every HTTPRoute.
    listeners: usize,
    /// The conditions of VirtualServices without hosts, by namespace and name.
    delegates: OrderedMap<(&'a str, &'a str), usize>,
    /// The subsets of DestinationRules, by the first label of their host: that of a Service is its name.
    subsets: OrderedMap<&'a str, usize>,
    /// The port numbers of services so far.
    numbers: OrderedSet<u32>,
}

impl<'a> Budget<'a> {
    /// That of the resources of so many bytes.
    pub(crate) fn new(bytes: usize, resources: impl Iterator<Item = &'a Resource>) -> Self {
        let left = 50_000 + bytes / 4;
        let mut budget = Self {
            left,
            listeners: 1,
            delegates: OrderedMap::new(),
            subsets: OrderedMap::new(),
            numbers: OrderedSet::new(),
        };
        for resource in resources {
            match &resource.spec {
                Spec::KubernetesGateway(gateway) => {
                    budget.listeners = budget.listeners.max(gateway.listeners.len().min(MAX_LISTENERS));
                }
                Spec::VirtualService(rule) if rule.hosts.is_empty() => {
                    let key = (resource.metadata.namespace.as_str(), resource.metadata.name.as_str());
                    budget.delegates.insert(key, rule.http.iter().map(|route| some(route.matches.len())).sum());
                }
                Spec::DestinationRule(rule) => {
                    *budget.subsets.entry(first_label(rule)).or_default() += rule.subsets.len();
                }
                _ => {}
            }
        }
        budget
    }

    /// Takes what a resource asks for, if it is there.
    pub(crate) fn spend(&mut self, resource: &Resource) -> bool {
        let left = self.left.checked_sub(self.count(resource));
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// The routes, endpoints and names that a resource stands for once all is multiplied out.
    fn count(&mut self, resource: &Resource) -> usize {
        match &resource.spec {
            Spec::VirtualService(rule) => self.of_virtual_service(&resource.metadata.namespace, rule),
            Spec::ServiceEntry(entry) => self.of_service_entry(entry),
            Spec::Service(service) => self.of_service(&resource.metadata.name, service),
            Spec::HttpRoute(route) => of_kubernetes_route(route).saturating_mul(self.listeners),
            Spec::TlsRoute(route) => of_tls_route(route).saturating_mul(self.listeners),
            _ => 1,
        }
    }

    fn of_virtual_service(&self, namespace: &str, rule: &VirtualService) -> usize {
        let http = sum(rule.http.iter().map(|route| self.of_route(namespace, route)));
        let tls = sum(rule.tls.iter().map(|route| product(&[some(route.matches.len()), some(route.route.len())])));
        let tcp = sum(rule.tcp.iter().map(|route| product(&[some(route.matches.len()), some(route.route.len())])));
        let routes = sum([http, tls, tcp]);
        let places = product(&[some(rule.hosts.len()), some(rule.gateways.len()), some(routes)]);
        let seen = product(&[rule.export_to.len(), rule.hosts.len() + some(rule.gateways.len())]);
        sum([places, seen, product(&[rule.http.len(), OF_RULE])])
    }

    fn of_route(&self, namespace: &str, route: &HttpRoute) -> usize {
        let conditions = some(route.matches.len());
        let Some(delegate) = &route.delegate else {
            return product(&[conditions, 1 + route.route.len() + route.mirrors.len()]);
        };
        let text = |value: &'_ Option<crate::Spanned<String>>| value.as_ref().map(|text| text.value.clone());
        let name = text(&delegate.name).unwrap_or_default();
        let namespace =
            text(&delegate.namespace).filter(|name| !name.is_empty()).unwrap_or_else(|| namespace.to_owned());
        let delegated = self.delegates.get(&(namespace.as_str(), name.as_str())).copied().unwrap_or(1);
        product(&[conditions, delegated, OF_DELEGATED])
    }

    fn of_service(&mut self, name: &str, service: &Service) -> usize {
        let subsets = self.subsets.get(name).copied().unwrap_or_default();
        let numbers = service.ports.iter().filter_map(|port| u32::try_from(port.port.as_ref()?.value).ok());
        let new = numbers.filter(|number| self.numbers.insert(*number)).count();
        let clusters = product(&[service.ports.len(), sum([OF_PORT, product(&[subsets, OF_SUBSET])])]);
        sum([clusters, product(&[new, OF_NUMBER])])
    }

    fn of_service_entry(&mut self, entry: &ServiceEntry) -> usize {
        let hosts = some(entry.hosts.len());
        let services = product(&[hosts, some(entry.addresses.len())]);
        let ports = product(&[services, some(entry.ports.len())]);
        let seen = product(&[entry.export_to.len(), hosts, entry.addresses.len() + some(entry.ports.len())]);
        let numbers = entry.ports.iter().filter_map(|port| port.number.as_ref());
        let new = numbers.filter(|number| self.numbers.insert(number.value)).count();
        let endpoints = product(&[ports, some(entry.endpoints.len())]);
        sum([endpoints, seen, product(&[services, OF_SERVICE]), product(&[ports, OF_PORT]), product(&[new, OF_NUMBER])])
    }
}

fn some(list: usize) -> usize {
    list.max(1)
}

fn sum(parts: impl IntoIterator<Item = usize>) -> usize {
    parts.into_iter().fold(0, usize::saturating_add)
}

fn product(factors: &[usize]) -> usize {
    factors.iter().copied().fold(1, usize::saturating_mul)
}

fn first_label(rule: &DestinationRule) -> &str {
    rule.host.as_ref().and_then(|host| host.split('.').next()).unwrap_or_default()
}

fn of_tls_route(route: &KubernetesTlsRoute) -> usize {
    let rules = sum(route.rules.iter().map(|rule| 1 + rule.backend_refs.len()));
    // Each host's VirtualService has all rules, and each rule all names.
    let hosts = some(route.hostnames.len());
    product(&[hosts, hosts, some(route.parent_refs.len()), some(rules)])
}

fn of_kubernetes_route(route: &KubernetesHttpRoute) -> usize {
    let of_rule = |rule: &KubernetesHttpRouteRule| product(&[some(rule.matches.len()), 1 + rule.backend_refs.len()]);
    let rules = sum(route.rules.iter().map(of_rule));
    product(&[some(route.hostnames.len()), some(route.parent_refs.len()), some(rules)])
}
