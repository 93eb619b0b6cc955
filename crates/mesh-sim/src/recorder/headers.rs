//! Headers that a proxy set, replaced or took away before it tried its routes, as far as these look at them.

use mesh_proxy::config::Route;

use crate::decision::StepKind;
use crate::engine::Seen;

/// So many headers are told of.
pub(super) const MOST: usize = 20;

/// So much of a value is told.
const MOST_LETTERS: usize = 100;

/// What the routes that were tried look at and the client did not send so.
pub(super) fn set_before<'a>(tried: impl Iterator<Item = &'a Route>, seen: &Seen) -> Vec<StepKind> {
    let mut steps: Vec<StepKind> = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    for header in tried.flat_map(|route| &route.route_match.headers) {
        let name = header.name.as_str();
        if steps.len() >= MOST || known.contains(&name) {
            continue;
        }
        known.push(name);
        let lower = name.to_ascii_lowercase();
        let (sent, value) = (seen.sent(&lower), seen.header(&lower));
        let is_changed = !matches!(lower.as_str(), ":authority" | ":path" | ":method" | "host") && sent != value;
        if is_changed {
            steps.push(StepKind::Header { name: lower, sent: sent.map(shortened), seen: value.map(shortened) });
        }
    }
    steps
}

/// A certificate is long, and nobody reads it.
pub(super) fn shortened(value: String) -> String {
    match value.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value,
    }
}
