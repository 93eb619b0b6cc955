//! Which filter chain takes a connection (`FilterChainManagerImpl::findFilterChain` of
//! `source/common/listener_manager/filter_chain_manager_impl.cc`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Downstream, Inspected};
use crate::config::{CidrRange, FilterChain, FilterChainMatch, Listener};

/// The filter chain of a listener that takes a connection: of those for its port, else for any, those of the longest
/// range that holds its address; of these those of its server name, the longest wildcard or none; of these those of its
/// transport; of these the first of its protocols, else any. Each step is final: where a later one finds nothing, the
/// listener's default chain takes the connection. `None`: no chain does, and it is reset.
#[must_use]
pub fn find_filter_chain<'a>(
    listener: &'a Listener,
    downstream: &Downstream<'_>,
    inspected: &Inspected<'_>,
) -> Option<&'a FilterChain> {
    let port = u32::from(downstream.port);
    let chains: Vec<Candidate<'a>> = listener.filter_chains.iter().map(Candidate::new).collect();
    let of_port = keep(&chains, |chain| chain.wanted().destination_port == Some(port));
    let of_port = or_else(of_port, || keep(&chains, |chain| chain.wanted().destination_port.unwrap_or(0) == 0));
    let found = of_address(&of_port, downstream.address);
    let found = of_server_name(&found, &inspected.server_name);
    let found = of_transport(&found, inspected.transport_protocol.name());
    let found = of_application(&found, &inspected.application_protocols);
    found.first().map(|candidate| candidate.chain).or(listener.default_filter_chain.as_ref())
}

/// A chain with what it asks for; one without a match asks for nothing.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    chain: &'a FilterChain,
}

/// What a chain without a match asks for.
static ANY: FilterChainMatch = FilterChainMatch {
    destination_port: None,
    prefix_ranges: Vec::new(),
    server_names: Vec::new(),
    transport_protocol: String::new(),
    application_protocols: Vec::new(),
};

impl<'a> Candidate<'a> {
    fn new(chain: &'a FilterChain) -> Self {
        Self { chain }
    }

    fn wanted(&self) -> &'a FilterChainMatch {
        self.chain.filter_chain_match.as_ref().unwrap_or(&ANY)
    }
}

fn keep<'a>(chains: &[Candidate<'a>], holds: impl Fn(&Candidate<'a>) -> bool) -> Vec<Candidate<'a>> {
    chains.iter().filter(|chain| holds(chain)).copied().collect()
}

fn or_else<'a>(found: Vec<Candidate<'a>>, other: impl FnOnce() -> Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    if found.is_empty() { other() } else { found }
}

fn of_address<'a>(chains: &[Candidate<'a>], address: Option<IpAddr>) -> Vec<Candidate<'a>> {
    let bits = |chain: &Candidate<'_>| -> Option<u32> {
        let ranges = &chain.wanted().prefix_ranges;
        if ranges.is_empty() {
            return Some(0);
        }
        ranges.iter().filter_map(|range| bits_of(range, address?)).max()
    };
    let longest = chains.iter().filter_map(bits).max();
    keep(chains, |chain| bits(chain).is_some() && bits(chain) == longest)
}

/// The length of a range that holds an address.
fn bits_of(range: &CidrRange, address: IpAddr) -> Option<u32> {
    let bits = range.prefix_len.unwrap_or(0);
    let prefix: IpAddr = range.address_prefix.parse().ok()?;
    (prefix.is_ipv4() == address.is_ipv4() && masked(prefix, bits) == masked(address, bits)).then_some(bits)
}

/// The bits of an address that count.
fn masked(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(bits)).unwrap_or(0);
            Ipv4Addr::from(u32::from(address) & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(bits)).unwrap_or(0);
            Ipv6Addr::from(u128::from(address) & mask).into()
        }
    }
}

/// A range without the bits that do not count, by which two are told apart.
pub(super) fn network(range: &CidrRange) -> String {
    let bits = range.prefix_len.unwrap_or(0);
    match range.address_prefix.parse() {
        Ok(prefix) => format!("{}/{bits}", masked(prefix, bits)),
        Err(_) => format!("{}/{bits}", range.address_prefix),
    }
}

fn of_server_name<'a>(chains: &[Candidate<'a>], server_name: &str) -> Vec<Candidate<'a>> {
    let named = |wanted: &str| {
        keep(chains, |chain| chain.wanted().server_names.iter().any(|name| key(name).eq_ignore_ascii_case(wanted)))
    };
    if !server_name.is_empty() {
        let exact = named(server_name);
        if !exact.is_empty() {
            return exact;
        }
        // `*.example.com` takes any depth, and what stands before it is not empty.
        let suffixes = server_name.char_indices().skip(1).filter(|(_, letter)| *letter == '.');
        for (dot, _) in suffixes {
            let suffix = server_name.get(dot..).unwrap_or_default();
            let wildcard = if suffix.len() > 1 { named(suffix) } else { Vec::new() };
            if !wildcard.is_empty() {
                return wildcard;
            }
        }
    }
    keep(chains, |chain| chain.wanted().server_names.is_empty())
}

/// What a server name of a chain is found by: a wildcard by what follows its `*`, as if it were a name.
pub(super) fn key(name: &str) -> &str {
    match name.strip_prefix('*') {
        Some(rest) if rest.starts_with('.') => rest,
        _ => name,
    }
}

fn of_transport<'a>(chains: &[Candidate<'a>], transport_protocol: &str) -> Vec<Candidate<'a>> {
    let exact = keep(chains, |chain| chain.wanted().transport_protocol == transport_protocol);
    or_else(exact, || keep(chains, |chain| chain.wanted().transport_protocol.is_empty()))
}

fn of_application<'a>(chains: &[Candidate<'a>], application_protocols: &[&str]) -> Vec<Candidate<'a>> {
    for protocol in application_protocols {
        let exact = keep(chains, |chain| chain.wanted().application_protocols.iter().any(|name| name == protocol));
        if !exact.is_empty() {
            return exact;
        }
    }
    keep(chains, |chain| chain.wanted().application_protocols.is_empty())
}
