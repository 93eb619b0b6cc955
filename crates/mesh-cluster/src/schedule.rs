//! Which node a pod runs on.

use mesh_config::model::PodSpec;
use mesh_ordered::OrderedMap;

use crate::{Node, NodeIndex};

/// Places pods one after another.
#[derive(Debug)]
pub(crate) struct Scheduler<'a> {
    nodes: &'a [Node],
    pods_on: Vec<u32>,
}

impl<'a> Scheduler<'a> {
    pub(crate) fn new(nodes: &'a [Node]) -> Self {
        Self { nodes, pods_on: vec![0; nodes.len()] }
    }

    /// The nodes that a pod may run on, in order.
    pub(crate) fn feasible(&self, spec: Option<&PodSpec>) -> Vec<NodeIndex> {
        let named = spec.and_then(|spec| spec.node_name.as_ref());
        let fits = |node: &Node| match named {
            Some(name) => node.name == name.value,
            None => !node.unschedulable && spec.is_none_or(|spec| selects(spec, &node.labels)),
        };
        (0..).map(NodeIndex).zip(self.nodes).filter(|(_, node)| fits(node)).map(|(index, _)| index).collect()
    }

    /// The feasible node with the fewest pods, the first of those.
    pub(crate) fn place(&mut self, spec: Option<&PodSpec>) -> Option<NodeIndex> {
        let feasible = self.feasible(spec);
        let node =
            feasible.into_iter().min_by_key(|node| self.pods_on.get(node.index()).copied().unwrap_or_default())?;
        self.occupy(node);
        Some(node)
    }

    /// Counts a pod on a node.
    pub(crate) fn occupy(&mut self, node: NodeIndex) {
        if let Some(pods) = self.pods_on.get_mut(node.index()) {
            *pods += 1;
        }
    }
}

fn selects(spec: &PodSpec, labels: &OrderedMap<String, String>) -> bool {
    spec.node_selector.iter().all(|(key, value)| labels.get(key) == Some(&value.value))
}
