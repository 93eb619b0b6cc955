//! What stands on an edge.

use crate::{Edge, EdgeKind};

/// The text on an edge: share with the configured weight behind it where a route splits, else the rate;
/// then errors. Empty where nothing flows.
#[must_use]
pub fn edge_label(edge: &Edge) -> String {
    if edge.idle {
        return String::new();
    }
    let rate = format!("{} rps", number(edge.rates.total()));
    let mut label = match (edge.kind, edge.share, edge.weight) {
        (EdgeKind::Mirror, ..) => format!("mirror {rate}"),
        (_, Some(share), Some(weight)) => format!("{} % of {} %", number(share), number(weight)),
        (_, Some(share), None) if share < 99.95 => format!("{} %", number(share)),
        _ => rate,
    };
    let errors = edge.rates.error_percent();
    if errors > 0.0 {
        label.push_str(&format!(" · {} %err", number(errors)));
    }
    label
}

/// One decimal below 100, none where it is zero.
fn number(value: f64) -> String {
    let digits = if value < 0.1 && value > 0.0 { 100.0 } else { 10.0 };
    format!("{}", libm::round(value * digits) / digits)
}
