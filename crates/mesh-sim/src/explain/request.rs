//! What a proxy looks at in a request and makes of it, in words.

use mesh_proxy::route::HashPart;
use mesh_words::{Words, say};

use crate::decision::{Change, HashedPart};

/// A header that the proxy set, replaced or took away before it routed.
pub(super) fn header(name: &str, sent: Option<&str>, seen: Option<&str>) -> Words {
    match (sent, seen) {
        (None, seen) => say!("step-header-set", header = name, value = seen.unwrap_or_default()),
        (Some(sent), Some(seen)) => say!("step-header-replaced", header = name, value = seen, sent),
        (Some(sent), None) => say!("step-header-removed", header = name, sent),
    }
}

/// What the load balancer hashes.
pub(super) fn hash(keys: &[HashedPart]) -> Words {
    let parts: Vec<Words> = keys.iter().filter_map(hashed).collect();
    if parts.is_empty() {
        return say!("step-hash-nothing", parts = keys.iter().map(missing).collect::<Vec<_>>());
    }
    say!("step-hash", parts)
}

/// A part that the request has.
fn hashed(key: &HashedPart) -> Option<Words> {
    let value = key.value.as_ref()?;
    Some(match &key.part {
        HashPart::Header(name) => say!("step-hash-header", name, value),
        HashPart::Cookie(name) if key.is_made => say!("step-hash-made-cookie", name, value),
        HashPart::Cookie(name) => say!("step-hash-cookie", name, value),
        HashPart::SourceIp => say!("step-hash-address", value),
        HashPart::QueryParameter(name) => say!("step-hash-query-parameter", name, value),
    })
}

/// A part that the request does not have.
fn missing(key: &HashedPart) -> Words {
    match &key.part {
        HashPart::Header(name) => say!("step-hash-no-header", name),
        HashPart::Cookie(name) => say!("step-hash-no-cookie", name),
        HashPart::SourceIp => say!("step-hash-no-address"),
        HashPart::QueryParameter(name) => say!("step-hash-no-query-parameter", name),
    }
}

/// What a request has become.
pub(super) fn leaving<'a>(changes: impl Iterator<Item = &'a Change>) -> Words {
    say!("step-leaves", changes = changes.map(change).collect::<Vec<_>>())
}

fn change(change: &Change) -> Words {
    match (change.name.as_str(), &change.from, &change.to) {
        ("path", Some(from), Some(to)) if from == to => say!("step-leaves-path-as-it-came", path = to),
        ("path", Some(from), Some(to)) => say!("step-leaves-path", to, from),
        ("Host", Some(from), Some(to)) if from == to => say!("step-leaves-host-as-it-came", host = to),
        ("Host", Some(from), Some(to)) => say!("step-leaves-host", to, from),
        (header, None, Some(to)) => say!("step-leaves-header-added", header, to),
        (header, Some(from), Some(to)) => say!("step-leaves-header", header, to, from),
        (header, ..) => say!("step-leaves-header-removed", header),
    }
}
