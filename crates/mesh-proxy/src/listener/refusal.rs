//! Listeners that a proxy refuses as a whole (`FilterChainManagerImpl::addFilterChains` of
//! `source/common/listener_manager/filter_chain_manager_impl.cc`).

use std::collections::BTreeSet;

use super::find::{key, network};
use crate::config::{FilterChainMatch, Listener};

/// More combinations of one listener than any real one has; further ones are taken as different.
const MOST_COMBINATIONS: usize = 100_000;

/// Why a proxy refuses a listener: nothing listens on its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Two filter chains would take the same connections, or one asks for the same server name twice ("multiple filter
    /// chains with overlapping matching rules are defined").
    OverlappingMatches,
    /// This server name has a `*` that is not the whole first label ("partial wildcards are not supported").
    PartialWildcard(String),
}

/// Why a proxy refuses a listener; `None` where it takes it. Server names are compared in lower case.
#[must_use]
pub fn refusal(listener: &Listener) -> Option<Refusal> {
    let mut known = BTreeSet::new();
    for chain in &listener.filter_chains {
        let Some(wanted) = &chain.filter_chain_match else {
            if !known.insert(Combination::default()) {
                return Some(Refusal::OverlappingMatches);
            }
            continue;
        };
        if let Some(name) = wanted.server_names.iter().find(|name| is_partial_wildcard(name)) {
            return Some(Refusal::PartialWildcard(name.clone()));
        }
        for combination in combinations(wanted) {
            if known.len() >= MOST_COMBINATIONS {
                return None;
            }
            if !known.insert(combination) {
                return Some(Refusal::OverlappingMatches);
            }
        }
    }
    None
}

fn is_partial_wildcard(name: &str) -> bool {
    name.contains('*') && !name.starts_with("*.")
}

/// One connection of many that a chain takes.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Combination<'a> {
    port: u32,
    range: String,
    server_name: String,
    transport_protocol: &'a str,
    application_protocol: &'a str,
}

fn combinations(wanted: &FilterChainMatch) -> impl Iterator<Item = Combination<'_>> {
    let ranges: Vec<String> = wanted.prefix_ranges.iter().map(network).collect();
    let names = wanted.server_names.iter().map(|name| key(name).to_ascii_lowercase());
    let (ranges, names) = (or_any(ranges), or_any(names.collect()));
    ranges.into_iter().flat_map(move |range| {
        let names = names.clone();
        names.into_iter().flat_map(move |server_name| {
            let range = range.clone();
            let any = wanted.application_protocols.is_empty().then_some("");
            let protocols = wanted.application_protocols.iter().map(String::as_str).chain(any);
            protocols.map(move |application_protocol| Combination {
                port: wanted.destination_port.unwrap_or(0),
                range: range.clone(),
                server_name: server_name.clone(),
                transport_protocol: &wanted.transport_protocol,
                application_protocol,
            })
        })
    })
}

fn or_any(values: Vec<String>) -> Vec<String> {
    if values.is_empty() { vec![String::new()] } else { values }
}
