//! The frame that is shown, with its nodes and edges found by id, and what of it changed.

use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_view::{Changed, Edge, EdgeCurve, Frame, Graph, Node, NodeKind, NodePlace, Panel, PodState, Point, Update};

/// A frame and what was asked of the session together with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    pub(crate) frame: Frame,
    pub(crate) panel: Option<Panel>,
    pub(crate) versions: Versions,
    /// The moment's number, by which the engine tells the next one; 0 where it is none of this engine's.
    number: u32,
    touched: Touched,
    nodes: OrderedMap<String, usize>,
    edges: OrderedMap<String, usize>,
    pods: OrderedMap<String, Vec<usize>>,
}

/// Each counts up when a part of the frame is another one: who shows a long part looks at these alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    /// Which nodes and edges there are, in which order.
    pub(crate) ids: u32,
    pub(crate) layout: u32,
    pub(crate) gutter: u32,
    pub(crate) drift: u32,
    pub(crate) ghosts: u32,
    pub(crate) clients: u32,
    pub(crate) events: u32,
    pub(crate) log: u32,
}

/// The nodes and edges that may look different since somebody has last asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Touched {
    #[default]
    All,
    These(OrderedSet<String>),
}

impl Shown {
    pub(crate) fn new(frame: Frame, panel: Option<Panel>) -> Self {
        let mut shown = Self { frame, panel, ..Self::default() };
        shown.find();
        shown
    }

    /// Goes on to another moment; false where that is told by what differs from one that is not shown.
    #[must_use]
    pub(crate) fn take(&mut self, mut update: Update) -> bool {
        let panel = update.panel.take();
        let Some(changed) = update.apply((&mut self.number, &mut self.frame)) else { return false };
        self.panel = panel;
        let has_other_ids = !self.is_found(&changed);
        if has_other_ids {
            self.find();
        }
        let versions = &mut self.versions;
        for (version, is_other) in [
            (&mut versions.ids, has_other_ids),
            (&mut versions.layout, changed.layout),
            (&mut versions.gutter, changed.gutter),
            (&mut versions.drift, changed.drift),
            (&mut versions.ghosts, changed.ghosts),
            (&mut versions.clients, changed.clients),
            (&mut versions.events, changed.events),
            (&mut versions.log, changed.log),
        ] {
            *version += u32::from(is_other);
        }
        self.touch(&changed, has_other_ids || changed.layout);
        true
    }

    /// Moves a node of the drawing with what goes with it, until the engine tells where everything stands then.
    pub(crate) fn carry(&mut self, id: &str, by: Point) {
        let Frame { graph, layout, .. } = &mut self.frame;
        let carried = layout.carry(graph, id, by);
        let nodes: OrderedSet<&String> =
            carried.iter().filter_map(|at| graph.nodes.get(*at)).map(|node| &node.id).collect();
        let touches = |edge: &&Edge| nodes.contains(&edge.source) || nodes.contains(&edge.target);
        if let Touched::These(touched) = &mut self.touched {
            touched.extend(graph.edges.iter().filter(touches).map(|edge| edge.id.clone()));
            touched.extend(nodes.into_iter().cloned());
        }
        self.versions.layout += 1;
    }

    /// The number by which the engine knows what is shown.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// There is another engine, which has told nothing yet.
    pub(crate) fn is_told_anew(&mut self) {
        self.number = 0;
    }

    /// What may look different since this was last asked.
    pub(crate) fn take_touched(&mut self) -> Touched {
        std::mem::replace(&mut self.touched, Touched::These(OrderedSet::new()))
    }

    fn touch(&mut self, changed: &Changed, all: bool) {
        let Touched::These(touched) = &mut self.touched else { return };
        if all {
            self.touched = Touched::All;
            return;
        }
        let Frame { graph, pods, .. } = &self.frame;
        let nodes = at(&changed.nodes, &graph.nodes).map(|node| &node.id);
        let edges = at(&changed.edges, &graph.edges).map(|edge| &edge.id);
        let pods = at(&changed.pods, pods).map(|pod| &pod.node);
        touched.extend(nodes.chain(edges).chain(pods).cloned());
    }

    /// Whether nodes, edges and pods are where they are known to be.
    fn is_found(&self, changed: &Changed) -> bool {
        let Frame { graph, pods, .. } = &self.frame;
        let count = self.pods.values().map(Vec::len).sum::<usize>();
        (self.nodes.len(), self.edges.len(), count) == (graph.nodes.len(), graph.edges.len(), pods.len())
            && places(&changed.nodes, &graph.nodes).all(|(place, node)| self.nodes.get(&node.id) == Some(&place))
            && places(&changed.edges, &graph.edges).all(|(place, edge)| self.edges.get(&edge.id) == Some(&place))
            && places(&changed.pods, pods)
                .all(|(place, pod)| self.pods.get(&pod.node).is_some_and(|places| places.contains(&place)))
    }

    fn find(&mut self) {
        let Frame { graph, pods, .. } = &self.frame;
        self.nodes = graph.nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        self.edges = graph.edges.iter().enumerate().map(|(at, edge)| (edge.id.clone(), at)).collect();
        self.pods = OrderedMap::new();
        for (at, pod) in pods.iter().enumerate() {
            self.pods.entry(pod.node.clone()).or_default().push(at);
        }
    }

