//! What a failure causes on the stage is seen when its dot is back: it counts among the errors of its edges and nodes, colours them
//! where it is the first, and a pod that is ejected for it has its ring. Time line and log keep simulated time.

use std::borrow::Cow;

use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_view::{Edge, EdgeIndex, EventKind, Frame, Health, Node, Rates};

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
    /// By edge and node what comes in and goes out too many errors of: those that a frame counts and whose dots are on their way.
    counted: OrderedMap<String, [Rates; 2]>,
    /// Pods whose ejection is.
    pub(super) pods: OrderedSet<String>,
}

impl Early {
    /// An edge as it is to be seen.
    pub(super) fn edge<'a>(&self, edge: &'a Edge) -> Cow<'a, Edge> {
        let Some([rates, _]) = self.seen(&edge.id, [edge.rates, Rates::default()]) else { return Cow::Borrowed(edge) };
        let health = if rates.error_percent() > 0.0 { edge.health } else { calm(edge.health) };
        Cow::Owned(Edge { rates, health, ..edge.clone() })
    }

    /// How many failures at a node are counted in a window of so many seconds whose dots are on their way; `None` where its
    /// first ones are.
    pub(super) fn failures_at(&self, id: &str, window: f64) -> Option<u32> {
        if self.ids.contains(id) {
            return None;
        }
        let rates = self.counted.get(id).map(|[inbound, _]| inbound.total()).unwrap_or_default();
        Some((rates * window.max(1.0)).round() as u32)
    }

    /// A node as it is to be seen.
    pub(super) fn node<'a>(&self, node: &'a Node) -> Cow<'a, Node> {
        let has_ejected = |node: &Node| node.badges.ejected.iter().any(|ejected| self.pods.contains(&ejected.pod));
        let seen = self.seen(&node.id, [node.inbound, node.outbound]);
        if seen.is_none() && !has_ejected(node) {
            return Cow::Borrowed(node);
        }
        let mut node = node.clone();
        if let Some([inbound, outbound]) = seen {
            (node.inbound, node.outbound) = (inbound, outbound);
            if self.ids.contains(&node.id) {
                node.health = calm(node.health);
            }
        }
        node.badges.ejected.retain(|ejected| !self.pods.contains(&ejected.pod));
        Cow::Owned(node)
    }
}

impl Early {
    /// What is seen of what comes in and goes out, where that is not all.
    fn seen(&self, id: &str, rates: [Rates; 2]) -> Option<[Rates; 2]> {
        if self.ids.contains(id) {
            return Some(rates.map(|rates| rates.without_errors()));
        }
        let [inbound, outbound] = self.counted.get(id)?;
        Some([rates[0].with_fewer_errors(inbound), rates[1].with_fewer_errors(outbound)])
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
    /// What is early at a moment; `on_their_way` are the failures whose dots are not back: by edge, and when they were answered;
    /// `told` those that the figures count, with their statuses.
    pub(super) fn look(
        &mut self,
        frame: &Frame,
        number: u32,
        on_their_way: &[(EdgeIndex, f64)],
        told: impl Iterator<Item = (EdgeIndex, f64, u16)>,
    ) -> &Early {
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
        // Figures are others once a frame brings them, and a first error is seen at once.
        let is_as_before = self.looked == number && self.early.ids == ids;
        let counted = if is_as_before { std::mem::take(&mut self.early.counted) } else { counted(frame, told) };
        self.early = Early { ids, counted, pods };
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

/// Failures that a frame counts, though they are on their way.
fn counted(frame: &Frame, told: impl Iterator<Item = (EdgeIndex, f64, u16)>) -> OrderedMap<String, [Rates; 2]> {
    let mut counted = OrderedMap::<String, [Rates; 2]>::new();
    let rate = 1.0 / frame.window.max(1.0);
    for (edge, _, status) in told.filter(|(_, answered, _)| *answered <= frame.time) {
        let Some(edge) = frame.graph.edges.get(edge.index()) else { continue };
        for (id, place) in [(&edge.id, 0), (&edge.target, 0), (&edge.source, 1)] {
            counted.entry(id.clone()).or_default()[place].add(status, rate);
        }
    }
    counted
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
            let early = watch.look(frame, number, on_their_way, std::iter::empty());
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
    fn each_error_counts_once_its_dot_is_back() {
        let mut watch = Watch::default();
        // Three errors of six requests in the window, of which two are known to be seen.
        let at = Frame { time: 4.0, window: 3.0, ..frame(1.0, None) };
        let seen = |watch: &mut Watch, number: u32, told: &[(EdgeIndex, f64, u16)]| {
            let early = watch.look(&at, number, &[], told.iter().copied());
            let (edge, target) = (early.edge(&at.graph.edges[0]), early.node(&at.graph.nodes[1]));
            assert_eq!(edge.rates, target.inbound);
            assert_eq!(early.node(&at.graph.nodes[0]).inbound, at.graph.nodes[0].inbound, "it only sends");
            ((3.0 * edge.rates.server_error).round(), edge.rates.total(), edge.health == Health::Failure)
        };
        let (first, second) = ((EdgeIndex(0), 3.9, 503), (EdgeIndex(0), 3.95, 500));
        assert_eq!(seen(&mut watch, 1, &[first, second]), (1.0, 3.0, true));
        assert_eq!(seen(&mut watch, 1, &[second]), (1.0, 3.0, true), "figures change with a frame");
        assert_eq!(seen(&mut watch, 2, &[second]), (2.0, 3.0, true));
        // What happens after the frame is not in its figures.
        assert_eq!(seen(&mut watch, 3, &[(EdgeIndex(0), 4.1, 503)]), (3.0, 3.0, true));
        let all = [first, second, (EdgeIndex(0), 4.0, 503)];
        assert_eq!(seen(&mut watch, 4, &all), (0.0, 3.0, false), "nothing is seen to have failed");
        assert_eq!(seen(&mut watch, 5, &[]), (3.0, 3.0, true));
    }

    #[test]
    fn an_ejection_is_seen_when_the_answer_that_it_is_for_is_back() {
        let mut watch = Watch::default();
        let frame = frame(1.0, Some(4.0));
        for (on_their_way, shows) in
            [(&[(EdgeIndex(0), 4.0)][..], false), (&[(EdgeIndex(0), 3.5), (EdgeIndex(0), 4.2)], true), (&[], true)]
        {
            let early = watch.look(&frame, 1, on_their_way, std::iter::empty());
            assert_eq!(!early.node(&frame.graph.nodes[0]).badges.ejected.is_empty(), shows, "{on_their_way:?}");
            assert_eq!(!early.pods.contains("b-1"), shows);
        }
    }
}
