//! What of a graph is shown: Kiali's Display menu, node graph, find and hide.

use mesh_ordered::OrderedSet;

use crate::build::{EdgePath, build_whole};
use crate::find::Meets;
use crate::{EdgeIndex, FindError, Graph, GraphOptions, GraphType, Query, Traffic};

/// A graph as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Nodes and edges that are left, with what is found in them.
    pub graph: Graph,
    /// For each flow the indices of the edges that it runs over, as far as they are left.
    pub paths: Vec<EdgePath>,
    /// What the find field met, or why it cannot be read.
    pub found: Result<Met, FindError>,
    /// What the hide field met, or why it cannot be read.
    pub hidden: Result<Met, FindError>,
}

/// How much an expression met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Nodes.
    pub nodes: u32,
    /// Edges.
    pub edges: u32,
}

/// Builds the graph of a window as the options want it.
#[must_use]
pub fn build_for(traffic: &Traffic, graph_type: GraphType, options: &GraphOptions) -> Shown {
    let (graph, paths) = build_whole(traffic, graph_type, options);
    let mut left = Left::all(&graph);
    left.without_idle(&graph, options);
    if let Some(focus) = &options.focus {
        left.around(&graph, focus);
    }
    let hidden = Query::parse(&options.hide).map(|query| {
        let meets = query.meets(&graph, traffic);
        let met = left.met(&meets);
        left.without(&graph, &meets);
        met
    });
    let (mut graph, paths) = left.take(graph, paths);
    let found = Query::parse(&options.find).map(|query| {
        if query.is_empty() {
            return Met::default();
        }
        let meets = query.meets(&graph, traffic);
        let met = Left::all(&graph).met(&meets);
        graph.nodes.iter_mut().zip(meets.nodes).for_each(|(node, found)| node.found = Some(found));
        graph.edges.iter_mut().zip(meets.edges).for_each(|(edge, found)| edge.found = Some(found));
        met
    });
    Shown { graph, paths, found, hidden }
}

/// Which nodes and edges are left.
struct Left {
    nodes: Vec<bool>,
    edges: Vec<bool>,
}

impl Left {
    fn all(graph: &Graph) -> Self {
        Self { nodes: vec![true; graph.nodes.len()], edges: vec![true; graph.edges.len()] }
    }

    /// Those that an expression meets of what is left.
    fn met(&self, meets: &Meets) -> Met {
        let count =
            |left: &[bool], meets: &[bool]| left.iter().zip(meets).filter(|(left, meets)| **left && **meets).count();
        Met { nodes: count(&self.nodes, &meets.nodes) as u32, edges: count(&self.edges, &meets.edges) as u32 }
    }

    fn without_idle(&mut self, graph: &Graph, options: &GraphOptions) {
        if !options.idle_edges {
            self.edges.iter_mut().zip(&graph.edges).for_each(|(left, edge)| *left &= !edge.idle);
        }
        if !options.idle_nodes {
            let ends = self.ends(graph);
            let stays = |node: &crate::Node| !node.idle || ends.contains(node.id.as_str());
            self.nodes.iter_mut().zip(&graph.nodes).for_each(|(left, node)| *left &= stays(node));
        }
    }

    /// A node, those that call it over any number of others, and those that it calls; nothing changes where it is not there.
    fn around(&mut self, graph: &Graph, id: &str) {
        if graph.node(id).is_none() {
            return;
        }
        let mut kept: OrderedSet<&str> = [id].into_iter().collect();
        for is_caller in [true, false] {
            let mut reached: OrderedSet<&str> = [id].into_iter().collect();
            let mut next = vec![id];
            while let Some(at) = next.pop() {
                for edge in &graph.edges {
                    let (here, there) =
                        if is_caller { (&edge.target, &edge.source) } else { (&edge.source, &edge.target) };
                    if here == at && reached.insert(there.as_str()) {
                        next.push(there);
                    }
                }
            }
            kept.extend(reached);
        }
        self.nodes.iter_mut().zip(&graph.nodes).for_each(|(left, node)| *left &= kept.contains(node.id.as_str()));
    }

    /// Takes away what an expression meets, and nodes that have no edge any more because of it (Kiali).
    fn without(&mut self, graph: &Graph, meets: &Meets) {
        let before = self.ends(graph).into_iter().map(str::to_owned).collect::<OrderedSet<String>>();
        self.nodes.iter_mut().zip(&meets.nodes).for_each(|(left, meets)| *left &= !meets);
        self.edges.iter_mut().zip(&meets.edges).for_each(|(left, meets)| *left &= !meets);
        let now = self.ends(graph);
        let stays = |node: &crate::Node| now.contains(node.id.as_str()) || !before.contains(&node.id);
        self.nodes.iter_mut().zip(&graph.nodes).for_each(|(left, node)| *left &= stays(node));
    }

    /// The nodes at the ends of edges that are left.
    fn ends<'a>(&self, graph: &'a Graph) -> OrderedSet<&'a str> {
        let nodes: OrderedSet<&str> =
            graph.nodes.iter().zip(&self.nodes).filter(|(_, left)| **left).map(|(node, _)| node.id.as_str()).collect();
        let has_ends =
            |edge: &&crate::Edge| nodes.contains(edge.source.as_str()) && nodes.contains(edge.target.as_str());
        let edges = graph.edges.iter().zip(&self.edges).filter(|(_, left)| **left).map(|(edge, _)| edge);
        edges.filter(has_ends).flat_map(|edge| [edge.source.as_str(), edge.target.as_str()]).collect()
    }

    /// The graph of what is left.
    fn take(self, graph: Graph, mut paths: Vec<EdgePath>) -> (Graph, Vec<EdgePath>) {
        if self.nodes.iter().chain(&self.edges).all(|left| *left) {
            return (graph, paths);
        }
        let Graph { graph_type, nodes, edges, groups } = graph;
        let mut nodes: Vec<crate::Node> =
            nodes.into_iter().zip(self.nodes).filter(|(_, left)| *left).map(|(node, _)| node).collect();
        // A triangle whose app is gone stands by itself.
        let standing: OrderedSet<String> =
            nodes.iter().flat_map(|node| [Some(node.id.clone()), node.parent.clone()]).flatten().collect();
        for node in &mut nodes {
            node.sits_on = node.sits_on.take().filter(|whole| standing.contains(whole));
        }
        let mut places = Vec::with_capacity(edges.len());
        let mut kept = Vec::new();
        for (edge, left) in edges.into_iter().zip(self.edges) {
            let stays = left && standing.contains(&edge.source) && standing.contains(&edge.target);
            places.push(stays.then_some(EdgeIndex(kept.len() as u32)));
            if stays {
                kept.push(edge);
            }
        }
        for edge in paths.iter_mut().flatten() {
            *edge = edge.and_then(|edge| places.get(edge.index()).copied().flatten());
        }
        (Graph { graph_type, nodes, edges: kept, groups }, paths)
    }
}
