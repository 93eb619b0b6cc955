//! What stands on an edge, and below the name of a node.

use super::figures::{countdown, percent, rate, weight};
use crate::layout::text::{SMALL, bold};
use crate::{Edge, Node, NodeKind};

/// One of the pills that make up the label of an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pill {
    pub(super) text: String,
    /// Filled with the colour of its health, or outlined.
    pub(super) is_filled: bool,
    /// What has the least is left out first where there is no room.
    rank: u8,
}

impl Pill {
    pub(super) fn width(&self) -> f64 {
        bold(&self.text, SMALL) + 12.0
    }
}

/// Between two pills.
const APART: f64 = 2.0;

/// Where each pill begins, seen from the first, and the width of all of them.
pub(super) fn spread(pills: &[Pill]) -> (Vec<f64>, f64) {
    let mut end = 0.0;
    let starts = pills.iter().map(|pill| {
        let start = end;
        end += pill.width() + APART;
        start
    });
    let starts = starts.collect();
    (starts, (end - APART).max(0.0))
}

/// What stands on an edge in the room there is: in a split the observed share and the configured weight, else the rate, where
/// rates do not stand below the names; what is wrong goes first.
pub(super) fn pills(edge: &Edge, is_dense: bool, room: f64) -> Vec<Pill> {
    if edge.idle && edge.weight.is_none() {
        return Vec::new();
    }
    let filled = |text, rank| Pill { text, is_filled: true, rank };
    let outlined = |text, rank| Pill { text, is_filled: false, rank };
    let mut pills = match edge.weight {
        Some(configured) => {
            vec![filled(percent(edge.share.unwrap_or_default()), 5), outlined(weight(configured), 3)]
        }
        None if is_dense => Vec::new(),
        None => vec![outlined(rate(edge.rates.total()), 1)],
    };
    pills.extend(errors(edge).map(|text| filled(text, 6)));
    while spread(&pills).1 > room {
        let least = pills.iter().map(|pill| pill.rank).min();
        pills.retain(|pill| Some(pill.rank) != least);
    }
    pills
}

/// The errors of an edge, with the sign of its health; the colour comes from the same.
pub(super) fn errors(edge: &Edge) -> Option<String> {
    let errors = edge.rates.error_percent();
    (errors > 0.0).then(|| format!("{}{}", edge.health.sign(), percent(errors)))
}

/// The line below a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SecondLine {
    pub(super) text: String,
    /// Whether it says that something is wrong.
    pub(super) is_bad: bool,
}

/// What is wrong with a node's pods, or the rate where the edges do not say it.
pub(super) fn second_line(node: &Node, is_dense: bool) -> Option<SecondLine> {
    if let Some(text) = pods_amiss(node) {
        return Some(SecondLine { text, is_bad: true });
    }
    let of_inbound = node.kind != NodeKind::Client && node.inbound.total() > 0.0;
    let rates = if of_inbound { node.inbound } else { node.outbound };
    if !is_dense || rates.total() <= 0.0 {
        return None;
    }
    let mut text = rate(rates.total());
    if rates.error_percent() > 0.0 {
        text.push_str(&format!(" · {}{}", node.health.sign(), percent(rates.error_percent())));
    }
    Some(SecondLine { text, is_bad: node.inbound.error_percent() > 0.0 })
}

/// When the last of the ejected pods may come back, or how many pods are missing.
pub(super) fn pods_amiss(node: &Node) -> Option<String> {
    let left = node.badges.ejected.iter().map(|pod| pod.seconds_left).max_by(f64::total_cmp);
    match left {
        Some(left) => Some(format!("back in {}", countdown(left))),
        None if node.pods_ready < node.pods_total => Some(format!("{} of {} ready", node.pods_ready, node.pods_total)),
        None => None,
    }
}
