//! Mermaid's flowcharts (mermaid.js.org/syntax/flowchart.html), which Git hosts draw by themselves.

use mesh_ordered::{OrderedMap, sort_by};

use super::words;
use crate::{Edge, Graph, Node, NodeKind};

/// Mermaid draws no text that has more characters (`maxTextSize` of its configuration, which a Git host leaves as it is).
const LONGEST: usize = 50_000;

/// Nor one with more edges (`maxEdges`).
const MOST_EDGES: usize = 500;

/// Nodes take no more of the text than this, so that edges have room.
const NODES: usize = 24_000;

/// Room for what is said at the end.
const REST: usize = 400;

/// The graph as a Mermaid flowchart. What Mermaid would refuse to draw for its size is left out, the least busy edges first, and
/// a comment says how much is there.
#[must_use]
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    let mut boxes: OrderedMap<&str, Vec<&Node>> = OrderedMap::new();
    let mut names: OrderedMap<&str, usize> = OrderedMap::new();
    let (mut length, mut styles) = (0, String::new());
    for (index, node) in graph.nodes.iter().enumerate() {
        let line = statement(index, node);
        let style = format!("  style n{index} stroke:{}\n", words::colour(node.health, node.idle));
        length += line.chars().count() + style.chars().count();
        if length > NODES {
            break;
        }
        names.insert(&node.id, index);
        styles.push_str(&style);
        match &node.parent {
            Some(parent) => boxes.entry(parent).or_default().push(node),
            None => out.push_str(&line),
        }
    }
    for (index, members) in boxes.values().enumerate() {
        let name = members.first().map(|node| words::line(&node.app)).unwrap_or_default();
        out.push_str(&format!("  subgraph b{index}[\"{}\"]\n", escaped(&name)));
        for node in members {
            if let Some(at) = names.get(node.id.as_str()) {
                out.push_str(&format!("  {}", statement(*at, node)));
            }
        }
        out.push_str("  end\n");
    }
    let drawn = busiest(graph, &names);
    let mut length = out.chars().count() + styles.chars().count();
    let mut edges = 0;
    for (edge, source, target) in drawn {
        let label = words::edge(edge);
        let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(&label)) };
        let arrow = if words::is_dashed(edge) { "-.->" } else { "-->" };
        let line = format!("  n{source} {arrow}{label} n{target}\n");
        let style = format!("  linkStyle {edges} stroke:{}\n", words::colour(edge.health, edge.idle));
        length += line.chars().count() + style.chars().count();
        if length > LONGEST - REST {
            break;
        }
        out.push_str(&line);
        styles.push_str(&style);
        edges += 1;
    }
    out.push_str(&styles);
    let (nodes, all) = (names.len(), (graph.nodes.len(), graph.edges.len()));
    if (nodes, edges) != all {
        out.push_str(&format!("  %% {nodes} of {} nodes, {edges} of {} edges\n", all.0, all.1));
    }
    out
}

/// The edges between drawn nodes that Mermaid draws, in the order of the graph, with the numbers of their ends.
fn busiest<'a>(graph: &'a Graph, names: &OrderedMap<&str, usize>) -> Vec<(&'a Edge, usize, usize)> {
    let ends = |edge: &'a Edge| Some((edge, *names.get(edge.source.as_str())?, *names.get(edge.target.as_str())?));
    let mut edges: Vec<_> = graph.edges.iter().filter_map(ends).enumerate().collect();
    sort_by(&mut edges, |(_, a), (_, b)| b.0.rates.total().total_cmp(&a.0.rates.total()));
    edges.truncate(MOST_EDGES);
    sort_by(&mut edges, |(a, _), (b, _)| a.cmp(b));
    edges.into_iter().map(|(_, edge)| edge).collect()
}

fn statement(index: usize, node: &Node) -> String {
    // Nothing of Mermaid's older shapes is a triangle: the one that is narrower at its top is nearest.
    let (open, close) = match node.kind {
        NodeKind::Service if node.is_service_entry => (">", "]"),
        NodeKind::Service => ("[/", "\\]"),
        NodeKind::App => ("[", "]"),
        NodeKind::Group => ("[[", "]]"),
        NodeKind::Client | NodeKind::Gateway | NodeKind::Workload => ("([", "])"),
        NodeKind::Unknown => ("((", "))"),
    };
    format!("  n{index}{open}\"{}\"{close}\n", escaped(&words::node(node)))
}

/// A label inside quotes. Letters, digits and what no rule of Mermaid, of Markdown or of HTML begins with stand as they are,
/// all else as Mermaid's own entity (`#35;` is `#`).
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => escaped.push(' '),
            ' ' | '-' | '.' | ',' | ':' | '/' | '(' | ')' | '·' | '…' | '▲' | '◆' | '%' => {
                escaped.push(character)
            }
            _ if character.is_alphanumeric() => escaped.push(character),
            _ => escaped.push_str(&format!("#{};", u32::from(character))),
        }
    }
    // Two of them begin a comment.
    escaped.replace("%%", "#37;#37;")
}

/// The graph as a block of Markdown with a link behind it: for a README, an issue, a review.
#[must_use]
pub fn markdown(graph: &Graph, title: &str, link: &str) -> String {
    let title = words::line(title);
    // What would end the link or begin something else.
    let title: String = title
        .chars()
        .flat_map(|character| match character {
            '\\' | '[' | ']' | '*' | '_' | '`' | '<' | '>' | '&' | '!' | '|' | '#' => vec!['\\', character],
            _ => vec![character],
        })
        .collect();
    let link: String = link
        .chars()
        .filter(|character| !character.is_control() && !matches!(character, ' ' | '<' | '>' | '(' | ')' | '\\'))
        .collect();
    let link = if link.is_empty() { title } else { format!("[{title}]({link})") };
    format!("```mermaid\n{}```\n\n{link}\n", mermaid(graph))
}
