//! A filter chain in the making (`filterChainOpts`).

use std::net::IpAddr;

use mesh_ordered::{OrderedSet, sort};
use mesh_proxy::config::{
    CidrRange, DownstreamTlsContext, Filter, FilterChain, FilterChainMatch, HttpConnectionManager, ListenerFilter,
    TcpProxy, TransportSocket,
};

/// What a chain does with a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum ChainFilter {
    /// Reads requests.
    Http(Box<HttpConnectionManager>),
    /// Forwards bytes.
    Tcp(TcpProxy),
}

/// A chain and what it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Server names; a star takes all.
    pub sni_hosts: Vec<String>,
    /// Destination addresses or ranges.
    pub cidrs: Vec<String>,
    /// Sniffed protocols.
    pub application_protocols: Vec<String>,
    /// `raw_buffer` or nothing.
    pub transport_protocol: String,
    /// The TLS that ends in it.
    pub tls: Option<TransportSocket<DownstreamTlsContext>>,
    /// What it does.
    pub filter: ChainFilter,
}

impl Chain {
    /// A chain for every connection.
    #[must_use]
    pub fn new(filter: ChainFilter) -> Self {
        Self {
            sni_hosts: Vec::new(),
            cidrs: Vec::new(),
            application_protocols: Vec::new(),
            transport_protocol: String::new(),
            tls: None,
            filter,
        }
    }

    /// The same chain for plain connections that turn out to be HTTP.
    #[must_use]
    pub fn for_sniffed_http(mut self) -> Self {
        self.application_protocols = vec!["http/1.1".to_owned(), "h2c".to_owned()];
        self.transport_protocol = "raw_buffer".to_owned();
        self
    }

    /// Whether it takes every connection.
    #[must_use]
    pub fn is_match_all(&self) -> bool {
        (self.sni_hosts.is_empty() || self.sni_hosts.iter().any(|host| host == "*"))
            && self.application_protocols.is_empty()
            && self.transport_protocol.is_empty()
            && self.cidrs.is_empty()
    }

    /// Whether Envoy would see the same match in both.
    #[must_use]
    pub fn conflicts_with(&self, other: &Self) -> bool {
        self.transport_protocol == other.transport_protocol
            && self.application_protocols == other.application_protocols
            && self.sni_set() == other.sni_set()
            && self.cidr_set() == other.cidr_set()
    }

    fn sni_set(&self) -> OrderedSet<&str> {
        self.sni_hosts.iter().map(String::as_str).filter(|host| *host != "*").collect()
    }

    fn cidr_set(&self) -> OrderedSet<(IpAddr, u8)> {
        self.cidrs
            .iter()
            .filter_map(|cidr| parse_cidr(cidr))
            .filter(|(ip, _)| !ip.is_unspecified())
            .map(masked)
            .collect()
    }

    /// Envoy's chain; `None` as match takes everything.
    #[must_use]
    pub fn build(&self) -> FilterChain {
        let filter = match &self.filter {
            ChainFilter::Http(manager) => Filter::from(manager.as_ref().clone()),
            ChainFilter::Tcp(proxy) => Filter::from(proxy.clone()),
        };
        FilterChain {
            filter_chain_match: self.chain_match(),
            filters: vec![filter],
            transport_socket: self.tls.clone(),
            ..FilterChain::default()
        }
    }

    fn chain_match(&self) -> Option<FilterChainMatch> {
        if self.is_match_all() {
            return None;
        }
        let mut server_names = self.sni_hosts.clone();
        sort(&mut server_names);
        if server_names.iter().any(|host| host == "*") {
            server_names.clear();
        }
        let mut cidrs = self.cidrs.clone();
        sort(&mut cidrs);
        let ranges = cidrs.iter().filter_map(|cidr| parse_cidr(cidr)).filter(|(ip, _)| !ip.is_unspecified());
        Some(FilterChainMatch {
            server_names,
            application_protocols: self.application_protocols.clone(),
            transport_protocol: self.transport_protocol.clone(),
            prefix_ranges: ranges
                .map(|(ip, bits)| CidrRange { address_prefix: ip.to_string(), prefix_len: Some(u32::from(bits)) })
                .collect(),
            ..FilterChainMatch::default()
        })
    }
}

/// What has to be looked at so that one of the chains can be chosen (`buildListenerFromEntry`, `buildGatewayListener`);
/// gateways do not find out whether plain bytes are HTTP.
#[must_use]
pub fn listener_filters(chains: &[Chain], detects_http: bool) -> Vec<ListenerFilter> {
    let by_name = chains.iter().any(|chain| !chain.sni_hosts.is_empty() || chain.tls.is_some());
    let by_protocol = detects_http && chains.iter().any(|chain| !chain.application_protocols.is_empty());
    let tls = by_name.then(ListenerFilter::tls_inspector);
    tls.into_iter().chain(by_protocol.then(ListenerFilter::http_inspector)).collect()
}

/// Adds the chains that none of the listener's own stands in the way of (`mergeTCPFilterChains`).
pub fn merge_chains(chains: &mut Vec<Chain>, incoming: Vec<Chain>) {
    for chain in incoming {
        if chains.iter().all(|known| !known.conflicts_with(&chain)) {
            chains.push(chain);
        }
    }
}

fn parse_cidr(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let ip: IpAddr = address.parse().ok()?;
    let whole = if ip.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(whole), |bits| bits.parse().ok())?;
    (bits <= whole).then_some((ip, bits))
}

fn masked((ip, bits): (IpAddr, u8)) -> (IpAddr, u8) {
    let masked = match ip {
        IpAddr::V4(ip) => {
            IpAddr::from((u32::from(ip) & u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0)).to_be_bytes())
        }
        IpAddr::V6(ip) => {
            IpAddr::from((u128::from(ip) & u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0)).to_be_bytes())
        }
    };
    (masked, bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(cidr: &str) -> Chain {
        Chain { cidrs: vec![cidr.to_owned()], ..Chain::new(ChainFilter::Tcp(TcpProxy::default())) }
    }

    #[test]
    fn ranges_are_compared_by_what_they_cover() {
        assert!(chain("10.1.2.3/8").conflicts_with(&chain("10.9.9.9/8")));
        assert!(!chain("10.1.2.3/8").conflicts_with(&chain("11.1.2.3/8")));
        assert!(chain("0.0.0.0").conflicts_with(&Chain::new(ChainFilter::Tcp(TcpProxy::default()))));
    }
}
