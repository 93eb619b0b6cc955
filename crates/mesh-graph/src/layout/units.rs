//! What gets a column as one: a node, or the versions of an app in their box.

use mesh_ordered::OrderedMap;

use crate::Graph;

/// Nodes grouped by box.
pub(super) struct Units {
    /// How many there are.
    pub count: usize,
    /// The unit of each node.
    pub of_node: Vec<usize>,
    /// The box of each node: the unit's number, where it is boxed.
    pub groups: Vec<Option<usize>>,
    /// Members of each box, by its id.
    pub boxes: OrderedMap<String, Vec<usize>>,
}

impl Units {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut units = Self { count: 0, of_node: Vec::new(), groups: Vec::new(), boxes: OrderedMap::new() };
        let mut unit_of_box: OrderedMap<&str, usize> = OrderedMap::new();
        for (index, node) in graph.nodes.iter().enumerate() {
            let known = node.parent.as_deref().and_then(|id| unit_of_box.get(id).copied());
            let unit = known.unwrap_or(units.count);
            units.count = units.count.max(unit + 1);
            units.of_node.push(unit);
            units.groups.push(node.parent.as_ref().map(|_| unit));
            if let Some(id) = &node.parent {
                unit_of_box.insert(id, unit);
                units.boxes.entry(id.clone()).or_default().push(index);
            }
        }
        units
    }

    /// Units without any edge are spread over the columns, so that they make rows and not one long column.
    pub(super) fn spread_idle(&self, mut ranks: Vec<usize>, edges: &[(usize, usize)]) -> Vec<usize> {
        let mut joined = vec![false; self.count];
        for (source, target) in edges.iter().filter(|(source, target)| source != target) {
            joined[self.of_node[*source]] = true;
            joined[self.of_node[*target]] = true;
        }
        let idle: Vec<usize> = (0..self.count).filter(|unit| !joined[*unit]).collect();
        let used = (0..self.count).filter(|unit| joined[*unit]).map(|unit| ranks[unit] + 1).max().unwrap_or(0);
        let square = (1..).find(|side| side * side >= idle.len()).unwrap_or(1);
        let columns = used.max(square).max(1);
        for (nth, unit) in idle.iter().enumerate() {
            ranks[*unit] = nth % columns;
        }
        ranks
    }
}
