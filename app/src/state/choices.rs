//! What the reader chose to see, and what the texts say of that.

use leptos::prelude::*;
use mesh_view::{Choices, GraphOptions, GraphType};

use super::Playground;
use super::awaited::Wanted;

impl Playground {
    /// What the graph's nodes stand for.
    pub(crate) fn graph_type(self) -> Memo<GraphType> {
        Memo::new(move |_| self.shown.with(|shown| shown.frame.graph.graph_type))
    }

    /// Sets what the graph's nodes stand for.
    pub(crate) fn set_graph_type(self, graph_type: GraphType) {
        self.selected.set(None);
        if self.awaited.try_update_value(|awaited| awaited.put_off(Wanted::This(graph_type))) == Some(false) {
            self.look(graph_type);
        }
    }

    /// Shows the cluster, or puts it away.
    pub(crate) fn toggle_cluster(self) {
        self.shows_cluster.update(|shows| *shows = !*shows);
        self.look_again();
    }

    /// Shows other parts of the traffic, or seeks something else in it.
    pub(crate) fn show_only(self, change: impl FnOnce(&mut GraphOptions)) {
        self.options.update(change);
        if !self.has_stopped() {
            self.look_again();
        }
    }

    /// What the reader chose to see.
    pub(crate) fn choices(self) -> Choices {
        let namespace_boxes = self.folding.with_untracked(|folding| folding.namespace_boxes);
        Choices { display: self.display.get_untracked(), namespace_boxes, options: self.options.get_untracked() }
    }

    /// What the texts say of that counts once they say it: those of a link that is opened, or of an edit.
    pub(super) fn heed_choices(self) {
        let said = self.shown.with_untracked(|shown| shown.frame.display.clone());
        let last = self.said_choices.try_update_value(|last| std::mem::replace(last, said.clone()));
        if let Some(Choices { display, namespace_boxes, options }) =
            said.filter(|said| last.flatten().as_ref() != Some(said))
        {
            self.display.set(display);
            self.folding.update(|folding| folding.namespace_boxes = namespace_boxes);
            self.show_only(|now| *now = options);
        }
    }
}
