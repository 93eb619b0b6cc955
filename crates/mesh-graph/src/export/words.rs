//! What stands at a node or an edge, without its colours.

use crate::{Edge, EdgeKind, Health, Node};

/// Longer names are cut: labels of Kubernetes end at 63 characters, and what a file says is anybody's text.
const LONGEST: usize = 63;

/// A name in one line, at most so long; what no text has a place for is left out.
pub(super) fn line(name: &str) -> String {
    let mut line = String::new();
    for (at, character) in name.chars().enumerate() {
        if at == LONGEST {
            line.push('…');
            break;
        }
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => line.push(' '),
            _ if character.is_control() || is_unseen(character) => {}
            _ => line.push(character),
        }
    }
    line
}

/// What turns the direction of a text or has no width: a name could look like another one.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The colour of a state on white, with 3:1 at least.
pub(super) fn colour(health: Health, idle: bool) -> &'static str {
    match health {
        _ if idle && health <= Health::Healthy => "#6f7885",
        Health::None | Health::Healthy => "#257a3e",
        Health::NotReady => "#6f7885",
        Health::Degraded => "#946700",
        Health::Failure => "#951212",
    }
}

/// The name of a node with what is wrong with it.
pub(super) fn node(node: &Node) -> String {
    let mut words = format!("{}{}", node.health.sign(), line(&node.full_name()));
    let mut ejected: Vec<&str> = node.badges.ejected.iter().map(|pod| pod.pod.as_str()).collect();
    mesh_ordered::sort(&mut ejected);
    ejected.dedup();
    if !ejected.is_empty() {
        words.push_str(&format!(" ({} ejected)", ejected.len()));
    }
    words
}

/// The label of an edge; empty where nothing flows.
pub(super) fn edge(edge: &Edge) -> String {
    let label = label(edge);
    if label.is_empty() { label } else { format!("{}{label}", edge.health.sign()) }
}

/// Share with the configured weight behind it where a route splits, else the rate; then errors. Empty where nothing flows.
fn label(edge: &Edge) -> String {
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

/// Whether an edge is drawn dashed: what it carries is not what its source waits for.
pub(super) fn is_dashed(edge: &Edge) -> bool {
    edge.kind == EdgeKind::Mirror
}
