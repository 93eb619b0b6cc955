//! What gets a place as one: a node with the triangle that sits on it, or the versions of an app in their box.

use mesh_ordered::OrderedMap;

use crate::{Graph, NodeKind};

/// Nodes that stand and move together.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The box around them.
    pub(super) parent: Option<String>,
    /// Nodes by index, in the order in which they stand.
    pub(super) members: Vec<usize>,
    /// The service whose triangle sits on the one node, or on the edge of the box.
    pub(super) triangle: Option<usize>,
}

impl Block {
    /// Columns that it takes: a triangle on a box has one of its own, so that the split has room.
    pub(super) fn span(&self) -> usize {
        if self.parent.is_some() && self.triangle.is_some() { 2 } else { 1 }
    }
}

/// A graph's nodes in blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    pub(super) all: Vec<Block>,
    /// The block of each node.
    pub(super) of_node: Vec<usize>,
}

impl Blocks {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut blocks = Self { all: Vec::new(), of_node: vec![0; graph.nodes.len()] };
        let mut known: OrderedMap<&str, usize> = OrderedMap::new();
        let sits = |node: &crate::Node| node.kind == NodeKind::Service && node.sits_on.is_some();
        for (index, node) in graph.nodes.iter().enumerate().filter(|(_, node)| !sits(node)) {
            let whole = node.parent.as_deref().unwrap_or(&node.id);
            let block = *known.entry(whole).or_insert_with(|| {
                blocks.all.push(Block { parent: node.parent.clone(), ..Block::default() });
                blocks.all.len() - 1
            });
            blocks.all[block].members.push(index);
            blocks.of_node[index] = block;
        }
        for (index, node) in graph.nodes.iter().enumerate().filter(|(_, node)| sits(node)) {
            let below = node.sits_on.as_deref().and_then(|whole| known.get(whole).copied());
            // Of two that would sit in one place, or on what is not there, one stands by itself.
            let block = match below.filter(|block| blocks.all[*block].triangle.is_none()) {
                Some(block) => {
                    blocks.all[block].triangle = Some(index);
                    block
                }
                None => {
                    blocks.all.push(Block { members: vec![index], ..Block::default() });
                    blocks.all.len() - 1
                }
            };
            blocks.of_node[index] = block;
        }
        blocks
    }

    /// Whether a node is a triangle that sits on something.
    pub(super) fn is_attached(&self, node: usize) -> bool {
        self.all[self.of_node[node]].triangle == Some(node)
    }

    /// Whether an edge is the way from a triangle into the one node that it sits on.
    pub(super) fn is_inside(&self, source: usize, target: usize) -> bool {
        let block = &self.all[self.of_node[source]];
        block.parent.is_none() && block.triangle == Some(source) && block.members.contains(&target)
    }

    /// Blocks without any edge are spread over the columns, so that they make rows and not one long column.
    /// `across` is how many stand in a column at most; where it is 0, as many as make a square.
    pub(super) fn spread_idle(&self, mut ranks: Vec<usize>, edges: &[(usize, usize)], across: usize) -> Vec<usize> {
        let mut joined = vec![false; self.all.len()];
        for (source, target) in edges.iter().filter(|(source, target)| source != target) {
            joined[*source] = true;
            joined[*target] = true;
        }
        let idle: Vec<usize> = (0..self.all.len()).filter(|block| !joined[*block]).collect();
        let end = |block: usize| ranks[block] + self.all[block].span();
        let used = (0..self.all.len()).filter(|block| joined[*block]).map(end).max().unwrap_or(0);
        let rows = idle.len().checked_div(across).unwrap_or(0);
        let square = (1..).find(|side| side * side >= idle.len()).unwrap_or(1);
        let columns = used.max(square).max(rows).max(1);
        // What takes two columns has to end where the others do.
        for (nth, block) in idle.iter().enumerate() {
            ranks[*block] = nth % (columns + 1 - self.all[*block].span().min(columns));
        }
        ranks
    }
}
