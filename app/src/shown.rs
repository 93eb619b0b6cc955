//! The frame that is shown, with its nodes and edges found by id.

use std::collections::BTreeMap;

use mesh_view::{Edge, EdgeCurve, Frame, Node, NodePlace, Panel, PodState};

/// A frame and what was asked of the session together with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    pub(crate) frame: Frame,
    pub(crate) panel: Option<Panel>,
    nodes: BTreeMap<String, usize>,
    edges: BTreeMap<String, usize>,
    pods: BTreeMap<String, Vec<usize>>,
}

impl Shown {
    pub(crate) fn new(frame: Frame, panel: Option<Panel>) -> Self {
        let nodes = frame.graph.nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        let edges = frame.graph.edges.iter().enumerate().map(|(at, edge)| (edge.id.clone(), at)).collect();
        let mut pods: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, pod) in frame.pods.iter().enumerate() {
            pods.entry(pod.node.clone()).or_default().push(at);
        }
        Self { frame, panel, nodes, edges, pods }
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

/// A node's name for people: `staff-service risky`.
pub(crate) fn name(node: &Node) -> String {
    let version_alone = !node.version.is_empty() && node.label == node.version && !node.app.is_empty();
    if version_alone { format!("{} {}", node.app, node.version) } else { node.label.clone() }
}
