//! A graph with cards in the place of what they hold: edges between them are sums.

use mesh_ordered::{OrderedMap, sort_by};
use mesh_view::Group;

use super::Paths;
use super::tree::Tree;
use crate::edges::mean;
use crate::{Edge, EdgeIndex, EdgeKind, FlagShare, Graph, Node, Protocol, ProtocolRates, add_rates, health};

/// What each node is shown as: the card of a group, or itself in the frame of one.
type Shown<'a> = (&'a [Option<usize>], &'a [Option<usize>]);

/// The graph as it is shown.
pub(super) fn folded(
    graph: Graph,
    paths: &mut Paths,
    tree: &Tree,
    (card_of, frame_of): Shown<'_>,
    mut cards: Vec<Node>,
    groups: Vec<Group>,
) -> Graph {
    let group_id = |at: usize| tree.branches.get(at).map(|branch| branch.id.clone()).unwrap_or_default();
    let shown: OrderedMap<String, String> = (graph.nodes.iter().zip(card_of))
        .map(|(node, card)| (node.id.clone(), card.map_or_else(|| node.id.clone(), group_id)))
        .collect();
    let mut sums: OrderedMap<(String, String, EdgeKind), Sum> = OrderedMap::new();
    let key = |edge: &Edge| {
        let end = |id: &String| shown.get(id).unwrap_or(id).clone();
        let (source, target) = (end(&edge.source), end(&edge.target));
        let is_inside = source == target && source != edge.source;
        (!is_inside).then_some((source, target, edge.kind))
    };
    let keys: Vec<_> = graph.edges.iter().map(key).collect();
    for (edge, key) in graph.edges.into_iter().zip(&keys) {
        if let Some(key) = key {
            sums.entry(key.clone()).or_default().add(edge);
        }
    }
    let places: OrderedMap<_, EdgeIndex> = sums.keys().cloned().zip((0..).map(EdgeIndex)).collect();
    for path in paths.iter_mut() {
        *path = path.map(|edge| places.get(keys.get(edge?.index())?.as_ref()?).copied());
    }
    let edges: Vec<Edge> = sums.into_iter().filter_map(|(key, sum)| sum.edge(key)).collect();
    let mut nodes: Vec<Node> = Vec::new();
    for ((mut node, card), frame) in graph.nodes.into_iter().zip(card_of).zip(frame_of) {
        if card.is_none() {
            node.group = frame.map(group_id);
            nodes.push(node);
        }
    }
    for card in &mut cards {
        for edge in edges.iter().filter(|edge| edge.kind == EdgeKind::Request) {
            if edge.target == card.id {
                card.inbound.merge(&edge.rates);
            }
            if edge.source == card.id {
                card.outbound.merge(&edge.rates);
            }
        }
        card.idle = card.card.iter().flat_map(|card| &card.apps).all(|app| app.rates.total() <= 0.0);
    }
    nodes.append(&mut cards);
    sort_by(&mut nodes, |one, other| {
        let key = |node: &Node| {
            (node.namespace.clone(), if node.app.is_empty() { node.label.clone() } else { node.app.clone() })
        };
        key(one).cmp(&key(other))
    });
    Graph { graph_type: graph.graph_type, nodes, edges, groups }
}

/// Edges that are shown as one.
#[derive(Default)]
struct Sum {
    edge: Option<Edge>,
    count: u32,
}

impl Sum {
    fn add(&mut self, other: Edge) {
        self.count += 1;
        let Some(edge) = &mut self.edge else {
            self.edge = Some(other);
            return;
        };
        let (before, more) = (edge.rates.total(), other.rates.total());
        edge.flags = flags((&edge.flags, before), (&other.flags, more));
        edge.response_times = match (edge.response_times, other.response_times) {
            (Some(one), Some(other)) if before + more > 0.0 => Some(mean(one, before, other, more)),
            (one, other) => one.or(other),
        };
        if !(edge.protocols.is_empty() && other.protocols.is_empty()) {
            let mut protocols: Vec<ProtocolRates> = edge.by_protocol().collect();
            other.by_protocol().for_each(|more| add_rates(&mut protocols, &more));
            edge.protocols = protocols;
        }
        if before + more > 0.0 {
            edge.mutual_tls = (edge.mutual_tls * before + other.mutual_tls * more) / (before + more);
        }
        edge.rates.merge(&other.rates);
        edge.retries += other.retries;
        edge.idle &= other.idle;
        edge.unused &= other.unused;
    }

    /// One edge alone stays what it is, but for its ends; of several the figures of one say nothing.
    fn edge(self, (source, target, kind): (String, String, EdgeKind)) -> Option<Edge> {
        let mut edge = self.edge?;
        let is_itself = edge.source == source && edge.target == target && self.count == 1;
        if !is_itself {
            edge.id = format!("{source}>{target}{}", if kind == EdgeKind::Mirror { "~mirror" } else { "" });
            (edge.source, edge.target, edge.kind) = (source, target, kind);
            (edge.share, edge.weight) = (None, None);
            edge.health = health::of_rates(&edge.rates);
        }
        Some(edge)
    }
}

fn flags((one, of_one): (&[FlagShare], f64), (other, of_other): (&[FlagShare], f64)) -> Vec<FlagShare> {
    let total = of_one + of_other;
    if total <= 0.0 {
        return one.to_vec();
    }
    let mut sums: OrderedMap<(Protocol, u16, &str), f64> = OrderedMap::new();
    for (shares, rate) in [(one, of_one), (other, of_other)] {
        for share in shares {
            *sums.entry((share.protocol, share.status, share.flags.as_str())).or_default() +=
                share.percent * rate / total;
        }
    }
    let share = |((protocol, status, flags), percent): (&(Protocol, u16, &str), &f64)| FlagShare {
        status: *status,
        flags: (*flags).to_owned(),
        protocol: *protocol,
        percent: *percent,
    };
    let mut flags: Vec<FlagShare> = sums.iter().map(share).collect();
    sort_by(&mut flags, |a, b| b.percent.total_cmp(&a.percent));
    flags
}
