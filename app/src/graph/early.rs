//! What a failure causes on the stage is seen when its dot is back: the error figure beside an edge, the colour of a node, the ring
//! of a pod that is ejected. Time line and log keep simulated time.

use std::borrow::Cow;

use mesh_ordered::OrderedSet;
use mesh_view::{Edge, EdgeIndex, EventKind, Frame, Health, Node};

/// In a graph of more nodes nothing is held back: nobody could follow one dot.
const MOST: usize = 300;
/// Events of a frame that are looked at, the last ones.
const LATEST: usize = 24;
/// Between the answer that an ejection is for and the ejection, at most, in simulated seconds.
const AT_ONCE: f64 = 0.01;

/// Whether anything is held back in a graph.
pub(super) fn waits_for_dots(frame: &Frame) -> bool {
    frame.graph.nodes.len() <= MOST
}

/// What is known and not to be seen yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Early {
    /// Nodes and edges whose first errors are on their way.
    ids: OrderedSet<String>,
    /// Pods whose ejection is.
    pub(super) pods: OrderedSet<String>,
}

impl Early {
    /// An edge as it is to be seen.
    pub(super) fn edge<'a>(&self, edge: &'a Edge) -> Cow<'a, Edge> {
        if !self.ids.contains(&edge.id) {
            return Cow::Borrowed(edge);
        }
        Cow::Owned(Edge { rates: edge.rates.without_errors(), health: calm(edge.health), ..edge.clone() })
    }

    /// A node as it is to be seen.
    pub(super) fn node<'a>(&self, node: &'a Node) -> Cow<'a, Node> {
        let has_ejected = |node: &Node| node.badges.ejected.iter().any(|ejected| self.pods.contains(&ejected.pod));
        if !self.ids.contains(&node.id) && !has_ejected(node) {
            return Cow::Borrowed(node);
        }
        let mut node = node.clone();
        if self.ids.contains(&node.id) {
            (node.inbound, node.outbound) = (node.inbound.without_errors(), node.outbound.without_errors());
            node.health = calm(node.health);
        }
        node.badges.ejected.retain(|ejected| !self.pods.contains(&ejected.pod));
        Cow::Owned(node)
    }
}

fn calm(health: Health) -> Health {
    if matches!(health, Health::Degraded | Health::Failure) { Health::Healthy } else { health }
}

/// What it takes to know that.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Nodes and edges that showed no error when they were looked at last.
    calm: OrderedSet<String>,
    /// The moment of that.
    looked: u32,
    early: Early,
}

impl Watch {
    /// What is early at a moment; `on_their_way` are the failures whose dots are not back: by edge, and when they were answered.
    pub(super) fn look(&mut self, frame: &Frame, number: u32, on_their_way: &[(EdgeIndex, f64)]) -> &Early {
        let mut ids = OrderedSet::new();
        for edge in on_their_way.iter().filter_map(|(edge, _)| frame.graph.edges.get(edge.index())) {
            let is_held = |id: &&String| self.calm.contains(*id) || self.early.ids.contains(*id);
            ids.extend([&edge.id, &edge.source, &edge.target].into_iter().filter(is_held).cloned());
        }
        let is_on_its_way =
            |at: f64| on_their_way.iter().any(|(_, answered)| (-1e-6..AT_ONCE).contains(&(at - answered)));
        let latest = frame.events.iter().rev().take(LATEST);
        let ejected = latest.filter(|event| event.kind == EventKind::Ejection && is_on_its_way(event.at));
        let pods = ejected.map(|event| event.host.clone()).collect();
        self.early = Early { ids, pods };
        if self.looked != number {
            self.looked = number;
            self.calm = if waits_for_dots(frame) { calm_in(frame) } else { OrderedSet::new() };
            // What shows none for the first time since it is held still counts as showing none.
            self.calm.extend(self.early.ids.iter().cloned());
        }
        &self.early
    }

    /// Forgets what was seen, since the run jumped.
    pub(super) fn jump(&mut self) {
        *self = Self::default();
    }
}

