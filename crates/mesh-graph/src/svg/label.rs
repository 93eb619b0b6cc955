//! What stands on an edge.

use crate::layout::text::{SMALL, bold};
use crate::{Edge, EdgeKind, Node, NodeKind};

/// One of the pills that make up the label of an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pill {
    pub(super) text: String,
    /// Filled with the colour of its health, or outlined.
    pub(super) is_filled: bool,
}

impl Pill {
    pub(super) fn width(&self) -> f64 {
        bold(&self.text, SMALL) + 12.0
    }
}

/// Between two pills.
pub(super) const APART: f64 = 2.0;

/// What stands on an edge in the room there is: in a split the observed share and the configured weight, else the rate, where
/// rates do not stand below the names; what is wrong goes first.
pub(super) fn pills(edge: &Edge, is_dense: bool, room: f64) -> Vec<Pill> {
    let errors = edge.rates.error_percent();
    let filled = |text: String| Pill { text, is_filled: true };
    let outlined = |text: String| Pill { text, is_filled: false };
    // The most telling last: what has no room is left out from the front.
    let mut pills: Vec<Pill> = Vec::new();
    match (edge.weight, edge.share) {
        _ if edge.idle && edge.weight.is_none() => return pills,
        (Some(weight), share) => {
            pills.push(outlined(format!("{} %", number(weight))));
            pills.push(filled(format!("{} %", number(share.unwrap_or_default()))));
        }
        (None, _) if is_dense => {}
        (None, _) => pills.push(outlined(format!("{} rps", number(edge.rates.total())))),
    }
    if errors > 0.0 {
        pills.push(filled(format!("{} {} %", sign(errors), number(errors))));
    }
    let width = |pills: &[Pill]| pills.iter().map(|pill| pill.width() + APART).sum::<f64>() - APART;
    while !pills.is_empty() && width(&pills) > room {
        pills.remove(0);
    }
    if edge.weight.is_some() && pills.len() > 1 && !pills[0].is_filled {
        pills.swap(0, 1);
    }
    pills
}

/// What says without colours that something is wrong.
fn sign(errors: f64) -> &'static str {
    if errors >= 20.0 { "◆" } else { "▲" }
}

/// What stands below a name: a pod that is ejected, or the rate where the edges do not say it.
pub(super) fn second_line(node: &Node, is_dense: bool) -> String {
    let ejected = node.badges.ejected.iter().map(|pod| pod.seconds_left).fold(f64::NAN, f64::max);
    let rates = if node.kind == NodeKind::Client || node.inbound.total() <= 0.0 { node.outbound } else { node.inbound };
    if !ejected.is_nan() {
        format!("ejected {} s", libm::ceil(ejected))
    } else if is_dense && rates.total() > 0.0 {
        format!("{} rps", number(rates.total()))
    } else {
        String::new()
    }
}

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
pub(super) fn number(value: f64) -> String {
    let digits = if value < 0.1 && value > 0.0 { 100.0 } else { 10.0 };
    format!("{}", libm::round(value * digits) / digits)
}
