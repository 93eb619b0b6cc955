//! TCP and TLS chains of a service's port (`pilot/pkg/networking/core/tls.go`).

use std::sync::Arc;

use mesh_config::Spanned;
use mesh_ordered::OrderedSet;

use super::domains::alternative_hosts;
use crate::client::Client;
use crate::host;
use crate::listener::{Chain, ChainFilter, Destinations, StaticMatch, WILDCARD_ADDRESS, tcp_proxy, tcp_proxy_to};
use crate::registry::{Port, Resolution, Service};
use crate::route::{MESH_GATEWAY, cluster_name};
use crate::scope::Scope;
use crate::virtual_service::VirtualService;

/// What a chain is made for.
#[derive(Clone, Copy)]
pub(super) struct L4<'a> {
    pub(super) client: &'a Client,
    pub(super) scope: &'a Scope,
    pub(super) service: &'a Service,
    pub(super) port: &'a Port,
    /// The address that the listener binds to.
    pub(super) bind: &'a str,
    /// Ranges of the service, where the listener is on all addresses.
    pub(super) cidrs: &'a [String],
    pub(super) rules: &'a [Arc<VirtualService>],
}

/// The chains of a port: by server name for TLS, by rule for others.
pub(super) fn chains(l4: L4<'_>) -> Vec<Chain> {
    let rules: Vec<&VirtualService> = l4
        .rules
        .iter()
        .map(AsRef::as_ref)
        .filter(|rule| rule.hosts.iter().any(|hostname| host::matches(hostname, &l4.service.hostname)))
        .collect();
    if l4.port.protocol.is_tls() { tls_chains(l4, &rules) } else { tcp_chains(l4, &rules) }
}

fn values(written: &[Spanned<String>]) -> Vec<String> {
    written.iter().map(|value| value.value.clone()).collect()
}

/// To the service itself; with one port, to that one, whatever port the listener has.
fn default_filter(l4: L4<'_>) -> ChainFilter {
    let only = (l4.service.ports.len() == 1).then(|| l4.service.ports.first()).flatten();
    let port = only.map_or(l4.port.number, |port| port.number);
    ChainFilter::Tcp(tcp_proxy_to(&cluster_name(port, "", &l4.service.hostname)))
}

fn tls_chains(l4: L4<'_>, rules: &[&VirtualService]) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut handled = OrderedSet::new();
    let mut cidrs = l4.cidrs.to_vec();
    for rule in rules {
        let stat_prefix = format!("{}.{}", rule.name, rule.namespace);
        for entry in rule.tls.iter().filter(|entry| !entry.route.route.is_empty()) {
            for condition in &entry.route.matches {
                let decided = StaticMatch {
                    gateways: &condition.gateways,
                    source_labels: &condition.source_labels,
                    port: condition.port.as_ref().map(|port| port.value),
                    source_namespace: condition.source_namespace.as_ref().map(|namespace| namespace.value.as_str()),
                };
                if !decided.holds(l4.client, MESH_GATEWAY, l4.port.number) {
                    continue;
                }
                let subnets = values(&condition.destination_subnets);
                if !subnets.is_empty() && l4.port.number > 0 {
                    cidrs.clone_from(&subnets);
                }
                let sni_hosts = values(&condition.sni_hosts);
                // What remains of the condition at run time; a second of the same could never be reached.
                if handled.insert((sni_hosts.clone(), subnets)) {
                    let destinations = Destinations {
                        routes: &entry.route.route,
                        origin: entry.origin,
                        origins: &entry.destinations,
                        stat_prefix: &stat_prefix,
                    };
                    let filter = ChainFilter::Tcp(tcp_proxy(destinations, l4.scope, l4.port.number));
                    chains.push(Chain { sni_hosts, cidrs: cidrs.clone(), ..Chain::new(filter) });
                }
            }
        }
    }
    if chains.is_empty() {
        chains.push(Chain { sni_hosts: default_sni(l4, &cidrs), cidrs, ..Chain::new(default_filter(l4)) });
    }
    chains
}

/// Where the address does not tell which service is meant, the server name must.
fn default_sni(l4: L4<'_>, cidrs: &[String]) -> Vec<String> {
    let address = if l4.service.address.contains('/') { "" } else { l4.service.address.as_str() };
    let anywhere = address == WILDCARD_ADDRESS && l4.bind == WILDCARD_ADDRESS;
    let dynamic = l4.service.resolution == Resolution::DynamicDns && host::is_wildcard(&l4.service.hostname);
    if cidrs.is_empty() && !address.is_empty() && !anywhere && !dynamic {
        return Vec::new();
    }
    let mut names = vec![l4.service.hostname.clone()];
    for alias in &l4.service.aliases {
        names.push(alias.clone());
        names.extend(alternative_hosts(alias, None, &l4.client.dns_domain()));
    }
    names
}

fn tcp_chains(l4: L4<'_>, rules: &[&VirtualService]) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut default_added = false;
    'rules: for rule in rules {
        let stat_prefix = format!("{}.{}", rule.name, rule.namespace);
        for entry in rule.tcp.iter().filter(|entry| !entry.route.route.is_empty()) {
            let destinations = Destinations {
                routes: &entry.route.route,
                origin: entry.origin,
                origins: &entry.destinations,
                stat_prefix: &stat_prefix,
            };
            let filter = || ChainFilter::Tcp(tcp_proxy(destinations, l4.scope, l4.port.number));
            let holding = entry.route.matches.iter().filter(|condition| {
                let decided = StaticMatch {
                    gateways: &condition.gateways,
                    source_labels: &condition.source_labels,
                    port: condition.port.as_ref().map(|port| port.value),
                    source_namespace: condition.source_namespace.as_ref().map(|namespace| namespace.value.as_str()),
                };
                decided.holds(l4.client, MESH_GATEWAY, l4.port.number)
            });
            let mut subnets = Vec::new();
            let mut everywhere = entry.route.matches.is_empty();
            for condition in holding {
                if condition.destination_subnets.is_empty() || l4.port.number == 0 {
                    everywhere = true;
                    break;
                }
                subnets.extend(values(&condition.destination_subnets));
            }
            if everywhere {
                chains.push(Chain { cidrs: l4.cidrs.to_vec(), ..Chain::new(filter()) });
                default_added = true;
                break 'rules;
            }
            if !subnets.is_empty() {
                let same = subnets.iter().collect::<OrderedSet<_>>() == l4.cidrs.iter().collect::<OrderedSet<_>>();
                default_added |= same && subnets.len() == l4.cidrs.len();
                chains.push(Chain { cidrs: subnets, ..Chain::new(filter()) });
            }
        }
    }
    if !default_added {
        chains.push(Chain { cidrs: l4.cidrs.to_vec(), ..Chain::new(default_filter(l4)) });
    }
    chains
}
