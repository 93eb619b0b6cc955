//! Opening and folding groups: by click, key and zoom.

use leptos::prelude::*;
use mesh_view::{Folding, Node};

use crate::state::{playground, text};

/// Opens a group, or folds it.
pub(super) fn choose(id: &str, open: bool) {
    playground().fold(|folding| {
        folding.chosen.retain(|(other, _)| other != id);
        folding.chosen.push((id.to_owned(), open));
    });
}

/// Whether a node is a folded group.
pub(super) fn is_card(id: &str) -> bool {
    playground().shown.with_untracked(|shown| shown.node(id).is_some_and(|node| node.card.is_some()))
}

/// So many steps nearer to a card open it.
const APPROACHES: u32 = 3;

/// The card that somebody comes nearer to, and in how many steps.
#[derive(Clone, Copy)]
pub(super) struct Approach(StoredValue<(String, u32)>);

impl Approach {
    pub(super) fn new() -> Self {
        Self(StoredValue::default())
    }

    /// A step nearer to what is there, or away from it; whether that opened a card: nearer to what is folded shows what is in it.
    pub(super) fn step(self, id: Option<String>, is_nearer: bool) -> bool {
        let card = id.filter(|id| is_nearer && is_card(id));
        let steps =
            card.as_ref().map_or(0, |id| self.0.with_value(|(last, steps)| if last == id { steps + 1 } else { 1 }));
        let opens = card.clone().filter(|_| steps >= APPROACHES);
        self.0.set_value((card.unwrap_or_default(), steps));
        if let Some(id) = &opens {
            choose(id, true);
        }
        opens.is_some()
    }
}

/// Opens all groups, or folds what can be folded again.
#[component]
pub(super) fn UnfoldAll() -> impl IntoView {
    let text = text();
    let playground = playground();
    let unfolded = Memo::new(move |_| playground.folding.with(|folding| folding.unfolded));
    let has_groups = Memo::new(move |_| {
        let is_group = |node: &Node| node.card.is_some();
        playground.shown.with(|shown| {
            let graph = &shown.frame.graph;
            graph.groups.iter().any(|group| group.folds) || graph.nodes.iter().any(is_group)
        })
    });
    let toggle = move |_| {
        playground.fold(|folding| {
            *folding = Folding { unfolded: !folding.unfolded, ..Folding { chosen: Vec::new(), ..folding.clone() } }
        });
    };
    let words = move || if unfolded.get() { text.fold_all } else { text.unfold_all };
    view! {
        <Show when=move || unfolded.get() || has_groups.get()>
            <button class="wide" type="button" data-testid="unfold-all" on:click=toggle>{words}</button>
        </Show>
    }
    .into_any()
}
