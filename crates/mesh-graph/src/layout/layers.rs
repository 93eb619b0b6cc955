//! The graph in columns, long edges cut into pieces by joints.

/// A place in a column: a node of the graph or a joint of a long edge.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// The node's index; `None` for a joint.
    pub node: Option<usize>,
    /// The box it is in.
    pub group: Option<usize>,
    /// Slots of the column before that it is joined to.
    pub left: Vec<usize>,
    /// Slots of the column behind.
    pub right: Vec<usize>,
}

/// Columns of slots, from top to bottom.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers {
    /// All slots; the first ones are the graph's nodes, by their index.
    pub slots: Vec<Slot>,
    /// Slot indices by column, in order.
    pub columns: Vec<Vec<usize>>,
    /// For each edge the slots that it runs through, in the direction of the columns.
    pub chains: Vec<Vec<usize>>,
}

impl Layers {
    /// `edges` go from a lower to a higher rank, or stay in one (then they are no part of the order).
    pub(super) fn new(ranks: &[usize], groups: &[Option<usize>], edges: &[(usize, usize)]) -> Self {
        let columns = ranks.iter().copied().max().map_or(0, |last| last + 1);
        let mut layers = Self { slots: Vec::new(), columns: vec![Vec::new(); columns], chains: Vec::new() };
        for (node, (rank, group)) in ranks.iter().zip(groups).enumerate() {
            layers.push(*rank, Some(node), *group);
        }
        for (source, target) in edges {
            let mut chain = vec![*source];
            for rank in ranks[*source] + 1..ranks[*target] {
                let joint = layers.push(rank, None, None);
                layers.join(chain[chain.len() - 1], joint);
                chain.push(joint);
            }
            if ranks[*source] < ranks[*target] {
                layers.join(chain[chain.len() - 1], *target);
            }
            chain.push(*target);
            layers.chains.push(chain);
        }
        layers
    }

    fn push(&mut self, rank: usize, node: Option<usize>, group: Option<usize>) -> usize {
        let slot = self.slots.len();
        self.slots.push(Slot { node, group, left: Vec::new(), right: Vec::new() });
        self.columns[rank].push(slot);
        slot
    }

    fn join(&mut self, left: usize, right: usize) {
        self.slots[left].right.push(right);
        self.slots[right].left.push(left);
    }

    /// For each slot its place in its column.
    pub(super) fn positions(&self) -> Vec<usize> {
        let mut positions = vec![0; self.slots.len()];
        for column in &self.columns {
            for (position, slot) in column.iter().enumerate() {
                positions[*slot] = position;
            }
        }
        positions
    }
}
