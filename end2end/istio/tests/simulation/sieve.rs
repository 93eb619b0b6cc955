//! Which chain and route a call meets, as `pilot/pkg/simulation/traffic.go` finds it: by path alone.

use std::net::IpAddr;

use mesh_control::{Client, ProxyKind, host};
use mesh_proxy::config::{
    Action, ClusterSpecifier, FilterChain, FilterChainMatch, Listener, NetworkFilterConfig, PathSpecifier, ProxyConfig,
    Route, RouteConfiguration, RouteSpecifier, TlsRequirementType, VirtualHost,
};
use mesh_proxy::re2::FullMatch;

/// A call with all defaults filled in.
pub(crate) struct Call<'a> {
    pub(crate) address: &'a str,
    pub(crate) port: u32,
    pub(crate) path: &'a str,
    pub(crate) protocol: &'a str,
    pub(crate) tls: &'a str,
    pub(crate) alpn: &'a str,
    pub(crate) host: &'a str,
    pub(crate) sni: &'a str,
}

/// What it met; what it did not get to is empty.
#[derive(Debug, Default)]
pub(crate) struct Met {
    pub(crate) error: String,
    pub(crate) listener: String,
    pub(crate) route_configuration: String,
    pub(crate) virtual_host: String,
    pub(crate) route: String,
    pub(crate) cluster: String,
}

impl Met {
    fn failed(mut self, error: &str) -> Self {
        self.error = error.to_owned();
        self
    }
}

pub(crate) fn run(config: &ProxyConfig, client: &Client, call: &Call<'_>) -> Met {
    let mut met = Met::default();
    let Some(listener) = listener(config, client, call) else { return met.failed("ErrNoListener") };
    met.listener.clone_from(&listener.name);
    let sniffs_tls = listener.filter_chains.iter().any(|chain| {
        chain.filter_chain_match.as_ref().is_some_and(|wanted| !wanted.server_names.is_empty()) || terminates(chain)
    });
    let sniffs_http = listener
        .filter_chains
        .iter()
        .any(|chain| chain.filter_chain_match.as_ref().is_some_and(|wanted| !wanted.application_protocols.is_empty()));
    let mut alpn = if sniffs_tls { call.alpn } else { "" };
    if sniffs_http && call.tls == "plaintext" {
        alpn = match call.protocol {
            "http" => "http/1.1",
            "http2" => "h2c",
            _ => alpn,
        };
    }
    let chain = match chain(listener, call, sniffs_tls, alpn) {
        Ok(chain) => chain,
        Err(error) => return met.failed(error),
    };
    let plain = call.tls == "plaintext";
    if terminates(chain) && plain {
        return met.failed("ErrTLSError");
    }
    match chain.filters.last().map(|filter| &filter.typed_config) {
        Some(NetworkFilterConfig::HttpConnectionManager(manager)) => {
            if (!plain && !terminates(chain)) || !call.protocol.starts_with("http") {
                return met.failed("ErrProtocolError");
            }
            let routes = match &manager.route_specifier {
                Some(RouteSpecifier::Rds(rds)) => {
                    met.route_configuration.clone_from(&rds.route_config_name);
                    config
                        .route_configurations
                        .iter()
                        .map(AsRef::as_ref)
                        .find(|routes| routes.name == rds.route_config_name)
                }
                Some(RouteSpecifier::RouteConfig(routes)) => Some(routes),
                None => None,
            };
            match routes {
                Some(routes) => request(met, routes, call, plain),
                None => met.failed("ErrNoVirtualHost"),
            }
        }
        Some(NetworkFilterConfig::TcpProxy(proxy)) => {
            met.cluster = proxy.cluster.clone().unwrap_or_default();
            met
        }
        _ => met.failed("ErrNoFilterChain"),
    }
}

fn request(mut met: Met, routes: &RouteConfiguration, call: &Call<'_>, plain: bool) -> Met {
    let Some(found) = virtual_host(routes, call.host) else { return met.failed("ErrNoVirtualHost") };
    met.virtual_host.clone_from(&found.name);
    if found.require_tls == TlsRequirementType::All && plain {
        return met.failed("ErrTLSRedirect");
    }
    let Some(route) = found.routes.iter().find(|route| takes(route, call.path)) else {
        return met.failed("ErrNoRoute");
    };
    met.route.clone_from(&route.name);
    met.cluster = cluster_of(route);
    met
}

/// Sidecars see captured connections, by address, then on all addresses, then at the capturing listener.
fn listener<'a>(config: &'a ProxyConfig, client: &Client, call: &Call<'_>) -> Option<&'a Listener> {
    let at = |address: &str| {
        config.listeners.iter().map(AsRef::as_ref).find(|listener| {
            let bound = &listener.address.socket_address;
            *bound.address == *address && bound.port_value == call.port && listener.name != "virtualOutbound"
        })
    };
    let captured = || config.listeners.iter().map(AsRef::as_ref).find(|listener| listener.name == "virtualOutbound");
    let found = at(call.address).or_else(|| at("0.0.0.0"));
    if client.kind == ProxyKind::Sidecar { found.or_else(captured) } else { found }
}

