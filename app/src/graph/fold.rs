//! Opening and folding groups: by click, key and zoom, and where the find field means something that is folded.

use std::time::Duration;

use leptos::prelude::*;
use mesh_view::{CardApp, Folding, Node, NodeKind};

use super::find::Query;
use crate::shown::Shown;
use crate::state::{playground, text, view_state};

/// After so long without a key the find field is done.
const PAUSE: Duration = Duration::from_millis(250);
/// More hits than this are lit on their cards, and open nothing: all of it would stand open.
const MOST_HITS: usize = 40;

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

/// Whether a card holds what is sought.
pub(super) fn has_hit(node: &Node, query: &Query) -> bool {
    node.card.iter().flat_map(|card| &card.apps).any(|app| query.node(&as_node(node, app)))
}

/// What stands for an app once its group is open, as far as it is known.
fn as_node(card: &Node, app: &CardApp) -> Node {
    Node {
        id: app.id.clone(),
        kind: NodeKind::App,
        label: app.name.clone(),
        namespace: card.namespace.clone(),
        app: app.name.clone(),
        version: String::new(),
        workload: String::new(),
        service: app.name.clone(),
        parent: None,
        sits_on: None,
        health: app.health,
        badges: mesh_view::Badges::default(),
        idle: app.rates.total() <= 0.0,
        pods_ready: 0,
        pods_total: 0,
        inbound: app.rates,
        outbound: mesh_view::Rates::default(),
        fault: None,
        group: None,
        card: None,
    }
}

/// The nodes that a query means: those that are folded, and those that were opened for it.
fn hits(shown: &Shown, query: &Query, revealed: &[String]) -> Vec<String> {
    if query.is_empty() {
        return Vec::new();
    }
    let nodes = &shown.frame.graph.nodes;
    let apps = nodes.iter().flat_map(|node| node.card.iter().flat_map(|card| &card.apps).map(move |app| (node, app)));
    let folded = apps.filter(|(node, app)| query.node(&as_node(node, app))).map(|(_, app)| app.id.clone());
    let seen = revealed.iter().filter(|id| shown.node(id).is_some_and(|node| query.node(node))).cloned();
    let all: Vec<String> = folded.chain(seen).take(MOST_HITS + 1).collect();
    if all.len() > MOST_HITS { Vec::new() } else { all }
}

/// Opens what holds the hits of the find field, once somebody has paused.
pub(super) fn open_hits() {
    let (view, playground) = (view_state(), playground());
    Effect::new(move |before: Option<String>| {
        let find = view.find.get();
        if before.is_some_and(|before| before != find) {
            let sought = find.clone();
            let open = move || {
                if view.find.get_untracked() != sought {
                    return;
                }
                let query = Query::parse(&sought);
                let now = playground.folding.with_untracked(|folding| {
                    playground.shown.with_untracked(|shown| hits(shown, &query, &folding.revealed))
                });
                playground.fold(|folding| folding.revealed = now);
            };
            set_timeout(open, PAUSE);
        }
        find
    });
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
