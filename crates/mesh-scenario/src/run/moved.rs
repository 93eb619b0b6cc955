//! Nodes of the graph that somebody has put elsewhere. They stay there whatever is edited, until somebody puts them back.

use std::sync::Arc;

use mesh_graph::{Moved, arranged};
use mesh_view::Point;

use super::Run;

/// Nodes whose places are kept: who has moved more has moved them all.
pub(crate) const MOST_MOVED: usize = 200;

impl Run {
    /// Puts a node of the graph that was shown last elsewhere, by so many pixels of its drawing.
    pub fn move_node(&mut self, id: &str, by: Point) {
        let Some(laid) = self.laid.clone() else { return };
        let (graph, layout) = &*laid;
        let mut layout = arranged(graph, layout, &self.moved);
        let mut moved = self.moved.to_vec();
        for kept in layout.carry(graph, id, by).into_iter().filter_map(|at| layout.kept(graph, at)) {
            moved.retain(|other| other.node != kept.node);
            moved.push(kept);
        }
        moved.drain(..moved.len().saturating_sub(MOST_MOVED));
        self.moved = Arc::new(moved);
    }

    /// Nodes that were put elsewhere, and where.
    pub(crate) fn moved(&self) -> &[Moved] {
        &self.moved
    }

    /// Sets which nodes stand elsewhere.
    pub(crate) fn set_moved(&mut self, moved: &[Moved]) {
        self.moved = Arc::new(moved.to_vec());
    }
}