    pub(crate) fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.get(id).and_then(|at| self.frame.graph.nodes.get(*at))
    }

    /// Whether a node is one of the first `most` of the graph: those are drawn.
    pub(crate) fn is_among(&self, id: &str, most: usize) -> bool {
        self.nodes.get(id).is_some_and(|at| *at < most)
    }

    pub(crate) fn edge(&self, id: &str) -> Option<&Edge> {
        self.edges.get(id).and_then(|at| self.frame.graph.edges.get(*at))
    }

    /// The pods of a node.
    pub(crate) fn pods(&self, id: &str) -> impl Iterator<Item = &PodState> {
        self.pods.get(id).into_iter().flatten().filter_map(|at| self.frame.pods.get(*at))
    }

    pub(crate) fn place(&self, id: &str) -> Option<&NodePlace> {
        self.nodes.get(id).and_then(|at| self.frame.layout.nodes.get(*at))
    }

    pub(crate) fn curve(&self, id: &str) -> Option<&EdgeCurve> {
        self.edges.get(id).and_then(|at| self.frame.layout.edges.get(*at))
    }

    /// A node's name for people: with its app where the label is just the version.
    pub(crate) fn name(&self, id: &str) -> String {
        self.node(id).map(name).unwrap_or_else(|| id.to_owned())
    }
}

/// Those of a list that are at places.
fn at<'a, T>(places: &'a Option<Vec<u32>>, list: &'a [T]) -> impl Iterator<Item = &'a T> {
    self::places(places, list).map(|(_, item)| item)
}

fn places<'a, T>(places: &'a Option<Vec<u32>>, list: &'a [T]) -> impl Iterator<Item = (usize, &'a T)> {
    let places = places.iter().flatten().map(|place| *place as usize);
    places.filter_map(|place| Some((place, list.get(place)?)))
}

/// A node's name for people: `staff-service risky`.
pub(crate) fn name(node: &Node) -> String {
    let version_alone = !node.version.is_empty() && node.label == node.version && !node.app.is_empty();
    if version_alone { format!("{} {}", node.app, node.version) } else { node.label.clone() }
}

/// The node that a name means: a workload before a service, a label or an app of that name.
pub(crate) fn node_named<'a>(graph: &'a Graph, name: &str) -> Option<&'a Node> {
    let rank = |node: &Node| {
        let is_service = node.kind == NodeKind::Service && node.service == name;
        [node.workload == name, is_service, node.label == name, node.app == name].iter().position(|is| *is)
    };
    let ranked = graph.nodes.iter().filter_map(|node| Some((rank(node)?, &node.id, node)));
    ranked.min_by_key(|(rank, id, _)| (*rank, *id)).map(|(.., node)| node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{Moment, Rates};

    fn frame(ids: &[&str], ok: f64) -> Frame {
        let mut frame = Frame::default();
        let place = |id: &&str| NodePlace {
            id: (*id).into(),
            center: mesh_view::Point::default(),
            anchor: mesh_view::Point::default(),
            size: 40.0,
            rank: 0,
            order: 0,
            lines: Vec::new(),
            side: mesh_view::NameSide::Below,
        };
        frame.layout.nodes = ids.iter().map(place).collect();
        let pod = |id: &&str| PodState { name: format!("{id}-1"), node: (*id).into(), ..PodState::default() };
        frame.pods = ids.iter().map(pod).collect();
        frame.graph.nodes = ids.iter().map(|id| node(id)).collect();
        if let Some(first) = frame.graph.nodes.first_mut() {
            first.inbound = Rates { ok, ..Rates::default() };
        }
        frame
    }

    fn node(id: &str) -> Node {
        Node {
            id: id.into(),
            kind: mesh_view::NodeKind::App,
            label: id.into(),
            app: id.into(),
            pods_ready: 1,
            pods_total: 1,
            ..Node::default()
        }
    }

    #[test]
    fn a_workload_is_meant_before_an_app_of_the_same_name() {
        let of = |id: &str, app: &str, workload: &str| Node { app: app.into(), workload: workload.into(), ..node(id) };
        let graph = Graph { nodes: vec![of("1", "a", "a-v2"), of("2", "b", "a")], ..Graph::default() };
        let found = |name: &str| node_named(&graph, name).map(|node| node.id.as_str());
        assert_eq!((found("a"), found("b"), found("c")), (Some("2"), Some("2"), None));
    }

    #[test]
    fn an_update_touches_what_it_changes_alone() {
        let mut shown = Shown::default();
        let frames = [
            (frame(&["a", "b"], 0.0), Touched::All),
            (frame(&["a", "b"], 2.0), Touched::These(["a".to_owned()].into())),
            (frame(&["a", "b"], 2.0), Touched::These(OrderedSet::new())),
            (frame(&["a", "c"], 2.0), Touched::All),
        ];
        let (mut known, mut number) = (Frame::default(), 0);
        for (frame, touched) in frames {
            let moment = Moment { frame, ..Moment::default() };
            assert!(shown.take(Update::between((number, &known), (number + 1, &moment))));
            (known, number) = (moment.frame, number + 1);
            assert_eq!((&shown.frame, shown.number()), (&known, number));
            assert_eq!(shown.take_touched(), touched);
        }
        assert!(shown.node("b").is_none() && shown.pods("c").count() == 1);
        assert_eq!(shown.versions, Versions { ids: 2, layout: 2, ..Versions::default() });
        assert!(!shown.take(Update { from: 1, number: 9, ..Update::default() }));
    }
}
