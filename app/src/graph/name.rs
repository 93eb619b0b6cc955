//! The name of a node, in the lines that there is room for, and what is to be known of it below.

use leptos::prelude::*;
use mesh_view::{Layout, NameSide, Node, NodeKind, NodePlace};

use crate::format::{self, fill, pixels};
use crate::text::Text;

/// As the layout keeps the room free (`mesh-graph/src/layout/metrics.rs`).
const DROP: f64 = 5.0;
const GAP: f64 = 8.0;
const LINE: f64 = 15.0;
/// From the upper edge of a line to the foot of its letters.
const FOOT: f64 = 11.5;

/// What stands under a node or beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    /// By line, each in parts that are dim or not.
    lines: Vec<Vec<(String, bool)>>,
    below: String,
    /// Whether that says that something is wrong.
    is_bad: bool,
    side: NameSide,
}

impl Label {
    pub(super) fn of(node: &Node, place: &NodePlace, layout: &Layout, text: &'static Text) -> Option<Self> {
        if place.side == NameSide::Nowhere {
            return None;
        }
        let said = below(node, text);
        let is_bad = said.is_some() || node.inbound.error_percent() > 0.0;
        let below = said.unwrap_or_else(|| if layout.is_dense { rate(node) } else { String::new() });
        Some(Self { lines: dimmed(&place.lines, layout), below, is_bad, side: place.side })
    }

    pub(super) fn draw(self, half: f64) -> AnyView {
        let Self { lines, below, is_bad, side } = self;
        let count = lines.len() as f64 + if below.is_empty() { 0.0 } else { 1.0 };
        let (x, top) = match side {
            NameSide::Right => (half + GAP, -LINE * count / 2.0),
            NameSide::Below | NameSide::Nowhere => (0.0, half + DROP),
        };
        let beside = side == NameSide::Right;
        let foot = top + FOOT;
        let under = foot + LINE * lines.len() as f64 - 0.5;
        let mut at = foot;
        let line = |parts: Vec<(String, bool)>| {
            let parts = parts.into_iter().enumerate().map(|(nth, (text, dim))| {
                let (x, y) = if nth == 0 { (Some(pixels(x)), Some(pixels(at))) } else { (None, None) };
                view! { <tspan x=x y=y class:dimmed=dim>{text}</tspan> }
            });
            let parts = parts.collect_view();
            at += LINE;
            parts
        };
        let lines = lines.into_iter().map(line).collect_view();
        view! {
            <text class="name" class:beside=beside>{lines}</text>
            {(!below.is_empty()).then(|| view! { <text class="small" class:beside=beside class:wrong=is_bad x=pixels(x) y=pixels(under)>{below}</text> })}
        }
        .into_any()
    }
}

/// Lines of a name in parts: what many names share is dim.
fn dimmed(lines: &[String], layout: &Layout) -> Vec<Vec<(String, bool)>> {
    let name: String = lines.concat();
    let is_cut = name.ends_with('\u{2026}');
    let Layout { prefix, suffix, .. } = layout;
    let from = if name.len() > prefix.len() && name.starts_with(prefix.as_str()) { prefix.len() } else { 0 };
    let has_suffix = !is_cut && name.len() > from + suffix.len() && name.ends_with(suffix.as_str());
    let to = if has_suffix { name.len() - suffix.len() } else { name.len() };
    let mut start = 0;
    let parts = |line: &String| {
        // Where the dim beginning ends in this line, and where the dim end begins.
        let within = |at: usize| at.saturating_sub(start).min(line.len());
        let (first, last) = (within(from), within(to));
        start += line.len();
        let part = |from: usize, to: usize, dim| {
            line.get(from..to).filter(|text| !text.is_empty()).map(|text| (text.to_owned(), dim))
        };
        [part(0, first, true), part(first, last, false), part(last, line.len(), true)].into_iter().flatten().collect()
    };
    lines.iter().map(parts).collect()
}

/// An ejection's countdown, or pods that are missing.
pub(super) fn below(node: &Node, text: &'static Text) -> Option<String> {
    let longest = node
        .badges
        .ejected
        .iter()
        .map(|pod| pod.seconds_left)
        .fold(None, |most: Option<f64>, left| Some(most.map_or(left, |most| most.max(left))));
    match longest {
        Some(left) => Some(fill(text.ejected_for, &[&format::countdown(left)])),
        None if node.pods_ready < node.pods_total => {
            Some(fill(text.pods_ready, &[&node.pods_ready.to_string(), &node.pods_total.to_string()]))
        }
        None => None,
    }
}

/// What it is asked, or asks where nobody asks it, with its errors.
fn rate(node: &Node) -> String {
    let rates = if node.inbound.total() > 0.0 && node.kind != NodeKind::Client { node.inbound } else { node.outbound };
    let (total, errors) = (rates.total(), rates.error_percent());
    match (total > 0.0, errors > 0.0) {
        (false, _) => String::new(),
        (true, false) => format!("{} rps", format::rate(total)),
        (true, true) => format!("{} rps \u{b7} {}{}", format::rate(total), node.health.sign(), format::percent(errors)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_names_share_is_dim() {
        let dim = |lines: &[&str], prefix: &str, suffix: &str| {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            let layout = Layout { prefix: prefix.into(), suffix: suffix.into(), ..Layout::default() };
            let part = |(text, dim): (String, bool)| if dim { format!("({text})") } else { text };
            let parts = |parts: Vec<(String, bool)>| parts.into_iter().map(part).collect::<String>();
            dimmed(&lines, &layout).into_iter().map(parts).collect::<Vec<_>>()
        };
        for (lines, prefix, suffix, expected) in [
            (&["fleetman-webapp"][..], "fleetman-", "", &["(fleetman-)webapp"][..]),
            (&["fleetman-", "position-tracker"], "fleetman-", "", &["(fleetman-)", "position-tracker"]),
            (&["adservice"], "", "service", &["ad(service)"]),
            (&["service"], "", "service", &["service"]),
            (&["recommendationse\u{2026}"], "", "service", &["recommendationse\u{2026}"]),
            (&["v1"], "fleetman-", "", &["v1"]),
        ] {
            assert_eq!(dim(lines, prefix, suffix), expected);
        }
    }
}
