//! Listeners that a proxy refuses as a whole.

use std::collections::BTreeSet;

use crate::config::Listener;

/// More combinations of one listener than any real one has; further ones are taken as different.
const MOST_COMBINATIONS: usize = 100_000;

/// Whether two filter chains of a listener would take the same connections: Envoy refuses it ("multiple filter chains
/// with overlapping matching rules are defined") and nothing listens on the port.
#[must_use]
pub fn has_duplicate_matches(listener: &Listener) -> bool {
    let mut known = BTreeSet::new();
    for chain in &listener.filter_chains {
        let wanted = chain.filter_chain_match.clone().unwrap_or_default();
        let any = |values: Vec<String>| if values.is_empty() { vec![String::new()] } else { values };
        let ranges = wanted.prefix_ranges.iter().map(|range| {
            let bits = range.prefix_len.unwrap_or(0);
            format!("{}/{bits}", range.address_prefix)
        });
        let ranges = any(ranges.collect());
        let names = any(wanted.server_names);
        let protocols = any(wanted.application_protocols);
        // A name that stands twice in one chain is the same chain.
        let mut own = BTreeSet::new();
        for range in &ranges {
            for name in &names {
                for protocol in &protocols {
                    if own.len() + known.len() >= MOST_COMBINATIONS {
                        return false;
                    }
                    let name = name.to_ascii_lowercase();
                    let transport = wanted.transport_protocol.clone();
                    own.insert((wanted.destination_port, range.clone(), name, transport, protocol.clone()));
                }
            }
        }
        if own.iter().any(|one| known.contains(one)) {
            return true;
        }
        known.append(&mut own);
    }
    false
}