fn calm_in(frame: &Frame) -> OrderedSet<String> {
    let edges = frame.graph.edges.iter().filter(|edge| edge.rates.error_percent() == 0.0).map(|edge| edge.id.clone());
    let has_none = |node: &&Node| {
        let errors = node.inbound.error_percent() + node.outbound.error_percent();
        errors == 0.0 && !matches!(node.health, Health::Degraded | Health::Failure)
    };
    edges.chain(frame.graph.nodes.iter().filter(has_none).map(|node| node.id.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{EjectedPod, MeshEvent, Rates, Words};

    fn frame(errors: f64, ejected_at: Option<f64>) -> Frame {
        let rates = Rates { ok: 2.0, server_error: errors, ..Rates::default() };
        let health = if errors > 0.0 { Health::Failure } else { Health::Healthy };
        let mut frame = Frame::default();
        let edge = Edge { id: "a>b".into(), source: "a".into(), target: "b".into(), rates, health, ..Edge::default() };
        frame.graph.edges = vec![edge];
        let node = |id: &str| Node { id: id.into(), inbound: rates, health, ..Node::default() };
        frame.graph.nodes = vec![node("a"), node("b")];
        if let Some(at) = ejected_at {
            let (client, seconds_left) = ("a-1".to_owned(), 30.0);
            let ejected = EjectedPod { pod: "b-1".into(), client, seconds_left };
            frame.graph.nodes.iter_mut().for_each(|node| node.badges.ejected = vec![ejected.clone()]);
            let event = MeshEvent {
                at,
                kind: EventKind::Ejection,
                client: "a-1".into(),
                cluster: String::new(),
                host: "b-1".into(),
                text: Words::theirs(""),
                count: 1,
                span: None,
            };
            frame.events = vec![event];
        }
        frame
    }

    #[test]
    fn the_first_error_is_seen_when_its_dot_is_back_and_no_later() {
        let mut watch = Watch::default();
        let shows = |watch: &mut Watch, frame: &Frame, number: u32, on_their_way: &[(EdgeIndex, f64)]| {
            let early = watch.look(frame, number, on_their_way);
            let edge = early.edge(&frame.graph.edges[0]);
            assert!((edge.rates.total() - frame.graph.edges[0].rates.total()).abs() < 1e-9);
            (edge.rates.error_percent() > 0.0, early.node(&frame.graph.nodes[1]).health == Health::Failure)
        };
        assert_eq!(shows(&mut watch, &frame(0.0, None), 1, &[]), (false, false));
        assert_eq!(shows(&mut watch, &frame(1.0, None), 2, &[(EdgeIndex(0), 4.0)]), (false, false));
        assert_eq!(shows(&mut watch, &frame(1.0, None), 3, &[(EdgeIndex(0), 4.0)]), (false, false));
        assert_eq!(shows(&mut watch, &frame(1.0, None), 4, &[]), (true, true));
        // Others come later: what is seen stays.
        assert_eq!(shows(&mut watch, &frame(1.0, None), 5, &[(EdgeIndex(0), 6.0)]), (true, true));
        watch.jump();
        assert_eq!(shows(&mut watch, &frame(1.0, None), 6, &[(EdgeIndex(0), 7.0)]), (true, true));
    }

    #[test]
    fn an_ejection_is_seen_when_the_answer_that_it_is_for_is_back() {
        let mut watch = Watch::default();
        let frame = frame(1.0, Some(4.0));
        for (on_their_way, shows) in
            [(&[(EdgeIndex(0), 4.0)][..], false), (&[(EdgeIndex(0), 3.5), (EdgeIndex(0), 4.2)], true), (&[], true)]
        {
            let early = watch.look(&frame, 1, on_their_way);
            assert_eq!(!early.node(&frame.graph.nodes[0]).badges.ejected.is_empty(), shows, "{on_their_way:?}");
            assert_eq!(!early.pods.contains("b-1"), shows);
        }
    }
}