/// Whether a gateway's chain ends TLS: only such chains read HTTPS.
fn terminates(chain: &FilterChain) -> bool {
    match chain.filters.last().map(|filter| &filter.typed_config) {
        Some(NetworkFilterConfig::HttpConnectionManager(manager)) => match &manager.route_specifier {
            Some(RouteSpecifier::Rds(rds)) => rds.route_config_name.starts_with("https."),
            _ => false,
        },
        _ => false,
    }
}

/// Envoy's sieve: at each step the chains that match best stay, or those that do not ask.
fn chain<'a>(
    listener: &'a Listener,
    call: &Call<'_>,
    sniffs_tls: bool,
    alpn: &str,
) -> Result<&'a FilterChain, &'static str> {
    let address: Option<IpAddr> = call.address.parse().ok();
    // A rank of 0 means no match: each range counts one more than its length.
    let in_range = |wanted: &FilterChainMatch| {
        let ranks = wanted.prefix_ranges.iter().filter_map(|range| {
            let length = range.prefix_len.unwrap_or_default();
            let base: IpAddr = range.address_prefix.parse().ok()?;
            is_within(address?, base, length).then_some(length as usize + 1)
        });
        ranks.max().unwrap_or_default()
    };
    let by_name = |wanted: &FilterChainMatch| {
        let rank = |name: &String| {
            if name == call.sni {
                usize::MAX
            } else if host::subset_of(call.sni, name) {
                name.len()
            } else {
                0
            }
        };
        wanted.server_names.iter().map(rank).max().unwrap_or_default()
    };
    let by_transport = |wanted: &FilterChainMatch| {
        let raw = wanted.transport_protocol == "raw_buffer";
        usize::from(if sniffs_tls { raw == (call.tls == "plaintext") } else { raw })
    };
    let by_alpn = |wanted: &FilterChainMatch| usize::from(wanted.application_protocols.iter().any(|name| name == alpn));

    let mut chains: Vec<&FilterChain> = listener.filter_chains.iter().collect();
    chains = keep(
        chains,
        |wanted| wanted.destination_port.is_some(),
        |wanted| usize::from(wanted.destination_port == Some(call.port)),
    );
    chains = keep(chains, |wanted| !wanted.prefix_ranges.is_empty(), in_range);
    chains = keep(chains, |wanted| !wanted.server_names.is_empty(), by_name);
    chains = keep(chains, |wanted| !wanted.transport_protocol.is_empty(), by_transport);
    chains = keep(chains, |wanted| !wanted.application_protocols.is_empty(), by_alpn);
    match chains.as_slice() {
        [only] => Ok(only),
        [] => listener.default_filter_chain.as_ref().ok_or("ErrNoFilterChain"),
        _ => Err("ErrMultipleFilterChain"),
    }
}

fn is_within(address: IpAddr, base: IpAddr, length: u32) -> bool {
    match (address, base) {
        (IpAddr::V4(address), IpAddr::V4(base)) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(length)).unwrap_or(0);
            address.to_bits() & mask == base.to_bits() & mask
        }
        (IpAddr::V6(address), IpAddr::V6(base)) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(length)).unwrap_or(0);
            address.to_bits() & mask == base.to_bits() & mask
        }
        _ => false,
    }
}

fn keep(
    chains: Vec<&FilterChain>,
    asks: impl Fn(&FilterChainMatch) -> bool,
    rank: impl Fn(&FilterChainMatch) -> usize,
) -> Vec<&FilterChain> {
    let of = |chain: &FilterChain| chain.filter_chain_match.clone().unwrap_or_default();
    if !chains.iter().any(|chain| asks(&of(chain))) {
        return chains;
    }
    let best = chains.iter().map(|chain| rank(&of(chain))).max().unwrap_or_default();
    if best > 0 {
        return chains.into_iter().filter(|chain| rank(&of(chain)) == best).collect();
    }
    chains.into_iter().filter(|chain| !asks(&of(chain))).collect()
}

fn virtual_host<'a>(routes: &'a RouteConfiguration, asked: &str) -> Option<&'a VirtualHost> {
    let name = asked.rsplit_once(':').map_or(asked, |(name, _)| name);
    let exact = routes.virtual_hosts.iter().find(|host| host.domains.iter().any(|domain| domain == name));
    let covers = |domain: &&String| {
        domain.len() > 1 && domain.starts_with('*') && name.len() >= domain.len() && name.ends_with(&domain[1..])
    };
    let suffix = routes
        .virtual_hosts
        .iter()
        .filter_map(|host| host.domains.iter().filter(covers).map(String::len).max().map(|length| (length, host)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, host)| host);
    let star = || routes.virtual_hosts.iter().find(|host| host.domains.iter().any(|domain| domain == "*"));
    exact.or(suffix).or_else(star)
}

fn takes(route: &Route, path: &str) -> bool {
    match &route.route_match.path_specifier {
        PathSpecifier::Prefix(prefix) | PathSpecifier::PathSeparatedPrefix(prefix) => path.starts_with(prefix.as_str()),
        PathSpecifier::Path(exact) => path == exact,
        PathSpecifier::SafeRegex(regex) => FullMatch::new(&regex.regex).is_ok_and(|pattern| pattern.matches(path)),
    }
}

/// The only cluster of a route.
pub(crate) fn cluster_of(route: &Route) -> String {
    match &route.action {
        Action::Route(action) => match &action.cluster_specifier {
            Some(ClusterSpecifier::Cluster(name)) => name.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}
