//! Servers that pass TLS on to the cluster that its server name encodes (`builtAutoPassthroughFilterChains`,
//! `buildOutboundSniDnatClusters`): the way between the gateways of several clusters.

use mesh_config::model::ServerTlsMode;

use super::server::Server;
use crate::host;
use crate::listener::{Chain, ChainFilter, tcp_proxy_to};
use crate::protocol::Protocol;
use crate::registry::{Registry, Service};
use crate::scope::Scope;

/// The protocols that TLS between Istio's own proxies offers (`allIstioMtlsALPNs`): nobody else's TLS is passed on.
const ISTIO_PROTOCOLS: [&str; 5] = ["istio", "istio-peer-exchange", "istio-http/1.0", "istio-http/1.1", "istio-h2"];

/// The cluster of a service's port, in the form that server names take (`BuildDNSSrvSubsetKey`).
#[must_use]
pub(crate) fn server_name(port: u32, subset: &str, hostname: &str) -> String {
    format!("outbound_.{port}_.{subset}_.{hostname}")
}

/// Whether a server passes TLS on by the cluster that its server name encodes.
#[must_use]
pub(crate) fn is_auto_passthrough(server: &Server) -> bool {
    server.tls.as_ref().is_some_and(|tls| tls.mode == ServerTlsMode::AutoPassthrough)
}

/// The services of the mesh itself, whose clusters can be asked for.
pub(crate) fn services(scope: &Scope) -> impl Iterator<Item = &Service> {
    scope.services.iter().map(AsRef::as_ref).filter(|service| service.registry != Registry::External)
}

/// A chain for each cluster of a service whose host the server has.
pub(super) fn chains(server: &Server, scope: &Scope) -> Vec<Chain> {
    let hosts = server.sni_hosts();
    let mut chains = Vec::new();
    for service in
        services(scope).filter(|service| hosts.iter().any(|wanted| host::subset_of(&service.hostname, wanted)))
    {
        for port in service.ports.iter().filter(|port| port.protocol != Protocol::Udp) {
            let subsets = scope.rule(&service.hostname).into_iter().flat_map(|rule| &rule.subsets);
            for subset in std::iter::once("").chain(subsets.map(|subset| subset.name.as_str())) {
                let name = server_name(port.number, subset, &service.hostname);
                let filter = ChainFilter::Tcp(tcp_proxy_to(&name));
                chains.push(Chain {
                    sni_hosts: vec![name],
                    application_protocols: ISTIO_PROTOCOLS.map(str::to_owned).into(),
                    ..Chain::new(filter)
                });
            }
        }
    }
    chains
}
